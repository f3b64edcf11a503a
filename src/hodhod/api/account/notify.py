"""Notification settings: account.getNotifySettings, updateNotifySettings, getNotifyExceptions, resetNotifySettings,
getReactionsNotifySettings, setReactionsNotifySettings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import notify, settings, topics
from hodhod.domain.notify import NotifyScope
from hodhod.domain.settings import Kept
from hodhod.domain.updates import StateChanged
from hodhod.ids import subject_place, topic_subject
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import State
from hodhod.tl import functions, types
from hodhod.views import notify as view
from hodhod.views.updates import render


@method(functions.account.GetNotifySettings)
async def get_notify_settings(ctx: Context, req: functions.account.GetNotifySettings) -> types.TypePeerNotifySettings:
    subject = await _subject(ctx, req.peer)
    return (await view.settings_for(ctx.tx, ctx.user, [subject]))[subject]


@method(functions.account.UpdateNotifySettings, writes=True)
async def update_notify_settings(ctx: Context, req: functions.account.UpdateNotifySettings) -> bool:
    subject = await _subject(ctx, req.peer)
    await notify.put(ctx.tx, ctx.viewer, subject, notify.kept(req.settings))
    return True


async def _subject(ctx: Context, given: types.TypeInputNotifyPeer) -> int:
    """A peer, a topic or a scope. Raises PEER_ID_INVALID and what topics.forum and topics.topic raise."""
    if isinstance(given, types.InputNotifyUsers):
        return NotifyScope.USERS
    if isinstance(given, types.InputNotifyChats):
        return NotifyScope.CHATS
    if isinstance(given, types.InputNotifyBroadcasts):
        return NotifyScope.BROADCASTS
    if isinstance(given, types.InputNotifyPeer):
        return await inputs.peer(ctx, given.peer)
    if isinstance(given, types.InputNotifyForumTopic):
        seen = await topics.forum(ctx.tx, ctx.viewer, await inputs.peer(ctx, given.peer))
        return topic_subject(seen.chat.peer, (await topics.topic(ctx.tx, seen, given.top_msg_id)).id)
    raise errors.PEER_ID_INVALID


@method(functions.account.GetNotifyExceptions)
async def get_notify_exceptions(ctx: Context, req: functions.account.GetNotifyExceptions) -> types.TypeUpdates:
    subject = await _subject(ctx, req.peer) if req.peer is not None else None
    kept = [
        row
        for row in await notify.exceptions(ctx.tx, ctx.user)
        if row.subject > NotifyScope.BROADCASTS
        and notify.differs(notify.value_of(row), req.compare_sound, req.compare_stories)
    ]
    scopes = await notify.scopes(ctx.tx, ctx.viewer, kept)
    rows = [StateChanged(ctx.user, row) for row in kept if subject in _places(row, scopes)]
    found = await render(ctx.tx, ctx.viewer, rows)
    return found or types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)


def _places(row: State, scopes: Mapping[int, NotifyScope]) -> set[int | None]:
    """What may be asked for to have this row: everything, its scope, its chat, itself."""
    peer, _ = subject_place(row.subject)
    return {None, row.subject, peer, scopes[peer]}


@method(functions.account.ResetNotifySettings, writes=True)
async def reset_notify_settings(ctx: Context, req: functions.account.ResetNotifySettings) -> bool:
    await notify.reset(ctx.tx, ctx.viewer)
    return True


@method(functions.account.GetReactionsNotifySettings)
async def get_reactions_notify_settings(
    ctx: Context, req: functions.account.GetReactionsNotifySettings
) -> types.ReactionsNotifySettings:
    kept = await settings.kept(ctx.tx, ctx.viewer, Kept.REACTIONS_NOTIFY)
    if kept is not None:
        return cast("types.ReactionsNotifySettings", kept)
    return types.ReactionsNotifySettings(
        messages_notify_from=types.ReactionNotificationsFromContacts(),
        stories_notify_from=types.ReactionNotificationsFromContacts(),
        sound=types.NotificationSoundDefault(),
        show_previews=True,
    )


@method(functions.account.SetReactionsNotifySettings, writes=True)
async def set_reactions_notify_settings(
    ctx: Context, req: functions.account.SetReactionsNotifySettings
) -> types.TypeReactionsNotifySettings:
    await settings.keep(ctx.tx, ctx.viewer, Kept.REACTIONS_NOTIFY, req.settings)
    return req.settings
