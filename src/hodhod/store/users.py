"""Users and how one viewer sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Join,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    update,
)

from hodhod.store import rule_chats
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import SeenUser, User
from hodhod.store.tables import blocks, contacts, dialogs, presence, users

_u = users.c
_mine = contacts.alias("mine")
_theirs = contacts.alias("theirs")
_block = blocks.alias("their_block")
_me = users.alias("me")
_WIDTH = len(User._fields)
_viewer: BindParameter[int] = bindparam("viewer")


def _seen_columns(own_rules: ColumnElement[str | None]) -> tuple[ColumnElement[Any], ...]:
    return (
        *_u,
        func.coalesce(presence.c.online_until, 0),
        func.coalesce(presence.c.was_online, 0),
        _mine.c.owner.is_not(None),
        func.coalesce(_mine.c.first_name, ""),
        func.coalesce(_mine.c.last_name, ""),
        _theirs.c.owner.is_not(None),
        _block.c.owner.is_not(None),
        func.coalesce(_mine.c.flags, 0),
        func.coalesce(_theirs.c.flags, 0),
        own_rules,
        func.coalesce(_mine.c.photo, 0),
    )


def _seen_rows(people: FromClause, viewer: ColumnElement[int]) -> Join:
    return (
        people.outerjoin(presence, presence.c.user_id == _u.id)
        .outerjoin(_mine, and_(_mine.c.owner == viewer, _mine.c.user_id == _u.id))
        .outerjoin(_theirs, and_(_theirs.c.owner == _u.id, _theirs.c.user_id == viewer))
        .outerjoin(_block, and_(_block.c.owner == _u.id, _block.c.list == 0, _block.c.peer == viewer))
    )


_SEEN_COLUMNS = _seen_columns(select(_me.c.privacy).where(_me.c.id == _viewer).scalar_subquery())
_SEEN_ROWS = _seen_rows(users, _viewer)
# Nobody in particular: no contact, and denied by whoever has blocked anybody at all.
_any_block = blocks.alias("any_block")
_BLOCKS = exists().where(and_(_any_block.c.owner == _u.id, _any_block.c.list == 0))
_NO: ColumnElement[bool] = literal_column("0 = 1")
_NOTHING: ColumnElement[str] = literal_column("''")
SEEN_BY_ALL = Query(
    select(*_u, literal_column("0"), literal_column("0"), _NO, _NOTHING, _NOTHING, _NO, _BLOCKS).where(
        any_of(_u.id, "ids")
    )
)
SEEN = Query(select(*_SEEN_COLUMNS).select_from(_SEEN_ROWS).where(any_of(_u.id, "ids")))
# One user as each of several sees them.
SEEN_BY = Query(
    select(_me.c.id, *_seen_columns(_me.c.privacy))
    .select_from(_seen_rows(users.join(_me, any_of(_me.c.id, "viewers")), _me.c.id))
    .where(_u.id == bindparam("by_id"))
)
BY_IDS = Query(select(*_u).where(any_of(_u.id, "ids")))
BY_PHONE = Query(select(*_u).where(_u.phone == bindparam("phone")))
BY_PHONES = Query(select(*_u).where(any_of(_u.phone, "phones")))
ALL = Query(select(*_u).where(_u.id > bindparam("after")).order_by(_u.id).limit(bindparam("count")))
MARKED = Query(
    select(*_u)
    .where((_u.id > bindparam("after")) & (_u.flags.op("&")(bindparam("mark")) != 0))
    .order_by(_u.id)
    .limit(bindparam("count"))
)
LIMITED = Query(
    select(*_u)
    .where((_u.id > bindparam("after")) & (_u.limited > bindparam("now")))
    .order_by(_u.id)
    .limit(bindparam("count"))
)
_other = users.alias("other")
_refusal = blocks.alias("refusal")
# the viewer's row as the peer sees it, beside the peer's flags: one read for the rule and for the delivery
RELATION = Query(
    select(*_SEEN_COLUMNS, _other.c.flags, _refusal.c.owner.is_not(None), dialogs.c.ttl)
    .select_from(
        _SEEN_ROWS.join(_other, _other.c.id == _viewer)
        .outerjoin(_refusal, and_(_refusal.c.owner == _other.c.id, _refusal.c.list == 0, _refusal.c.peer == _u.id))
        .outerjoin(dialogs, and_(dialogs.c.owner == _u.id, dialogs.c.peer == _viewer))
    )
    .where(_u.id == bindparam("sender"))
)
_NEW = ("phone", "first_name", "last_name", "search_name", "created", "flags")
CREATE = Query(insert(users).values({name: bindparam(name) for name in _NEW}).returning(_u.id))
CREATE_KNOWN = Query(
    insert(users)
    .values({name: bindparam(name) for name in ("id", *_NEW)})
    .on_conflict_do_nothing(index_elements=["id"])
)
# PostgreSQL only: SQLite's AUTOINCREMENT goes on after the highest id by itself.
GO_ON_AFTER = Query(select(func.setval(func.pg_get_serial_sequence("users", "id"), bindparam("last"))))
SET = {
    name: Query(update(users).where(_u.id == bindparam("by_id")).values({name: bindparam("new")}))
    for name in User._fields
    if name != "id"
}


class Relation(NamedTuple):
    """What writing to somebody depends on, and what delivering to them needs.

    flags: the peer's; blocked: the peer blocked the viewer; ttl: how long messages in their chat live, None: they have
    none; viewer: the viewer as the peer sees them (its blocked_viewer says that the viewer blocked the peer).
    """

    flags: int
    blocked: bool
    ttl: int | None
    viewer: SeenUser


async def seen(tx: Tx, viewer: int, ids: Sequence[int]) -> dict[int, SeenUser]:
    """Users by id as the viewer sees them; unknown ids are left out. viewer 0: as everybody may see them, without
    when they were online."""
    if not ids:
        return {}
    if viewer:
        rows = await tx.all(SEEN, viewer=viewer, ids=list(ids))
    else:
        rows = await tx.all(SEEN_BY_ALL, ids=list(ids))
    found = [(viewer, SeenUser(User(*row[:_WIDTH]), *row[_WIDTH:])) for row in rows]
    return {seen.user.id: seen for seen in await rule_chats.looked_up(tx, found)}


async def seen_by(tx: Tx, viewers: Sequence[int], user_id: int) -> dict[int, SeenUser]:
    """One user as each of these viewers sees them, by viewer."""
    rows = await tx.all(SEEN_BY, viewers=list(viewers), by_id=user_id)
    found = [(row[0], SeenUser(User(*row[1 : _WIDTH + 1]), *row[_WIDTH + 1 :])) for row in rows]
    return dict(zip([viewer for viewer, _ in found], await rule_chats.looked_up(tx, found), strict=True))


async def relation(tx: Tx, viewer: int, peer: int) -> Relation | None:
    """None when there is no such peer."""
    row = await tx.one(RELATION, viewer=peer, sender=viewer)
    if row is None:
        return None
    found = SeenUser(User(*row[:_WIDTH]), *row[_WIDTH:-3])
    flags, blocked, ttl = row[-3:]
    return Relation(flags, blocked, ttl, (await rule_chats.looked_up(tx, [(peer, found)]))[0])


async def get(tx: Tx, user_id: int) -> User:
    """The user of this id. Raises LookupError: the id came from our own tables."""
    rows = await tx.all(BY_IDS, ids=[user_id])
    if not rows:
        raise LookupError(f"no user {user_id}")
    return User(*rows[0])


async def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, User]:
    return {row[0]: User(*row) for row in await tx.all(BY_IDS, ids=list(ids))}


async def find_by_phone(tx: Tx, phone: str) -> User | None:
    """phone: digits of the international number, without plus."""
    row = await tx.one(BY_PHONE, phone=phone)
    return User(*row) if row else None


async def by_phones(tx: Tx, phones: Sequence[str]) -> dict[str, User]:
    rows = [User(*row) for row in await tx.all(BY_PHONES, phones=list(phones))]
    return {row.phone or "": row for row in rows}


async def page(tx: Tx, after: int, count: int) -> list[User]:
    """Users in order of id, for the operator's list."""
    return [User(*row) for row in await tx.all(ALL, after=after, count=count)]


