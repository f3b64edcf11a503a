"""Who may do what in a group or channel. core.telegram.org/api/rights

Two kinds of bits, both stored as the flags of their TL constructors: what an administrator may do (Admin), and what an
ordinary member may not (Ban). A member's own bans add to the chat's default ones; administrators are under none. The
creator may do everything. In a channel (broadcast) only administrators write.
"""

from __future__ import annotations

import enum
from typing import cast

from hodhod import errors, tl
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.records import Chat, Member, SeenChat
from hodhod.tl import types

BROADCAST, MEGAGROUP, GONE = int(ChatFlag.BROADCAST), int(ChatFlag.MEGAGROUP), int(ChatFlag.GONE)


class Admin(enum.IntFlag):
    """chatAdminRights."""

    CHANGE_INFO = 1 << 0
    POST = 1 << 1
    EDIT = 1 << 2
    DELETE = 1 << 3
    BAN = 1 << 4
    INVITE = 1 << 5
    PIN = 1 << 7
    ADD_ADMINS = 1 << 9
    ANONYMOUS = 1 << 10
    CALL = 1 << 11
    OTHER = 1 << 12
    TOPICS = 1 << 13
    POST_STORIES = 1 << 14
    EDIT_STORIES = 1 << 15
    DELETE_STORIES = 1 << 16
    DIRECT = 1 << 17
    RANKS = 1 << 18


class Ban(enum.IntFlag):
    """chatBannedRights."""

    VIEW = 1 << 0
    SEND = 1 << 1
    MEDIA = 1 << 2
    STICKERS = 1 << 3
    GIFS = 1 << 4
    GAMES = 1 << 5
    INLINE = 1 << 6
    LINKS = 1 << 7
    POLLS = 1 << 8
    CHANGE_INFO = 1 << 10
    INVITE = 1 << 15
    PIN = 1 << 17
    TOPICS = 1 << 18
    PHOTOS = 1 << 19
    VIDEOS = 1 << 20
    ROUND = 1 << 21
    AUDIOS = 1 << 22
    VOICES = 1 << 23
    DOCS = 1 << 24
    PLAIN = 1 << 25
    RANK = 1 << 26
    REACTIONS = 1 << 27


FOR_EVER = 2**31 - 1
# What an administrator of a basic group has, and what nobody has.
EVERY_ADMIN = int(Admin.CHANGE_INFO | Admin.DELETE | Admin.BAN | Admin.INVITE | Admin.PIN | Admin.CALL | Admin.OTHER)
CREATOR_ADMIN = EVERY_ADMIN | int(Admin.POST | Admin.EDIT | Admin.ADD_ADMINS | Admin.TOPICS)
# What administrators can be given: in a supergroup, in a channel.
STORIES = Admin.POST_STORIES | Admin.EDIT_STORIES | Admin.DELETE_STORIES
OF_GROUP = EVERY_ADMIN | int(STORIES | Admin.ADD_ADMINS | Admin.ANONYMOUS | Admin.TOPICS | Admin.RANKS)
OF_CHANNEL = EVERY_ADMIN & ~int(Admin.PIN) | int(STORIES | Admin.POST | Admin.EDIT | Admin.ADD_ADMINS | Admin.DIRECT)
# Media rights imply all their kinds, and no member may change these in a channel.
ALL_MEDIA = int(
    Ban.MEDIA | Ban.STICKERS | Ban.GIFS | Ban.GAMES | Ban.INLINE | Ban.LINKS | Ban.POLLS | Ban.PHOTOS | Ban.VIDEOS
    | Ban.ROUND | Ban.AUDIOS | Ban.VOICES | Ban.DOCS
)  # fmt: skip
# A member's ban and the administrator's right that lifts it for administrators.
_LIFTED = {Ban.CHANGE_INFO: Admin.CHANGE_INFO, Ban.INVITE: Admin.INVITE, Ban.PIN: Admin.PIN, Ban.TOPICS: Admin.TOPICS}


def is_member(seen: SeenChat) -> bool:
    return seen.member is not None and seen.member.role >= Role.MEMBER


def is_admin(seen: SeenChat, right: Admin | None = None) -> bool:
    """Is the viewer an administrator, with this right?"""
    return seen.member is not None and has(seen.member, right)


def has(member: Member, right: Admin | None = None) -> bool:
    """Is this an administrator, with this right?"""
    if member.role < Role.ADMIN:
        return False
    return member.role == Role.CREATOR or right is None or member.admin & right != 0


def may_edit_admin(seen: SeenChat, row: Member) -> bool:
    """May the viewer change this administrator: the creator may, and whoever promoted them and still may promote."""
    if row.role != Role.ADMIN or seen.member is None or row.user_id == seen.member.user_id:
        return False
    if seen.member.role == Role.CREATOR:
        return True
    return row.by == seen.member.user_id and is_admin(seen, Admin.ADD_ADMINS)


