"""Notification settings: per peer and per scope, as state rows. core.telegram.org/api/push-updates

A row's value is a canonical peerNotifySettings, None where the defaults are back in force. What a client leaves out of
its settings is unset: a request replaces the whole value.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import cast

from hodhod import tl
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import subject_place
from hodhod.store import chats as store_chats
from hodhod.store import mailboxes
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import State
from hodhod.tl import types


class NotifyScope(enum.IntEnum):
    """Subjects of the rows for whole kinds of chats; below every peer."""

    USERS = -(2**62)
    CHATS = -(2**62) + 1
    BROADCASTS = -(2**62) + 2


def kept(given: types.InputPeerNotifySettings) -> types.PeerNotifySettings:
    """Settings as they are stored: one sound for all platforms."""
    return types.PeerNotifySettings(
        show_previews=given.show_previews,
        silent=given.silent,
        mute_until=given.mute_until,
        ios_sound=given.sound,
        android_sound=given.sound,
        other_sound=given.sound,
        stories_muted=given.stories_muted,
        stories_hide_sender=given.stories_hide_sender,
        stories_ios_sound=given.stories_sound,
        stories_android_sound=given.stories_sound,
        stories_other_sound=given.stories_sound,
    )


async def put(tx: Tx, viewer: Viewer, subject: int, settings: types.PeerNotifySettings) -> None:
    """subject: a peer, a NotifyScope, or a topic (ids.topic_subject)."""
    value = None if settings == types.PeerNotifySettings() else tl.encode(settings)
    await set_state(tx, viewer.user, StateKind.NOTIFY, subject, value, viewer.now)


async def reset(tx: Tx, viewer: Viewer) -> None:
    """Every chat and scope has the defaults again."""
    for row in await exceptions(tx, viewer.user):
        await set_state(tx, viewer.user, StateKind.NOTIFY, row.subject, None, viewer.now)


async def exceptions(tx: Tx, owner: int) -> list[State]:
    """The rows that say anything, scopes first."""
    rows = await mailboxes.states(tx, owner, StateKind.NOTIFY)
    return [rows[subject] for subject in sorted(rows) if rows[subject].value is not None]


async def scopes(tx: Tx, viewer: Viewer, rows: Iterable[State]) -> dict[int, NotifyScope]:
    """The scope of the chat that each of these rows is about; a supergroup is a group like others."""
    peers = {subject_place(row.subject)[0] for row in rows}
    chats = await store_chats.seen(tx, viewer.user, sorted(peer for peer in peers if peer < 0))
    found = {peer: NotifyScope.USERS if peer > 0 else NotifyScope.CHATS for peer in peers}
    channels = [peer for peer, seen in chats.items() if seen.chat.flags & ChatFlag.BROADCAST]
    return found | dict.fromkeys(channels, NotifyScope.BROADCASTS)


def value_of(row: State | None) -> types.PeerNotifySettings:
    """What a row says; nothing where there is no row."""
    if row is None or row.value is None:
        return types.PeerNotifySettings()
    return cast("types.PeerNotifySettings", tl.decode(row.value))


def differs(settings: types.PeerNotifySettings, sound: bool, stories: bool) -> bool:
    """Is this an exception worth listing? Muting always is; sounds and stories where they are asked for."""
    muting: Iterable[object] = (settings.mute_until, settings.silent, settings.show_previews)
    heard = sound and settings.other_sound is not None
    told = stories and settings.stories_muted is not None
    return heard or told or any(value is not None for value in muting)
