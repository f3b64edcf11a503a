"""When accounts were used last, in order of user: for a walk through all of them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.records import User
from hodhod.store.tables import authorizations, presence, users

_u, _p, _a = users.c, presence.c, authorizations.c
_ACTIVE = select(func.max(_a.active)).where(_a.user_id == _u.id).scalar_subquery()
PAGE = Query(
    select(*_u, func.coalesce(_p.online_until, 0), func.coalesce(_p.was_online, 0), func.coalesce(_ACTIVE, 0))
    .select_from(users.outerjoin(presence, _p.user_id == _u.id))
    .where(_u.id > bindparam("after"))
    .order_by(_u.id)
    .limit(bindparam("count"))
)


class LastUse(NamedTuple):
    user: User
    last_used: int


async def page(tx: Tx, after: int, count: int) -> list[LastUse]:
    rows = await tx.all(PAGE, after=after, count=count)
    users_of = [(User(*row[:-3]), row[-3:]) for row in rows]
    return [LastUse(user, max(user.created, *times)) for user, times in users_of]
