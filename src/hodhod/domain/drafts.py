"""Drafts: the latest unsent text of a chat, in sync over the user's devices. core.telegram.org/api/drafts"""

from __future__ import annotations

from hodhod.domain import access, topics
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel, topic_subject
from hodhod.store import mailboxes
from hodhod.store.db import Tx
from hodhod.store.records import State


async def place(tx: Tx, viewer: Viewer, peer: Peer, topic: int) -> int:
    """The subject of a chat's draft, or of that of a topic, where the chat is a forum."""
    if not topic or not is_channel(peer):
        return peer
    seen = await access.chat(tx, viewer, peer)
    return topic_subject(peer, topic) if topics.is_forum(seen.chat) else peer


async def save(tx: Tx, viewer: Viewer, subject: int, draft: bytes | None) -> None:
    """Keep a draft (canonical TL of draftMessage), or none. subject: see place. An unchanged one tells nobody."""
    old = await mailboxes.find_state(tx, viewer.user, StateKind.DRAFT, subject)
    if (old.value if old else None) != draft:
        await set_state(tx, viewer.user, StateKind.DRAFT, subject, draft, viewer.now)


async def clear(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> None:
    await save(tx, viewer, await place(tx, viewer, peer, topic), None)


async def every(tx: Tx, viewer: Viewer) -> list[State]:
    """All drafts that are there."""
    rows = await mailboxes.states(tx, viewer.user, StateKind.DRAFT)
    return [row for row in rows.values() if row.value is not None]
