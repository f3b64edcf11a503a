"""Slow mode: in a supergroup that has it, whoever is no administrator waits between two messages.

When somebody wrote last is a row that is written in such groups only, kept for as long as the longest wait.
core.telegram.org/api/channel#slow-mode
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import rights
from hodhod.domain.viewer import Viewer
from hodhod.store import slowed as store
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat

# What clients offer, in seconds; 0: none.
STEPS = (0, 5, 10, 30, 60, 300, 900, 3600)


def is_slowed(seen: SeenChat) -> bool:
    return seen.chat.slow_mode > 0 and not rights.is_admin(seen)


async def next_date(tx: Tx, viewer: Viewer, seen: SeenChat) -> int:
    """When the viewer may write again, 0: now."""
    if not is_slowed(seen):
        return 0
    last = await store.last(tx, seen.chat.peer, viewer.user)
    due = last + seen.chat.slow_mode
    return due if last and due > viewer.now else 0


async def pass_by(tx: Tx, viewer: Viewer, seen: SeenChat, in_album: bool) -> None:
    """The viewer writes now, whose wait begins anew. The items of an album come at one moment, and are one message.

    The chat's row is held, so nobody passes twice. Raises SLOWMODE_WAIT_X.
    """
    if not is_slowed(seen):
        return
    due = await next_date(tx, viewer, seen)
    if in_album and due == viewer.now + seen.chat.slow_mode:
        return
    if due:
        raise errors.SLOWMODE_WAIT_X(due - viewer.now)
    await store.put(tx, seen.chat.peer, viewer.user, viewer.now)
