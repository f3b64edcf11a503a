"""Who read in a supergroup on which day. days: numbers of days since 1970."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import readers

_r = readers.c
_SINCE = (_r.owner == bindparam("by_owner")) & (_r.day >= bindparam("first")) & (_r.day < bindparam("end"))
ADD = Query(insert(readers).on_conflict_do_nothing(index_elements=["owner", "day", "user_id"]))
BY_DAY = Query(select(_r.day, func.count()).where(_SINCE).group_by(_r.day).order_by(_r.day))
COUNT = Query(select(func.count(_r.user_id.distinct())).where(_SINCE))
OLD = Query(select(_r.owner, _r.day, _r.user_id).where(_r.day < bindparam("before")).limit(bindparam("count")))
DROP = Query(
    delete(readers).where(
        (_r.owner == bindparam("by_owner")) & (_r.day == bindparam("by_day")) & (_r.user_id == bindparam("by_user"))
    )
)


async def add(tx: Tx, owner: int, day: int, users: Sequence[int]) -> None:
    await tx.many(ADD, [{"owner": owner, "day": day, "user_id": user} for user in users])


async def by_day(tx: Tx, owner: int, first: int, end: int) -> dict[int, int]:
    """How many read on each day with first <= day < end; days without any are left out."""
    return {row[0]: row[1] for row in await tx.all(BY_DAY, by_owner=owner, first=first, end=end)}


async def count(tx: Tx, owner: int, first: int, end: int) -> int:
    """How many people read on these days, each counted once."""
    row = await tx.one(COUNT, by_owner=owner, first=first, end=end)
    return int(row[0]) if row else 0


async def expire(tx: Tx, before: int, count: int) -> bool:
    """Forget so many of older days. True when there is more of it."""
    rows = await tx.all(OLD, before=before, count=count)
    await tx.many(DROP, [{"by_owner": owner, "by_day": day, "by_user": user} for owner, day, user in rows])
    return len(rows) == count
