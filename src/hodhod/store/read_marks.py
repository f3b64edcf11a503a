"""When somebody read up to where, for a week: one row each time that a mark advances, for any number of messages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import copies, read_marks

_r, _c = read_marks.c, copies.c
PUT = Query(insert(read_marks).on_conflict_do_nothing(index_elements=["owner", "peer", "max_id"]))
_OF_PEER = _r.peer == bindparam("by_peer")
FIRST = Query(
    select(_r.date)
    .where((_r.owner == bindparam("by_owner")) & _OF_PEER & (_r.max_id >= bindparam("by_id")))
    .order_by(_r.max_id)
    .limit(1)
)
READERS = Query(
    select(_r.owner, func.min(_r.date))
    .where(any_of(_r.owner, "users") & _OF_PEER & (_r.max_id >= bindparam("by_id")))
    .group_by(_r.owner)
)
# in a basic group everybody has an id of their own for the message
READERS_OF_COPIES = Query(
    select(_r.owner, func.min(_r.date))
    .select_from(copies.join(read_marks, and_(_r.owner == _c.owner, _r.peer == _c.peer, _r.max_id >= _c.id)))
    .where(any_of(_c.owner, "users") & (_c.content_id == bindparam("by_content")))
    .group_by(_r.owner)
)
OLD = Query(select(_r.owner, _r.peer, _r.max_id).where(_r.date < bindparam("before")).limit(bindparam("count")))
DROP = Query(
    delete(read_marks).where((_r.owner == bindparam("by_owner")) & _OF_PEER & (_r.max_id == bindparam("by_id")))
)


async def put(tx: Tx, owner: int, peer: int, max_id: int, now: int) -> None:
    await tx.run(PUT, owner=owner, peer=peer, max_id=max_id, date=now)


async def first(tx: Tx, owner: int, peer: int, msg_id: int) -> int | None:
    """When the owner's mark in this chat first reached a message."""
    row = await tx.one(FIRST, by_owner=owner, by_peer=peer, by_id=msg_id)
    return int(row[0]) if row else None


async def readers(tx: Tx, users: Sequence[int], peer: int, msg_id: int) -> list[tuple[int, int]]:
    """(user, when) of those of these users who read a channel's message."""
    rows = await tx.all(READERS, users=list(users), by_peer=peer, by_id=msg_id) if users else []
    return [(row[0], row[1]) for row in rows]


async def readers_of_copies(tx: Tx, users: Sequence[int], content_id: int) -> list[tuple[int, int]]:
    """The same of a message of a basic group."""
    rows = await tx.all(READERS_OF_COPIES, users=list(users), by_content=content_id) if users else []
    return [(row[0], row[1]) for row in rows]


async def expire(tx: Tx, before: int, count: int) -> bool:
    """Forget so many of what is older. True when there is more of it."""
    rows = await tx.all(OLD, before=before, count=count)
    await tx.many(DROP, [{"by_owner": owner, "by_peer": peer, "by_id": max_id} for owner, peer, max_id in rows])
    return len(rows) == count