async def marked(tx: Tx, flag: int, after: int, count: int) -> list[User]:
    """Those with this flag, as page gives all. It looks at every user."""
    return [User(*row) for row in await tx.all(MARKED, mark=flag, after=after, count=count)]


async def limited(tx: Tx, now: int, after: int, count: int) -> list[User]:
    """Those who are limited at this moment. It looks at every user."""
    return [User(*row) for row in await tx.all(LIMITED, now=now, after=after, count=count)]


async def create(tx: Tx, phone: str | None, names: tuple[str, str], search_name: str, now: int, flags: int = 0) -> int:
    """A new user. Returns the id."""
    first, last = names
    row = await tx.one(
        CREATE,
        phone=phone,
        first_name=first,
        last_name=last,
        search_name=search_name,
        created=now,
        flags=flags,
    )
    if row is None:
        raise LookupError("INSERT gave no id")
    return int(row[0])


async def create_known(tx: Tx, user_id: int, first_name: str, search_name: str, now: int, flags: int) -> bool:
    """A user whose id is given: ids of others go on after it. False when it exists."""
    row = {"phone": None, "first_name": first_name, "last_name": "", "search_name": search_name}
    if not await tx.run(CREATE_KNOWN, id=user_id, created=now, flags=flags, **row):
        return False
    if tx.dialect == "postgresql":
        await tx.one(GO_ON_AFTER, last=user_id)
    return True


async def put(tx: Tx, user_id: int, **values: str | int | bytes | None) -> None:
    """Set columns of one user."""
    for name, value in values.items():
        await tx.run(SET[name], by_id=user_id, new=value)
