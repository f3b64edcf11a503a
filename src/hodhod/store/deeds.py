"""What administrators did in a supergroup or channel, by the day. days: numbers of days since 1970."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import deeds


class Deeds(NamedTuple):
    """Of one administrator: messages of others deleted, people thrown out, people restricted."""

    user: int
    deleted: int
    kicked: int
    banned: int

    @property
    def total(self) -> int:
        return self.deleted + self.kicked + self.banned


_d = deeds.c
_KEY = ("owner", "day", "user_id")
_add = insert(deeds)
ADD = Query(
    _add.on_conflict_do_update(
        index_elements=list(_KEY),
        set_={name: _d[name] + _add.excluded[name] for name in ("deleted", "kicked", "banned")},
    )
)
SINCE = Query(
    select(_d.user_id, func.sum(_d.deleted), func.sum(_d.kicked), func.sum(_d.banned))
    .where((_d.owner == bindparam("by_owner")) & (_d.day >= bindparam("first")))
    .group_by(_d.user_id)
    .order_by(_d.user_id)
)
OLD = Query(select(_d.owner, _d.day, _d.user_id).where(_d.day < bindparam("before")).limit(bindparam("count")))
DROP = Query(
    delete(deeds).where(
        (_d.owner == bindparam("by_owner")) & (_d.day == bindparam("by_day")) & (_d.user_id == bindparam("by_user"))
    )
)


async def add(tx: Tx, owner: int, day: int, done: Deeds) -> None:
    """Somebody did so much more on a day."""
    await tx.run(
        ADD, owner=owner, day=day, user_id=done.user, deleted=done.deleted, kicked=done.kicked, banned=done.banned
    )


async def since(tx: Tx, owner: int, first: int) -> list[Deeds]:
    """What each did from this day on."""
    return [Deeds(*row) for row in await tx.all(SINCE, by_owner=owner, first=first)]


async def expire(tx: Tx, before: int, count: int) -> bool:
    """Forget so many of older days. True when there is more of it."""
    rows = await tx.all(OLD, before=before, count=count)
    await tx.many(DROP, [{"by_owner": owner, "by_day": day, "by_user": user} for owner, day, user in rows])
    return len(rows) == count
