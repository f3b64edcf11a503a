"""Links into groups and channels, who came by them, and who asks to come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, delete, func, or_, select, update

from hodhod.store.bits import InviteFlag, Role
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Importer, Invite
from hodhod.store.tables import contacts, importers, invites, members

_i, _r, _m = invites.c, importers.c, members.c
PERMANENT, REVOKED, REQUEST = int(InviteFlag.PERMANENT), int(InviteFlag.REVOKED), int(InviteFlag.REQUEST)
_REVOKED = _i.flags.op("&")(REVOKED)
_OF_ADMIN = (_i.peer == bindparam("by_peer")) & (_i.admin == bindparam("by_admin"))
_OF_STATE = _OF_ADMIN & (bindparam("revoked") == _REVOKED)

GET = Query(select(*_i).where(_i.hash == bindparam("by_hash")))
ADD = Query(insert(invites))
SET = Query(
    update(invites)
    .where(_i.hash == bindparam("by_hash"))
    .values({name: bindparam(f"new_{name}") for name in ("flags", "title", "expires", "usage_limit", "changed")})
)
USED = Query(update(invites).where(_i.hash == bindparam("by_hash")).values(used=_i.used + 1))
_GOOD_HERE = update(invites).where((_i.peer == bindparam("by_peer")) & (_REVOKED == 0)).values(changed=bindparam("now"))
ASK_BY_ALL = Query(_GOOD_HERE.values(flags=_i.flags.op("|")(REQUEST), usage_limit=0))
LET_IN_BY_ALL = Query(_GOOD_HERE.values(flags=_i.flags.op("&")(~REQUEST)))
DELETE = Query(delete(invites).where(_i.hash == bindparam("by_hash")))
DELETE_REVOKED = Query(delete(invites).where(_OF_ADMIN & (_REVOKED == REVOKED)))
PERMANENT_OF = Query(select(*_i).where(_OF_ADMIN & (_i.flags.op("&")(PERMANENT | REVOKED) == PERMANENT)).limit(1))
PAGE = Query(
    select(*_i)
    .where(_OF_STATE)
    .where(or_(_i.date < bindparam("date"), and_(_i.date == bindparam("date"), _i.hash < bindparam("after"))))
    .order_by(_i.date.desc(), _i.hash.desc())
    .limit(bindparam("count"))
)
COUNT = Query(select(func.count()).where(_OF_STATE))
COUNT_ALL = Query(select(func.count()).where(_OF_ADMIN))
ADMINS = Query(
    select(_i.admin, func.sum(case((_REVOKED == 0, 1), else_=0)), func.sum(case((_REVOKED == 0, 0), else_=1)))
    .where(_i.peer == bindparam("by_peer"))
    .group_by(_i.admin)
    .order_by(_i.admin)
)

_THIS = (_r.peer == bindparam("by_peer")) & (_r.user_id == bindparam("by_user"))
_put = insert(importers)
PUT_IMPORTER = Query(
    _put.on_conflict_do_update(
        index_elements=["peer", "user_id"],
        set_={name: _put.excluded[name] for name in Importer._fields if name not in ("peer", "user_id")},
    )
)
REQUEST_OF = Query(select(*_r).where(_THIS & (_r.requested == 1)))
DROP_REQUEST = Query(delete(importers).where(_THIS & (_r.requested == 1)))
_HERE = (_r.peer == bindparam("by_peer")) & (_r.requested == bindparam("requested"))
_BY_LINK = _HERE & (_r.hash == bindparam("by_hash"))
_AFTER = or_(_r.date < bindparam("date"), and_(_r.date == bindparam("date"), _r.user_id < bindparam("user")))
_NEWEST = (_r.date.desc(), _r.user_id.desc())
IMPORTERS = Query(select(*_r).where(_HERE & _AFTER).order_by(*_NEWEST).limit(bindparam("count")))
IMPORTERS_BY_LINK = Query(select(*_r).where(_BY_LINK & _AFTER).order_by(*_NEWEST).limit(bindparam("count")))
COUNT_IMPORTERS = Query(select(func.count()).where(_HERE))
COUNT_IMPORTERS_BY_LINK = Query(select(func.count()).where(_BY_LINK))
PENDING_BY_LINK = Query(
    select(_r.hash, func.count())
    .where((_r.peer == bindparam("by_peer")) & (_r.requested == 1) & any_of(_r.hash, "hashes"))
    .group_by(_r.hash)
)
ACQUAINTED = Query(
    select(_m.user_id)
    .select_from(contacts.join(members, (_m.user_id == contacts.c.user_id) & (_m.peer == bindparam("by_peer"))))
    .where((contacts.c.owner == bindparam("viewer")) & (_m.role >= int(Role.MEMBER)))
    .order_by(_m.user_id)
    .limit(bindparam("count"))
)


class Page(NamedTuple):
    """Which slice of a newest-first list: what is older than (date, user), at most `limit`."""

    date: int
    user: int
    limit: int


# --- links


async def get(tx: Tx, link_hash: str) -> Invite | None:
    row = await tx.one(GET, by_hash=link_hash)
    return Invite(*row) if row else None


async def add(tx: Tx, row: Invite) -> None:
    await tx.run(ADD, **row._asdict())


async def put(tx: Tx, row: Invite) -> None:
    """Write what of a link can change."""
    await tx.run(
        SET,
        by_hash=row.hash,
        new_flags=row.flags,
        new_title=row.title,
        new_expires=row.expires,
        new_usage_limit=row.usage_limit,
        new_changed=row.changed,
    )


async def used(tx: Tx, link_hash: str) -> None:
    """One more came in by it."""
    await tx.run(USED, by_hash=link_hash)


async def put_request(tx: Tx, peer: int, needed: bool, now: int) -> None:
    """By every link of the chat that is still good, whoever follows it has to be let in, or has not. A link of that
    kind has no limit of uses."""
    await tx.run(ASK_BY_ALL if needed else LET_IN_BY_ALL, by_peer=peer, now=now)


async def remove(tx: Tx, link_hash: str) -> None:
    await tx.run(DELETE, by_hash=link_hash)


async def remove_revoked(tx: Tx, peer: int, admin: int) -> None:
    await tx.run(DELETE_REVOKED, by_peer=peer, by_admin=admin)


async def permanent_of(tx: Tx, peer: int, admin: int) -> Invite | None:
    row = await tx.one(PERMANENT_OF, by_peer=peer, by_admin=admin)
    return Invite(*row) if row else None


async def page(tx: Tx, peer: int, admin: int, revoked: bool, after: tuple[int, str], count: int) -> list[Invite]:
    """An administrator's links, the newest first. after: (date, hash) of the last one seen."""
    date, link_hash = after
    rows = await tx.all(
        PAGE, by_peer=peer, by_admin=admin, revoked=REVOKED * revoked, date=date, after=link_hash, count=count
    )
    return [Invite(*row) for row in rows]


