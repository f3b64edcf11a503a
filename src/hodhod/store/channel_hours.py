"""What happened in a supergroup or channel, hour by hour."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import channel_hours


class Hour(NamedTuple):
    """The columns of `channel_hours`, in order."""

    owner: int
    hour: int
    by_link: int = 0
    by_request: int = 0
    invited: int = 0
    found: int = 0
    gone: int = 0
    views: int = 0
    shares: int = 0

    @property
    def came(self) -> int:
        return self.by_link + self.by_request + self.invited + self.found


_h = channel_hours.c
_add = insert(channel_hours)
ADD = Query(
    _add.on_conflict_do_update(
        index_elements=["owner", "hour"],
        set_={name: _h[name] + _add.excluded[name] for name in Hour._fields if name not in ("owner", "hour")},
    )
)
SINCE = Query(
    select(*_h).where((_h.owner == bindparam("by_owner")) & (_h.hour >= bindparam("since"))).order_by(_h.hour)
)
REMOVE = Query(delete(channel_hours).where(_h.owner == bindparam("by_owner")))
OLD = Query(select(_h.owner, _h.hour).where(_h.hour < bindparam("before")).limit(bindparam("count")))
DROP = Query(delete(channel_hours).where((_h.owner == bindparam("by_owner")) & (_h.hour == bindparam("by_hour"))))


async def add(tx: Tx, row: Hour) -> None:
    """So much more happened in this hour."""
    await tx.run(ADD, **row._asdict())


async def since(tx: Tx, owner: int, hour: int) -> list[Hour]:
    """The hours from this one on in which anything happened, ascending."""
    return [Hour(*row) for row in await tx.all(SINCE, by_owner=owner, since=hour)]


async def remove_all(tx: Tx, owner: int) -> None:
    """The chat is gone."""
    await tx.run(REMOVE, by_owner=owner)


async def expire(tx: Tx, before: int, count: int) -> bool:
    """Forget so many of older hours. True when there is more of it."""
    rows = await tx.all(OLD, before=before, count=count)
    await tx.many(DROP, [{"by_owner": owner, "by_hour": hour} for owner, hour in rows])
    return len(rows) == count
