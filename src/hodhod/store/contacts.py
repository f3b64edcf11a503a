"""Contacts: numbers with the names that their owner gave them, registered or not.

A contact whose number the owner does not know (added from a chat) has the key `u<user id>` in place of a number.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select, union, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Contact
from hodhod.store.tables import contacts, dialogs, invites_sent

_c = contacts.c
_MINE = _c.owner == bindparam("by_owner")
_put = insert(contacts)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "phone"],
        set_={name: _put.excluded[name] for name in ("user_id", "first_name", "last_name", "note")},
    )
)
REGISTERED = Query(select(*_c).where(_MINE & (_c.user_id > 0)).order_by(_c.user_id))
EVERY = Query(select(*_c).where(_MINE).order_by(_c.created, _c.phone))
BY_USERS = Query(select(*_c).where(_MINE & any_of(_c.user_id, "users")))
BY_PHONES = Query(select(*_c).where(_MINE & any_of(_c.phone, "phones")))
COUNTS = Query(select(func.count(), func.count(func.nullif(_c.user_id, 0))).where(_MINE))
DELETE_USERS = Query(delete(contacts).where(_MINE & any_of(_c.user_id, "users")))
DELETE_PHONES = Query(delete(contacts).where(_MINE & any_of(_c.phone, "phones")))
DELETE_WAITING = Query(delete(contacts).where(_MINE & (_c.user_id == 0)))
_WAITING = (_c.phone == bindparam("by_phone")) & (_c.user_id == 0)
WAITING = Query(select(_c.owner).where(_WAITING).order_by(_c.owner))
LINK = Query(update(contacts).where(_WAITING).values(user_id=bindparam("new_user")))
SET_PHOTO = Query(
    update(contacts).where(_MINE & (_c.user_id == bindparam("by_user"))).values(photo=bindparam("new_photo"))
)
SET_FLAGS = Query(
    update(contacts).where(_MINE & (_c.user_id == bindparam("by_user"))).values(flags=bindparam("new_flags"))
)
RELEASE = Query(
    update(contacts).where((_c.phone == bindparam("by_phone")) & (_c.user_id == bindparam("by_user"))).values(user_id=0)
)
_d = dialogs.c
AROUND = Query(
    union(
        select(_c.owner.label("peer")).where(_c.user_id == bindparam("by_user")),
        select(_d.peer).where((_d.owner == bindparam("by_user")) & (_d.peer > 0) & (_d.top_id > 0)),
    ).limit(bindparam("count"))
)
IMPORTERS = Query(
    select(_c.phone, func.count()).where(any_of(_c.phone, "phones") & (_c.user_id == 0)).group_by(_c.phone)
)
FORGET_INVITES = Query(delete(invites_sent).where(invites_sent.c.owner == bindparam("by_owner")))


def key_of(user_id: int) -> str:
    """The key of a contact whose number is not known."""
    return f"u{user_id}"


async def put(tx: Tx, rows: Sequence[Contact]) -> None:
    await tx.many(PUT, [row._asdict() for row in rows])


async def registered(tx: Tx, owner: int) -> list[Contact]:
    """Those who have an account, in order of user id; a user is there once."""
    rows = [Contact(*row) for row in await tx.all(REGISTERED, by_owner=owner)]
    return list({row.user_id: row for row in rows}.values())


async def every(tx: Tx, owner: int) -> list[Contact]:
    return [Contact(*row) for row in await tx.all(EVERY, by_owner=owner)]


async def by_users(tx: Tx, owner: int, users: Sequence[int]) -> dict[int, Contact]:
    rows = [Contact(*row) for row in await tx.all(BY_USERS, by_owner=owner, users=list(users))] if users else []
    return {row.user_id: row for row in rows}


async def by_phones(tx: Tx, owner: int, phones: Sequence[str]) -> dict[str, Contact]:
    rows = [Contact(*row) for row in await tx.all(BY_PHONES, by_owner=owner, phones=list(phones))] if phones else []
    return {row.phone: row for row in rows}


async def counts(tx: Tx, owner: int) -> tuple[int, int]:
    """(all numbers kept, those with an account)."""
    row = await tx.one(COUNTS, by_owner=owner)
    return (row[0], row[1]) if row else (0, 0)


async def put_photo(tx: Tx, owner: int, user_id: int, photo_id: int) -> None:
    """0: the owner sees the contact's own photo again."""
    await tx.run(SET_PHOTO, by_owner=owner, by_user=user_id, new_photo=photo_id)


async def put_flags(tx: Tx, owner: int, user_id: int, flags: int) -> None:
    await tx.run(SET_FLAGS, by_owner=owner, by_user=user_id, new_flags=flags)


async def delete_users(tx: Tx, owner: int, users: Sequence[int]) -> int:
    return await tx.run(DELETE_USERS, by_owner=owner, users=list(users)) if users else 0


async def delete_phones(tx: Tx, owner: int, phones: Sequence[str]) -> int:
    return await tx.run(DELETE_PHONES, by_owner=owner, phones=list(phones)) if phones else 0


async def delete_waiting(tx: Tx, owner: int) -> None:
    """Forget the numbers without an account."""
    await tx.run(DELETE_WAITING, by_owner=owner)
    await tx.run(FORGET_INVITES, by_owner=owner)


async def around(tx: Tx, user_id: int, count: int) -> list[int]:
    """Who has this user among their contacts or in a private chat, the user aside; at most `count`."""
    return [row[0] for row in await tx.all(AROUND, by_user=user_id, count=count) if row[0] != user_id]


async def waiting(tx: Tx, phone: str) -> list[int]:
    """Who keeps this number while nobody has registered it."""
    return [row[0] for row in await tx.all(WAITING, by_phone=phone)]


async def link(tx: Tx, phone: str, user_id: int) -> None:
    """The number now belongs to this user."""
    await tx.run(LINK, by_phone=phone, new_user=user_id)


async def release(tx: Tx, phone: str, user_id: int) -> None:
    """Nobody has this number any more: it waits again for somebody who registers it."""
    await tx.run(RELEASE, by_phone=phone, by_user=user_id)


async def importers(tx: Tx, phones: Sequence[str]) -> dict[str, int]:
    """How many keep each of these unregistered numbers."""
    return {row[0]: row[1] for row in await tx.all(IMPORTERS, phones=list(phones))} if phones else {}
