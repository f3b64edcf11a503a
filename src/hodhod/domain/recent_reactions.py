"""Which reactions a user chose last, and which one is theirs by default.

One state row holds the recent ones, newest first, separated by spaces.
"""

from __future__ import annotations

from hodhod.domain import settings
from hodhod.domain.reaction_set import STANDARD
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import mailboxes
from hodhod.store.db import Tx

KIND = StateKind.RECENT_REACTIONS


async def recent(tx: Tx, viewer: Viewer) -> list[str]:
    row = await mailboxes.find_state(tx, viewer.user, KIND, 0)
    kept = row.value.decode().split() if row is not None and row.value else []
    return [name for name in kept if name in STANDARD]


async def top(tx: Tx, viewer: Viewer) -> list[str]:
    """All reactions, those that the viewer chooses first."""
    first = await recent(tx, viewer)
    return [*first, *(name for name in STANDARD if name not in first)]


async def add(tx: Tx, viewer: Viewer, reaction: str) -> None:
    """The viewer chose this one."""
    old = await recent(tx, viewer)
    if old[:1] != [reaction]:
        names = [reaction, *(name for name in old if name != reaction)]
        await set_state(tx, viewer.user, KIND, 0, " ".join(names).encode(), viewer.now)


async def clear(tx: Tx, viewer: Viewer) -> None:
    await set_state(tx, viewer.user, KIND, 0, None, viewer.now)


async def set_default(tx: Tx, viewer: Viewer, reaction: str) -> None:
    """What a double tap means."""
    await settings.put(tx, viewer, reaction=reaction)
