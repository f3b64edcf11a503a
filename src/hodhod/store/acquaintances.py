"""Everybody whom one user knows by name: contacts, and the other sides of private chats."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, func, select, union

from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import contacts, dialogs, users


class Acquaintance(NamedTuple):
    """The contact_* names are the owner's own, "" for who is no contact."""

    id: int
    contact_first: str
    contact_last: str
    first_name: str
    last_name: str
    username: str
    date: int


_u, _c, _d = users.c, contacts.c, dialogs.c
_OWNER: BindParameter[int] = bindparam("by_owner")
# the ids first: with OR or IN the planner walks through all users there are
_KNOWN = union(
    select(_c.user_id.label("id")).where(and_(_c.owner == _OWNER, _c.user_id > 0)),
    select(_d.peer).where(and_(_d.owner == _OWNER, _d.peer > 0)),
).subquery("known")
ALL = Query(
    select(
        _u.id,
        func.coalesce(_c.first_name, ""),
        func.coalesce(_c.last_name, ""),
        _u.first_name,
        _u.last_name,
        func.coalesce(_u.username, ""),
        func.coalesce(_d.top_date, 0),
    ).select_from(
        _KNOWN.join(users, _u.id == _KNOWN.c.id)
        .outerjoin(contacts, and_(_c.owner == _OWNER, _c.user_id == _u.id))
        .outerjoin(dialogs, and_(_d.owner == _OWNER, _d.peer == _u.id))
    )
)


async def of(tx: Tx, owner: int) -> list[Acquaintance]:
    return [Acquaintance(*row) for row in await tx.all(ALL, by_owner=owner)]
