"""Whose mailboxes hold the messages of a chat."""

from __future__ import annotations

from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import members
from hodhod.store.db import Tx


async def of(tx: Tx, viewer: Viewer, peer: int) -> list[int]:
    """Ascending: both sides of a private chat, everybody in a basic group, a channel itself."""
    if is_channel(peer):
        return [peer]
    if peer > 0:
        return sorted({int(viewer.user), peer})
    return sorted({int(viewer.user), *await members.ids(tx, peer)})
