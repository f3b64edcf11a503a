"""Who hears that somebody is writing in a group: its members who are there."""

from __future__ import annotations

from collections.abc import Callable

from hodhod.domain import access
from hodhod.domain.updates import ChannelTyping
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import members
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx


async def in_group(
    tx: Tx, viewer: Viewer, peer: Peer, action: bytes, online: Callable[[int], bool], topic: int = 0
) -> list[ChannelTyping]:
    """action: canonical TL. Nothing in a channel, where nobody writes as themselves. Raises what access.joined
    raises."""
    seen = await access.joined(tx, viewer, peer)
    if seen.chat.flags & ChatFlag.BROADCAST:
        return []
    if is_channel(peer):
        return [ChannelTyping(peer, peer, int(viewer.user), action, topic)]
    others = [user for user in await members.ids(tx, peer) if user != viewer.user and online(user)]
    return [ChannelTyping(user, peer, int(viewer.user), action) for user in others]
