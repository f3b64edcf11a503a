"""The bits of the flag columns. A bit once given out keeps its meaning for ever."""

from __future__ import annotations

import enum


class CopyFlag(enum.IntFlag):
    OUT = 1
    MENTIONED = 2
    MEDIA_UNREAD = 4
    PINNED = 8


class ContentFlag(enum.IntFlag):
    SILENT = 1
    NOFORWARDS = 2
    INVERT_MEDIA = 4
    EDIT_HIDE = 8
    FROM_SCHEDULED = 16
    NO_WEBPAGE = 32
    POST = 64  # of a channel itself, not of a member
    PREVIEW_LARGE = 4096
    PREVIEW_SMALL = 8192
    PREVIEW_MANUAL = 16384  # of an address that the sender chose


class UserFlag(enum.IntFlag):
    BOT = 1
    DELETED = 2
    VERIFIED = 4
    SUPPORT = 8


class ContactFlag(enum.IntFlag):
    CLOSE_FRIEND = 1


class ChatFlag(enum.IntFlag):
    """BROADCAST: a channel; MEGAGROUP: a supergroup; neither: a basic group. GONE: deleted, or migrated."""

    BROADCAST = 1
    MEGAGROUP = 2
    GONE = 4
    NOFORWARDS = 8
    SIGNATURES = 16
    JOIN_TO_SEND = 32
    JOIN_REQUEST = 64
    HIDDEN_MEMBERS = 128
    HIDDEN_HISTORY = 256
    FORUM = 512
    VERIFIED = 1024
    ANTISPAM = 2048
    SIGNATURE_PROFILES = 4096
    FORUM_TABS = 32768


class DialogFlag(enum.IntFlag):
    """What a user chose for a chat. VIEW_AS_MESSAGES: see a forum as one history."""

    VIEW_AS_MESSAGES = 1


class TopicFlag(enum.IntFlag):
    """CLOSED: only who may change it writes there; HIDDEN: of General alone."""

    CLOSED = 1
    HIDDEN = 2


class Role(enum.IntEnum):
    """What a row of `members` makes of its user. The order is used: from MEMBER on one is in the chat."""

    BANNED = 0
    LEFT = 1  # out, with restrictions that wait for a return
    MEMBER = 2
    RESTRICTED = 3
    ADMIN = 4
    CREATOR = 5


class InviteFlag(enum.IntFlag):
    """PERMANENT: the one link of its administrator that is always there; REQUEST: who follows it has to be let in."""

    PERMANENT = 1
    REVOKED = 2
    REQUEST = 4


class AuthFlag(enum.IntFlag):
    PASSWORD_PENDING = 1
    UNCONFIRMED = 2
    CALLS_OFF = 4
    SECRET_OFF = 8
    # made by auth.importAuthorization: part of another session, whose hash it shares
    IMPORTED = 16


class WebPageState(enum.IntEnum):
    """What is known of a page. NOTHING: it could not be fetched, or says nothing of itself."""

    PENDING = 0
    READY = 1
    NOTHING = 2
