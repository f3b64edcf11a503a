"""Contents by themselves, in the order in which they were made: what the search index reads."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of
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
PEERS = Query(select(_c.id, _c.peer).where(any_of(_c.id, "ids")))


async def after(tx: Tx, content_id: int, count: int) -> list[Content]:
    """The next `count` contents after this id, ascending."""
    return [Content(*row) for row in await tx.all(AFTER, after=content_id, count=count)]


async def edited_since(tx: Tx, date: int, count: int) -> list[Content]:
    """Contents edited at or after `date`, oldest edit first."""
    return [Content(*row) for row in await tx.all(EDITED, since=date, count=count)]


async def peers(tx: Tx, ids: Sequence[int]) -> dict[int, int]:
    """In which chat each of these contents was written, as its sender names it."""
    return {row[0]: row[1] for row in await tx.all(PEERS, ids=list(ids))} if ids else {}
