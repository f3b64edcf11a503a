"""What was done in a supergroup or channel in the last two days."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, delete, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import LogEntry
from hodhod.store.tables import admin_log

_l = admin_log.c
ADD = Query(insert(admin_log))
_PAGE: Select[tuple[int]] = (
    select(*_l)
    .where((_l.owner == bindparam("by_owner")) & (_l.id < bindparam("below")) & (_l.id > bindparam("above")))
    .where(any_of(_l.kind, "kinds"))
    .order_by(_l.id.desc())
    .limit(bindparam("count"))
)
PAGE = Query(_PAGE)
PAGE_OF = Query(_PAGE.where(any_of(_l.user_id, "users")))
EXPIRE = Query(delete(admin_log).where(_l.date < bindparam("before")))


async def add(tx: Tx, rows: Sequence[LogEntry]) -> None:
    await tx.many(ADD, [row._asdict() for row in rows])


async def page(
    tx: Tx, peer: int, kinds: Sequence[int], users: Sequence[int] | None, bounds: tuple[int, int], count: int
) -> list[LogEntry]:
    """The newest entries of these kinds, of these people (None: of all), between the ids of `bounds`, exclusive."""
    above, below = bounds
    place = {"by_owner": peer, "kinds": list(kinds), "above": above, "below": below, "count": count}
    if users is None:
        rows = await tx.all(PAGE, **place)
    else:
        rows = await tx.all(PAGE_OF, users=list(users), **place) if users else []
    return [LogEntry(*row) for row in rows]


async def expire(tx: Tx, before: int) -> None:
    await tx.run(EXPIRE, before=before)