def bans_of(chat: Chat, member: Member | None, now: int) -> int:
    """The banned bits in force for somebody."""
    if member is not None and member.role >= Role.ADMIN:
        return 0
    own = member.banned if member is not None and (not member.until or member.until > now) else 0
    return _implied(chat.banned | own)


def _implied(banned: int) -> int:
    """Who may not write may not send media, who may not send media may send none of its kinds."""
    if banned & (Ban.SEND | Ban.VIEW):
        banned |= Ban.MEDIA | Ban.PLAIN
    return banned | ALL_MEDIA if banned & Ban.MEDIA else banned


def may(seen: SeenChat, right: Ban, now: int) -> bool:
    """May the viewer, a member, do what ordinary members may be kept from? Administrators need the matching right."""
    if not is_member(seen):
        return False
    if is_admin(seen) and right in _LIFTED:
        return is_admin(seen, _LIFTED[right])
    if seen.chat.flags & BROADCAST:
        return is_admin(seen)
    return not bans_of(seen.chat, seen.member, now) & right


def check_admin(seen: SeenChat, right: Admin | None = None) -> None:
    """Raises CHAT_ADMIN_REQUIRED, RIGHT_FORBIDDEN."""
    if not is_admin(seen, right):
        raise errors.CHAT_ADMIN_REQUIRED


def check(seen: SeenChat, right: Ban, now: int) -> None:
    """Raises CHAT_ADMIN_REQUIRED."""
    if not may(seen, right, now):
        raise errors.CHAT_ADMIN_REQUIRED


def check_write(seen: SeenChat, wanted: Ban, now: int) -> None:
    """May the viewer send this kind of thing here?

    Raises CHAT_WRITE_FORBIDDEN, CHAT_ADMIN_REQUIRED, USER_BANNED_IN_CHANNEL, CHAT_SEND_..._FORBIDDEN.
    """
    if seen.chat.flags & BROADCAST:
        if not is_admin(seen, Admin.POST):
            raise errors.CHAT_ADMIN_REQUIRED
        return
    if not is_member(seen) and (seen.chat.flags & ChatFlag.JOIN_TO_SEND or not seen.chat.linked):
        raise errors.CHAT_WRITE_FORBIDDEN
    own = _implied(seen.member.banned) if seen.member and not _is_over(seen.member, now) else 0
    if own & Ban.SEND:
        raise errors.USER_BANNED_IN_CHANNEL
    if bans_of(seen.chat, seen.member, now) & (wanted | Ban.SEND):
        raise _FORBIDDEN.get(wanted, errors.CHAT_WRITE_FORBIDDEN)


def _is_over(member: Member, now: int) -> bool:
    return member.role >= Role.ADMIN or 0 < member.until <= now


_FORBIDDEN: dict[Ban, type[errors.RpcError]] = {
    Ban.PLAIN: errors.CHAT_SEND_PLAIN_FORBIDDEN,
    Ban.MEDIA: errors.CHAT_SEND_MEDIA_FORBIDDEN,
    Ban.STICKERS: errors.CHAT_SEND_STICKERS_FORBIDDEN,
    Ban.GIFS: errors.CHAT_SEND_GIFS_FORBIDDEN,
    Ban.GAMES: errors.CHAT_SEND_GAME_FORBIDDEN,
    Ban.INLINE: errors.CHAT_SEND_INLINE_FORBIDDEN,
    Ban.POLLS: errors.CHAT_SEND_POLL_FORBIDDEN,
    Ban.PHOTOS: errors.CHAT_SEND_PHOTOS_FORBIDDEN,
    Ban.VIDEOS: errors.CHAT_SEND_VIDEOS_FORBIDDEN,
    Ban.ROUND: errors.CHAT_SEND_ROUNDVIDEOS_FORBIDDEN,
    Ban.AUDIOS: errors.CHAT_SEND_AUDIOS_FORBIDDEN,
    Ban.VOICES: errors.CHAT_SEND_VOICES_FORBIDDEN,
    Ban.DOCS: errors.CHAT_SEND_DOCS_FORBIDDEN,
}


# --- bits and TL


def bits_of(rights: types.ChatAdminRights | types.ChatBannedRights) -> int:
    """The flags as they travel."""
    return int.from_bytes(tl.encode(rights)[4:8], "little")


def admin_rights(bits: int) -> types.ChatAdminRights:
    return cast("types.ChatAdminRights", tl.decode(_ADMIN + bits.to_bytes(4, "little")))


def banned_rights(bits: int, until: int) -> types.ChatBannedRights:
    return cast("types.ChatBannedRights", tl.decode(_BANNED + bits.to_bytes(4, "little") + until.to_bytes(4, "little")))


_ADMIN = tl.encode(types.ChatAdminRights())[:4]
_BANNED = tl.encode(types.ChatBannedRights(until_date=0))[:4]
