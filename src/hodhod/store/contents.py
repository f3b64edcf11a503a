"""Contents by themselves, in the order in which they were made: what the search index reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

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
# as the index has it
_END = _c.date + _c.ttl
_ENDS = _c.ttl > 0
ENDED = Query(
    select(_c.id, _c.sender, _c.peer).where(_ENDS & (bindparam("now") >= _END)).order_by(_END).limit(bindparam("count"))
)
NEXT_END = Query(select(_END).where(_ENDS).order_by(_END).limit(1))
KEEP = Query(update(contents).where(any_of(_c.id, "ids")).values(ttl=0))
PEERS = Query(select(_c.id, _c.peer).where(any_of(_c.id, "ids")))


class Ended(NamedTuple):
    """A content whose time is over, and whose chat it was in, as its sender names it."""

    id: int
    sender: int
    peer: int


async def ended(tx: Tx, now: int, count: int) -> list[Ended]:
    """The first contents whose time is over."""
    return [Ended(*row) for row in await tx.all(ENDED, now=now, count=count)]


async def next_end(tx: Tx) -> int | None:
    """When the time of the next one is over."""
    row = await tx.one(NEXT_END)
    return int(row[0]) if row else None


async def keep_for_ever(tx: Tx, ids: Sequence[int]) -> None:
    """Those of these that are still there have no end any more."""
    if ids:
        await tx.run(KEEP, ids=list(ids))


async def after(tx: Tx, content_id: int, count: int) -> list[Content]:
    """The next `count` contents after this id, ascending."""
    return [Content(*row) for row in await tx.all(AFTER, after=content_id, count=count)]


async def edited_since(tx: Tx, date: int, count: int) -> list[Content]:
    """Contents edited at or after `date`, oldest edit first."""
    return [Content(*row) for row in await tx.all(EDITED, since=date, count=count)]


async def peers(tx: Tx, ids: Sequence[int]) -> dict[int, int]:
    """In which chat each of these contents was written, as its sender names it."""
    return {row[0]: row[1] for row in await tx.all(PEERS, ids=list(ids))} if ids else {}
