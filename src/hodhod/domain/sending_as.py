"""As whom somebody writes into a supergroup: as themselves, as the group itself (anonymous administrators), or as a
public channel of their own where anybody finds the group. core.telegram.org/api/channel#anonymous-messages"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, rights
from hodhod.domain.rights import Admin
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import members as store_members
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Chat, SeenChat

BROADCAST, MEGAGROUP = int(ChatFlag.BROADCAST), int(ChatFlag.MEGAGROUP)


def is_anonymous(seen: SeenChat) -> bool:
    """Is the viewer an administrator who is shown as the group?"""
    member = seen.member
    return member is not None and member.role >= Role.ADMIN and member.admin & Admin.ANONYMOUS != 0


def usual(viewer: Viewer, seen: SeenChat) -> int:
    """As whom the viewer writes who has chosen nobody."""
    if seen.chat.flags & BROADCAST or (seen.chat.flags & MEGAGROUP and is_anonymous(seen)):
        return seen.chat.peer
    return int(viewer.user)


async def default(tx: Tx, viewer: Viewer, seen: SeenChat) -> int:
    """As whom the viewer writes who says nothing else; what they chose once may be theirs no more."""
    chosen = seen.member.send_as if seen.member is not None else 0
    return chosen if chosen and await _may(tx, viewer, seen, chosen) else usual(viewer, seen)


async def checked(tx: Tx, viewer: Viewer, seen: SeenChat, wanted: int) -> int:
    """`wanted`, 0: the default. Raises SEND_AS_PEER_INVALID."""
    if not wanted:
        return await default(tx, viewer, seen)
    if not await _may(tx, viewer, seen, wanted):
        raise errors.SEND_AS_PEER_INVALID
    return wanted


async def _may(tx: Tx, viewer: Viewer, seen: SeenChat, wanted: int) -> bool:
    if wanted == usual(viewer, seen) or seen.chat.flags & BROADCAST:
        return wanted == usual(viewer, seen)
    if wanted == viewer.user:
        return True
    if not is_channel(wanted) or not _takes_channels(seen.chat):
        return False
    channel = await store_chats.get(tx, wanted)
    return channel is not None and _is_own(viewer, channel)


def _takes_channels(group: Chat) -> bool:
    return group.flags & MEGAGROUP != 0 and (group.username is not None or group.linked != 0)


def _is_own(viewer: Viewer, channel: Chat) -> bool:
    public = channel.username is not None and not channel.flags & rights.GONE
    return public and channel.flags & BROADCAST != 0 and channel.creator == viewer.user


async def choices(tx: Tx, viewer: Viewer, peer: Peer) -> list[int]:
    """Everybody as whom the viewer may write there, themselves first. Raises what access.writable raises."""
    seen = await access.writable(tx, viewer, peer)
    if seen.chat.flags & BROADCAST:
        return [seen.chat.peer]
    group = [seen.chat.peer] if usual(viewer, seen) == seen.chat.peer else []
    own = await store_members.public_chats_of(tx, viewer.user) if _takes_channels(seen.chat) else []
    found = [one for one in own if await _may(tx, viewer, seen, one) and one != seen.chat.peer]
    return [int(viewer.user), *group, *found]


async def choose(tx: Tx, viewer: Viewer, peer: Peer, wanted: int) -> None:
    """Write as `wanted` from now on. Raises SEND_AS_PEER_INVALID and what access.joined raises."""
    await store_chats.share(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    assert seen.member is not None
    send_as = await checked(tx, viewer, seen, wanted)
    await store_members.put(tx, seen.member._replace(send_as=send_as))
