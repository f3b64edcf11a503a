"""Notification settings as TL."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import notify
from hodhod.domain.notify import NotifyScope
from hodhod.domain.updates import StateKind
from hodhod.ids import subject_place
from hodhod.store import mailboxes
from hodhod.store.db import Tx
from hodhod.store.records import State
from hodhod.tl import types
from hodhod.views.refs import peer_of

_SCOPES: dict[int, type[types.NotifyUsers | types.NotifyChats | types.NotifyBroadcasts]] = {
    NotifyScope.USERS: types.NotifyUsers,
    NotifyScope.CHATS: types.NotifyChats,
    NotifyScope.BROADCASTS: types.NotifyBroadcasts,
}


async def settings_for(tx: Tx, owner: int, peers: Sequence[int]) -> dict[int, types.PeerNotifySettings]:
    """The settings of each of these peers (or scopes), in one query; empty ones where nothing was set."""
    rows = await mailboxes.states(tx, owner, StateKind.NOTIFY, peers) if peers else {}
    return {peer: shown(peer, rows.get(peer)) for peer in peers}


def shown(subject: int, row: State | None) -> types.PeerNotifySettings:
    """A scope's settings are complete, because there is nothing behind them that could fill a gap."""
    settings = notify.value_of(row)
    return settings if subject not in _SCOPES else _filled(settings)


def notify_peer(subject: int) -> types.TypeNotifyPeer:
    if scope := _SCOPES.get(subject):
        return scope()
    peer, topic = subject_place(subject)
    if topic:
        return types.NotifyForumTopic(peer=peer_of(peer), top_msg_id=topic)
    return types.NotifyPeer(peer=peer_of(peer))


def update(row: State) -> types.UpdateNotifySettings:
    return types.UpdateNotifySettings(peer=notify_peer(row.subject), notify_settings=shown(row.subject, row))


def _filled(given: types.PeerNotifySettings) -> types.PeerNotifySettings:
    sound = types.NotificationSoundDefault()
    return types.PeerNotifySettings(
        show_previews=given.show_previews is not False,
        silent=given.silent or False,
        mute_until=given.mute_until or 0,
        ios_sound=given.ios_sound or sound,
        android_sound=given.android_sound or sound,
        other_sound=given.other_sound or sound,
        stories_muted=given.stories_muted,
        stories_hide_sender=given.stories_hide_sender,
        stories_ios_sound=given.stories_ios_sound,
        stories_android_sound=given.stories_android_sound,
        stories_other_sound=given.stories_other_sound,
    )
