"""To whom somebody writes most: read from the newest messages of their mailbox, and for groups and channels that have
a mailbox of their own from what they sent there in the last days."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.ids import CHANNEL_BASE
from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import contents, copies
from hodhod.store.tables import sent as sent_table

_c, _s = copies.c, sent_table.c
_IS_FORWARD = contents.c.forward.is_not(None)
# bounded before the sent ones are picked: somebody who only reads has few of those in a long mailbox
_newest = (
    select(_c.peer, _c.content_id, _c.flags)
    .where(_c.owner == bindparam("by_owner"))
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
    .subquery("newest")
)
SENT = Query(
    select(_newest.c.peer, contents.c.date, _IS_FORWARD)
    .select_from(_newest.join(contents, contents.c.id == _newest.c.content_id))
    .where(_newest.c.flags.op("&")(int(CopyFlag.OUT)) != 0)
)
_posted = (
    select(_s.peer, _s.content_id)
    .where((_s.owner == bindparam("by_owner")) & (_s.peer <= -CHANNEL_BASE))
    .limit(bindparam("count"))
    .subquery("posted")
)
POSTED = Query(
    select(_posted.c.peer, contents.c.date, _IS_FORWARD).select_from(
        _posted.join(contents, contents.c.id == _posted.c.content_id)
    )
)


async def sent(tx: Tx, owner: int, count: int) -> list[tuple[int, int, bool]]:
    """(peer, date, is it a forward) of those of the owner's last `count` messages that they sent, and of as many that
    they sent to supergroups and channels lately."""
    rows = await tx.all(SENT, by_owner=owner, count=count) + await tx.all(POSTED, by_owner=owner, count=count)
    return [(row[0], row[1], bool(row[2])) for row in rows]
