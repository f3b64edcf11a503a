"""When somebody wrote last into a supergroup with slow mode."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import slowed

_s = slowed.c
_put = insert(slowed)
PUT = Query(_put.on_conflict_do_update(index_elements=["owner", "user_id"], set_={"date": _put.excluded.date}))
LAST = Query(select(_s.date).where((_s.owner == bindparam("by_owner")) & (_s.user_id == bindparam("by_user"))))
EXPIRE = Query(delete(slowed).where(_s.date < bindparam("before")))


async def put(tx: Tx, peer: int, user: int, now: int) -> None:
    await tx.run(PUT, owner=peer, user_id=user, date=now)


async def last(tx: Tx, peer: int, user: int) -> int:
    """0: never, or long ago."""
    row = await tx.one(LAST, by_owner=peer, by_user=user)
    return int(row[0]) if row else 0


async def expire(tx: Tx, before: int) -> None:
    await tx.run(EXPIRE, before=before)
