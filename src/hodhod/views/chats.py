"""Groups and channels as one viewer sees them in the `chats` of an answer. core.telegram.org/constructor/channel"""

from __future__ import annotations

from hodhod.domain import access, colors, rights
from hodhod.domain.viewer import Viewer
from hodhod.ids import CHANNEL_BASE, is_channel
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.records import Chat, SeenChat
from hodhod.tl import types
from hodhod.views.colors import color
from hodhod.views.refs import FILE_DC


def chat(seen: SeenChat, viewer: Viewer) -> types.TypeChat:
    """One group or channel for one viewer; for EVERYBODY only what all members see alike."""
    if not is_channel(seen.chat.peer):
        return _basic(seen, viewer)
    if seen.chat.flags & ChatFlag.GONE:
        return _forbidden(seen, viewer)
    if not viewer.user:
        return _channel(seen, viewer, is_min=True)
    if not access.may_look(seen):
        return _forbidden(seen, viewer)
    return _channel(seen, viewer, is_min=False)


def _basic(seen: SeenChat, viewer: Viewer) -> types.TypeChat:
    row, member = seen.chat, seen.member
    if member is not None and member.role == Role.BANNED:
        return types.ChatForbidden(id=-row.peer, title=row.title)
    return types.Chat(
        creator=row.creator == viewer.user,
        left=not rights.is_member(seen),
        deactivated=row.flags & ChatFlag.GONE != 0,
        noforwards=row.flags & ChatFlag.NOFORWARDS != 0,
        id=-row.peer,
        title=row.title,
        photo=_photo(row),
        participants_count=row.members,
        date=row.date,
        version=row.version,
        migrated_to=_migrated_to(row, viewer),
        admin_rights=_admin_rights(seen),
        default_banned_rights=rights.banned_rights(row.banned, rights.FOR_EVER),
    )


def _photo(row: Chat) -> types.TypeChatPhoto:
    if not row.photo:
        return types.ChatPhotoEmpty()
    return types.ChatPhoto(photo_id=row.photo, dc_id=FILE_DC, stripped_thumb=row.photo_thumb)


def _migrated_to(row: Chat, viewer: Viewer) -> types.TypeInputChannel | None:
    if not row.migrated:
        return None
    channel_id = -CHANNEL_BASE - row.migrated
    return types.InputChannel(channel_id=channel_id, access_hash=viewer.world.hashes.channel(channel_id))


def _admin_rights(seen: SeenChat) -> types.ChatAdminRights | None:
    member = seen.member
    if member is None or member.role < Role.ADMIN:
        return None
    bits = rights.CREATOR_ADMIN | member.admin & rights.Admin.ANONYMOUS if member.role == Role.CREATOR else member.admin
    return rights.admin_rights(bits)


def _banned_rights(seen: SeenChat, viewer: Viewer) -> types.ChatBannedRights | None:
    member = seen.member
    if member is None or not member.banned or 0 < member.until <= viewer.now:
        return None
    return rights.banned_rights(member.banned, member.until)


def channel_id(peer: int) -> int:
    return -CHANNEL_BASE - peer


def _channel(seen: SeenChat, viewer: Viewer, is_min: bool) -> types.Channel:
    row, flags = seen.chat, seen.chat.flags
    own = channel_id(row.peer)
    return types.Channel(
        min=is_min,
        creator=not is_min and row.creator == viewer.user,
        left=not is_min and not rights.is_member(seen),
        broadcast=flags & ChatFlag.BROADCAST != 0,
        megagroup=flags & ChatFlag.MEGAGROUP != 0,
        verified=flags & ChatFlag.VERIFIED != 0,
        signatures=flags & ChatFlag.SIGNATURES != 0,
        signature_profiles=flags & ChatFlag.SIGNATURE_PROFILES != 0,
        has_link=row.linked != 0,
        slowmode_enabled=row.slow_mode > 0,
        noforwards=flags & ChatFlag.NOFORWARDS != 0,
        join_to_send=flags & ChatFlag.JOIN_TO_SEND != 0,
        join_request=flags & ChatFlag.JOIN_REQUEST != 0,
        forum=flags & ChatFlag.FORUM != 0,
        forum_tabs=flags & ChatFlag.FORUM_TABS != 0,
        id=own,
        access_hash=viewer.world.hashes.channel(own),
        title=row.title,
        username=row.username,
        photo=_photo(row),
        date=_date(seen),
        admin_rights=None if is_min else _admin_rights(seen),
        banned_rights=None if is_min else _banned_rights(seen, viewer),
        default_banned_rights=rights.banned_rights(row.banned, rights.FOR_EVER) if flags & ChatFlag.MEGAGROUP else None,
        participants_count=row.members,
        color=color(colors.of_chat(row, colors.NAME)) if row.settings else None,
        profile_color=color(colors.of_chat(row, colors.PROFILE)) if row.settings else None,
    )


def _date(seen: SeenChat) -> int:
    """When the viewer came in, or the channel's beginning for who is not in it."""
    return seen.member.date if seen.member is not None and rights.is_member(seen) else seen.chat.date


def _forbidden(seen: SeenChat, viewer: Viewer) -> types.ChannelForbidden:
    row = seen.chat
    own = channel_id(row.peer)
    banned = seen.member is not None and seen.member.role == Role.BANNED
    return types.ChannelForbidden(
        broadcast=row.flags & ChatFlag.BROADCAST != 0,
        megagroup=row.flags & ChatFlag.MEGAGROUP != 0,
        id=own,
        access_hash=viewer.world.hashes.channel(own),
        title=row.title,
        until_date=(seen.member.until or None) if banned and seen.member is not None else None,
    )
