"""Where a viewer may search: one chat that they may read, or all chats that they are in."""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.domain import access, rights
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat


@dataclass(frozen=True, slots=True)
class Scope:
    """Which of the viewer's chats are searched: those of one folder, broadcast channels, groups, private chats only."""

    folder: int | None = None
    broadcasts: bool = False
    groups: bool = False
    users: bool = False


EVERYTHING = Scope()
# peer of a chat: messages up to this id are hidden from the viewer there
Places = dict[int, int]


async def one(tx: Tx, viewer: Viewer, peer: Peer) -> Places:
    """One chat. Raises what access.readable raises, and CHAT_ID_INVALID for a basic group one never was in."""
    seen = await access.readable(tx, viewer, peer)
    return {peer: access.first_hidden(seen) if seen is not None and is_channel(peer) else 0}


async def every(tx: Tx, viewer: Viewer, scope: Scope) -> Places:
    """Every chat with a dialog: private ones, basic groups even when one has left, channels that one is in."""
    folders = await store_dialogs.folders(tx, viewer.user)
    listed = [peer for peer, folder in folders.items() if scope.folder is None or folder == scope.folder]
    seen = await store_chats.seen(tx, viewer.user, [peer for peer in listed if peer < 0])
    found: Places = {}
    for peer in listed:
        if peer > 0:
            if not (scope.broadcasts or scope.groups):
                found[peer] = 0
        elif peer in seen and _searched(seen[peer], scope):
            found[peer] = access.first_hidden(seen[peer]) if is_channel(peer) else 0
    return found


def _searched(seen: SeenChat, scope: Scope) -> bool:
    if is_channel(seen.chat.peer) and not (rights.is_member(seen) and access.may_look(seen)):
        return False
    is_broadcast = bool(seen.chat.flags & ChatFlag.BROADCAST)
    return not (scope.users or (scope.broadcasts and not is_broadcast) or (scope.groups and is_broadcast))
