"""Close friends: contacts for whom some privacy rules make an exception. core.telegram.org/api/privacy#close-friends"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain.people import tell_of
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts as store
from hodhod.store.bits import ContactFlag
from hodhod.store.db import Tx

MAX_FRIENDS = 1000
CLOSE_FRIEND = int(ContactFlag.CLOSE_FRIEND)


async def put(tx: Tx, viewer: Viewer, users: Sequence[int]) -> None:
    """These contacts are the close friends from now on; who is no contact is left out. Raises LIMIT_INVALID."""
    if len(users) > MAX_FRIENDS:
        raise errors.LIMIT_INVALID
    wanted = set(users)
    rows = await store.registered(tx, viewer.user)
    changed = [row for row in rows if (row.user_id in wanted) != bool(row.flags & CLOSE_FRIEND)]
    for row in changed:
        await store.put_flags(tx, viewer.user, row.user_id, row.flags ^ CLOSE_FRIEND)
    await tell_of(tx, viewer.user, StateKind.USER, [row.user_id for row in changed], viewer.now)
