"""Switches of groups and channels, each for whoever has the right that clients show it to.
core.telegram.org/api/channel

A change is told to the members who are there; the others see it with the chat, the next time that they look.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import admin_log, chats, public_names, slow_mode
from hodhod.domain.admin_log import Kind
from hodhod.domain.promoting import tell_members
from hodhod.domain.rights import Admin
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store
from hodhod.store import invites as store_invites
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat

SIGNATURES, PROFILES = int(ChatFlag.SIGNATURES), int(ChatFlag.SIGNATURE_PROFILES)


async def set_signatures(tx: Tx, viewer: Viewer, peer: Peer, names: bool, profiles: bool) -> None:
    """Show under a channel's posts who wrote them. Raises CHAT_ID_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and
    what access.joined raises."""
    seen = await chats.changing(tx, viewer, peer)
    if not seen.chat.flags & ChatFlag.BROADCAST:
        raise errors.CHAT_ID_INVALID
    flags = seen.chat.flags & ~(SIGNATURES | PROFILES) | names * SIGNATURES | (names and profiles) * PROFILES
    await _put_flags(tx, viewer, seen, flags)
    for kind, flag in ((Kind.SIGNATURES, SIGNATURES), (Kind.PROFILES, PROFILES)):
        if (seen.chat.flags ^ flags) & flag:
            await admin_log.note(tx, viewer, peer, kind, None, int(bool(flags & flag)))


async def hide_history(tx: Tx, viewer: Viewer, peer: Peer, hidden: bool) -> None:
    """Keep from new members what was written before they came. Raises CHAT_ID_INVALID, CHAT_LINK_EXISTS,
    FORUM_ENABLED, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises."""
    seen = _group(await chats.changing(tx, viewer, peer))
    if hidden and seen.chat.linked:
        raise errors.CHAT_LINK_EXISTS
    if hidden and seen.chat.flags & ChatFlag.FORUM:
        raise errors.FORUM_ENABLED
    await _set(tx, viewer, seen, ChatFlag.HIDDEN_HISTORY, hidden)
    await admin_log.note(tx, viewer, peer, Kind.HIDDEN_HISTORY, None, int(hidden))


async def hide_members(tx: Tx, viewer: Viewer, peer: Peer, hidden: bool) -> None:
    """Raises CHAT_ID_INVALID, PARTICIPANTS_TOO_FEW, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined
    raises."""
    seen = _group(await chats.administered(tx, viewer, peer, Admin.BAN))
    if hidden and seen.chat.members < viewer.world.limits.hidden_members:
        raise errors.PARTICIPANTS_TOO_FEW
    await _set(tx, viewer, seen, ChatFlag.HIDDEN_MEMBERS, hidden)


async def join_to_send(tx: Tx, viewer: Viewer, peer: Peer, needed: bool) -> None:
    """Let only members write below a channel's posts. Raises CHAT_ID_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED
    and what access.joined raises."""
    seen = _group(await chats.administered(tx, viewer, peer, Admin.BAN))
    await _set(tx, viewer, seen, ChatFlag.JOIN_TO_SEND, needed)


async def join_request(tx: Tx, viewer: Viewer, peer: Peer, needed: bool, by_links: bool = False) -> None:
    """Let people in one by one where anybody finds the group; by_links: also who follows the links that there are.

    Raises CHAT_ID_INVALID, CHAT_PUBLIC_REQUIRED, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    seen = _group(await chats.administered(tx, viewer, peer, Admin.BAN))
    if needed and not seen.chat.username and not seen.chat.linked:
        raise errors.CHAT_PUBLIC_REQUIRED
    await _set(tx, viewer, seen, ChatFlag.JOIN_REQUEST, needed)
    if by_links:
        await store_invites.put_request(tx, peer, needed, viewer.now)


async def set_slow_mode(tx: Tx, viewer: Viewer, peer: Peer, seconds: int) -> None:
    """Raises SECONDS_INVALID, CHAT_ID_INVALID, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined raises."""
    seen = _group(await chats.administered(tx, viewer, peer, Admin.BAN))
    if seconds not in slow_mode.STEPS:
        raise errors.SECONDS_INVALID
    if seen.chat.slow_mode == seconds:
        raise errors.CHAT_NOT_MODIFIED
    await store.put(tx, peer, slow_mode=seconds)
    await admin_log.note(tx, viewer, peer, Kind.SLOW_MODE, seen.chat.slow_mode, seconds)
    await public_names.changed(tx, viewer, peer)


async def protect(tx: Tx, viewer: Viewer, peer: Peer, protected: bool) -> None:
    """Let nothing be forwarded or saved from here: for the creator to say. Raises CHAT_NOT_MODIFIED,
    CHAT_ADMIN_REQUIRED and what access.joined raises."""
    await _set(tx, viewer, await chats.owned(tx, viewer, peer), ChatFlag.NOFORWARDS, protected)
    await admin_log.note(tx, viewer, peer, Kind.NOFORWARDS, None, int(protected))


def _group(seen: SeenChat) -> SeenChat:
    """Raises CHAT_ID_INVALID."""
    if not seen.chat.flags & ChatFlag.MEGAGROUP:
        raise errors.CHAT_ID_INVALID
    return seen


async def _set(tx: Tx, viewer: Viewer, seen: SeenChat, flag: ChatFlag, on: bool) -> None:
    await _put_flags(tx, viewer, seen, seen.chat.flags | flag if on else seen.chat.flags & ~flag)


async def _put_flags(tx: Tx, viewer: Viewer, seen: SeenChat, flags: int) -> None:
    if flags == seen.chat.flags:
        raise errors.CHAT_NOT_MODIFIED
    peer = Peer(seen.chat.peer)
    await store.put(tx, peer, flags=int(flags))
    await store.count(tx, peer)
    if is_channel(peer):
        await public_names.changed(tx, viewer, peer)
    else:
        await tell_members(tx, viewer, peer, StateKind.CHAT_MEMBERS)
