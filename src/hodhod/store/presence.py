"""The presence rows: online until when, and online when last. Written in batches by delivery/presence.py only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import presence


class Presence(NamedTuple):
    """The columns of `presence`, in order. online_until 0: offline since was_online."""

    user_id: int
    online_until: int
    was_online: int


_put = insert(presence)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["user_id"],
        set_={"online_until": _put.excluded.online_until, "was_online": _put.excluded.was_online},
    )
)
GET = Query(select(*presence.c).where(any_of(presence.c.user_id, "users")))


async def put(tx: Tx, rows: Sequence[Presence]) -> None:
    """In order of user: two nodes that write the same users then wait for each other in one direction only."""
    await tx.many(PUT, [row._asdict() for row in sorted(rows)])


async def of(tx: Tx, users: Sequence[int]) -> dict[int, Presence]:
    rows = [Presence(*row) for row in await tx.all(GET, users=list(users))] if users else []
    return {row.user_id: row for row in rows}
