"""Accounts that nobody uses end after the time that their owner chose (account.setAccountTTL).

Used means: a session did something, or its user was online. Idle sessions end long before (domain/sessions.py), and
when somebody was online last stays known.
"""

from __future__ import annotations

from hodhod.domain import accounts, settings
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import Peer, UserId
from hodhod.store import unused as store
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx

JOB = "end_unused"
DAY = 24 * 3600
AT_ONCE = 10
# the server's own users, bots, and who is gone already
KEPT = int(UserFlag.BOT | UserFlag.DELETED | UserFlag.SUPPORT)


async def end_some(tx: Tx, world: World, now: int, after: int, count: int) -> int | None:
    """End those among the next `count` users above `after` that were not used for long enough, AT_ONCE at most.

    Returns the user to go on after, None when there are no more: for a daily job.
    """
    rows, ended = await store.page(tx, after, count), 0
    for row in rows:
        days = int(settings.value(row.user, "account_ttl"))
        if not row.user.flags & KEPT and row.last_used < now - DAY * days:
            await accounts.delete(tx, Viewer(UserId(Peer(row.user.id)), now, world))
            ended += 1
        if ended == AT_ONCE:
            return row.user.id
    return rows[-1].user.id if len(rows) == count else None
