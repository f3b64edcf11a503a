"""To whom somebody writes most: read from the newest messages of their mailbox."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import contents, copies

_c = copies.c
# bounded before the sent ones are picked: somebody who only reads has few of those in a long mailbox
_newest = (
    select(_c.peer, _c.content_id, _c.flags)
    .where(_c.owner == bindparam("by_owner"))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
    .subquery("newest")
)
SENT = Query(
    select(_newest.c.peer, contents.c.date)
    .select_from(_newest.join(contents, contents.c.id == _newest.c.content_id))
    .where(_newest.c.flags.op("&")(int(CopyFlag.OUT)) != 0)
)


async def sent(tx: Tx, owner: int, count: int) -> list[tuple[int, int]]:
    """(peer, date) of those of the owner's last `count` messages that they sent."""
    return [(row[0], row[1]) for row in await tx.all(SENT, by_owner=owner, count=count)]
