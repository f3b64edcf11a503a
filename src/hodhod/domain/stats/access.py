"""Who may see the statistics of a channel or supergroup: its administrators, from so many members on."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, rights
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat

BROADCAST, MEGAGROUP = int(ChatFlag.BROADCAST), int(ChatFlag.MEGAGROUP)


def may_view(viewer: Viewer, seen: SeenChat) -> bool:
    """What can_view_stats of a channelFull says."""
    return rights.is_admin(seen) and seen.chat.members >= viewer.world.limits.stats_members


async def viewable(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """A channel or supergroup whose statistics the viewer may see.

    Raises CHAT_ADMIN_REQUIRED, PARTICIPANTS_TOO_FEW, CHANNEL_INVALID, CHANNEL_PRIVATE.
    """
    seen = await access.chat(tx, viewer, peer)
    if not access.may_look(seen):
        raise errors.CHANNEL_PRIVATE
    rights.check_admin(seen)
    if not may_view(viewer, seen):
        raise errors.PARTICIPANTS_TOO_FEW
    return seen


async def broadcast(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """The same of a channel. Raises what viewable raises, BROADCAST_REQUIRED."""
    seen = await viewable(tx, viewer, peer)
    if not seen.chat.flags & BROADCAST:
        raise errors.BROADCAST_REQUIRED
    return seen


async def megagroup(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """The same of a supergroup. Raises what viewable raises, MEGAGROUP_REQUIRED."""
    seen = await viewable(tx, viewer, peer)
    if not seen.chat.flags & MEGAGROUP:
        raise errors.MEGAGROUP_REQUIRED
    return seen
