"""A channel of one's own that one's profile leads to. core.telegram.org/api/profile#personal-channel"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, settings
from hodhod.domain.people import tell_around
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat, User

BROADCAST = int(ChatFlag.BROADCAST)


async def put(tx: Tx, viewer: Viewer, peer: Peer | None) -> None:
    """A public channel of the viewer's, or none. Raises CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED."""
    if peer is not None:
        seen = await access.joined(tx, viewer, peer)
        if not seen.chat.flags & BROADCAST:
            raise errors.CHANNEL_INVALID
        if seen.member is None or seen.member.role != Role.CREATOR:
            raise errors.CHAT_ADMIN_REQUIRED
        if not seen.chat.username:
            raise errors.CHANNEL_PRIVATE
    if await settings.get(tx, viewer, "personal_channel") != (peer or 0):
        await settings.put(tx, viewer, personal_channel=peer or 0)
        await tell_around(tx, viewer, StateKind.USER)


async def find(tx: Tx, viewer: Viewer, user: User) -> SeenChat | None:
    """The channel to which this profile leads the viewer; None also where it is gone, private or somebody else's by
    now."""
    peer = settings.value(user, "personal_channel")
    seen = (await store_chats.seen(tx, viewer.user, [peer])).get(peer) if peer else None
    if seen is None or not seen.chat.username or seen.chat.creator != user.id or not access.may_look(seen):
        return None
    return seen
