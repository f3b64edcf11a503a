"""Drafts: the latest unsent text of a chat, in sync over the user's devices. core.telegram.org/api/drafts"""

from __future__ import annotations

from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import mailboxes
from hodhod.store.db import Tx
from hodhod.store.records import State


async def save(tx: Tx, viewer: Viewer, peer: Peer, draft: bytes | None) -> None:
    """Keep a draft (canonical TL of draftMessage), or none. An unchanged one tells nobody."""
    old = await mailboxes.find_state(tx, viewer.user, StateKind.DRAFT, peer)
    if (old.value if old else None) != draft:
        await set_state(tx, viewer.user, StateKind.DRAFT, peer, draft, viewer.now)


async def clear(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    await save(tx, viewer, peer, None)


async def every(tx: Tx, viewer: Viewer) -> list[State]:
    """All drafts that are there."""
    rows = await mailboxes.states(tx, viewer.user, StateKind.DRAFT)
    return [row for row in rows.values() if row.value is not None]