async def count(tx: Tx, peer: int, admin: int, revoked: bool) -> int:
    row = await tx.one(COUNT, by_peer=peer, by_admin=admin, revoked=REVOKED * revoked)
    return int(row[0]) if row else 0


async def count_all(tx: Tx, peer: int, admin: int) -> int:
    row = await tx.one(COUNT_ALL, by_peer=peer, by_admin=admin)
    return int(row[0]) if row else 0


async def admins(tx: Tx, peer: int) -> list[tuple[int, int, int]]:
    """(administrator, links, revoked links) of everybody who made any."""
    return [(int(row[0]), int(row[1]), int(row[2])) for row in await tx.all(ADMINS, by_peer=peer)]


# --- who came, and who asks


async def put_importer(tx: Tx, row: Importer) -> None:
    await tx.run(PUT_IMPORTER, **row._asdict())


async def request_of(tx: Tx, peer: int, user: int) -> Importer | None:
    """A request that waits."""
    row = await tx.one(REQUEST_OF, by_peer=peer, by_user=user)
    return Importer(*row) if row else None


async def drop_request(tx: Tx, peer: int, user: int) -> bool:
    return bool(await tx.run(DROP_REQUEST, by_peer=peer, by_user=user))


async def importers_of(tx: Tx, peer: int, link_hash: str | None, requested: bool, after: Page) -> list[Importer]:
    """Who came in, or asks to, by one link or by any; the newest first."""
    place = {"by_peer": peer, "requested": int(requested), "date": after.date, "user": after.user, "count": after.limit}
    if link_hash is None:
        rows = await tx.all(IMPORTERS, **place)
    else:
        rows = await tx.all(IMPORTERS_BY_LINK, by_hash=link_hash, **place)
    return [Importer(*row) for row in rows]


async def count_importers(tx: Tx, peer: int, link_hash: str | None, requested: bool) -> int:
    if link_hash is None:
        row = await tx.one(COUNT_IMPORTERS, by_peer=peer, requested=int(requested))
    else:
        row = await tx.one(COUNT_IMPORTERS_BY_LINK, by_peer=peer, requested=int(requested), by_hash=link_hash)
    return int(row[0]) if row else 0


async def pending(tx: Tx, peer: int, hashes: Sequence[str]) -> dict[str, int]:
    """How many wait to be let in by each of these links; links without any are left out."""
    rows = await tx.all(PENDING_BY_LINK, by_peer=peer, hashes=list(hashes)) if hashes else []
    return {row[0]: row[1] for row in rows}


async def acquainted(tx: Tx, peer: int, viewer: int, count: int) -> list[int]:
    """Members whom the viewer has among their contacts."""
    return [row[0] for row in await tx.all(ACQUAINTED, by_peer=peer, viewer=viewer, count=count)]
