"""Contents by themselves, in the order in which they were made: what the search index reads."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.records import Content
from hodhod.store.tables import contents

_c = contents.c
AFTER = Query(select(*_c).where(_c.id > bindparam("after")).order_by(_c.id).limit(bindparam("count")))
EDITED = Query(
    select(*_c)
    .where((_c.edit_date > 0) & (_c.edit_date >= bindparam("since")))
    .order_by(_c.edit_date)
    .limit(bindparam("count"))
)


async def after(tx: Tx, content_id: int, count: int) -> list[Content]:
    """The next `count` contents after this id, ascending."""
    return [Content(*row) for row in await tx.all(AFTER, after=content_id, count=count)]


async def edited_since(tx: Tx, date: int, count: int) -> list[Content]:
    """Contents edited at or after `date`, oldest edit first."""
    return [Content(*row) for row in await tx.all(EDITED, since=date, count=count)]
