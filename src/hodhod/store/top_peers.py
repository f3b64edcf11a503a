"""To whom somebody writes most: read from the newest messages that they sent."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import contents, copies

_c = copies.c
SENT = Query(
    select(_c.peer, contents.c.date)
    .select_from(copies.join(contents, contents.c.id == _c.content_id))
    .where((_c.owner == bindparam("by_owner")) & (_c.flags.op("&")(int(CopyFlag.OUT)) != 0))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
)


async def sent(tx: Tx, owner: int, count: int) -> list[tuple[int, int]]:
    """(peer, date) of the last `count` messages that the owner sent, the newest first."""
    return [(row[0], row[1]) for row in await tx.all(SENT, by_owner=owner, count=count)]
