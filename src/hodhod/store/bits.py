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


class UserFlag(enum.IntFlag):
    BOT = 1
    DELETED = 2
    VERIFIED = 4
    SUPPORT = 8


class AuthFlag(enum.IntFlag):
    PASSWORD_PENDING = 1
    UNCONFIRMED = 2
    CALLS_OFF = 4
    SECRET_OFF = 8
    # made by auth.importAuthorization: part of another session, whose hash it shares
    IMPORTED = 16
