"""Switches of groups and channels: channels.toggle*, messages.toggleNoForwards. core.telegram.org/api/channel"""

from __future__ import annotations

from collections.abc import Awaitable

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import chat_settings, colors
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results


async def _done(ctx: Context, peer: Peer, change: Awaitable[None]) -> types.Updates:
    await change
    return await results.changed(ctx.tx, ctx.viewer, peer, [])


@method(functions.channels.ToggleSignatures, writes=True)
async def toggle_signatures(ctx: Context, req: functions.channels.ToggleSignatures) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    names, profiles = req.signatures_enabled, req.profiles_enabled
    return await _done(ctx, peer, chat_settings.set_signatures(ctx.tx, ctx.viewer, peer, names, profiles))


@method(functions.channels.TogglePreHistoryHidden, writes=True)
async def toggle_pre_history_hidden(ctx: Context, req: functions.channels.TogglePreHistoryHidden) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    return await _done(ctx, peer, chat_settings.hide_history(ctx.tx, ctx.viewer, peer, req.enabled))


@method(functions.channels.ToggleParticipantsHidden, writes=True)
async def toggle_participants_hidden(
    ctx: Context, req: functions.channels.ToggleParticipantsHidden
) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    return await _done(ctx, peer, chat_settings.hide_members(ctx.tx, ctx.viewer, peer, req.enabled))


@method(functions.channels.ToggleJoinToSend, writes=True)
async def toggle_join_to_send(ctx: Context, req: functions.channels.ToggleJoinToSend) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    return await _done(ctx, peer, chat_settings.join_to_send(ctx.tx, ctx.viewer, peer, req.enabled))


@method(functions.channels.ToggleJoinRequest, writes=True)
async def toggle_join_request(ctx: Context, req: functions.channels.ToggleJoinRequest) -> types.TypeUpdates:
    """Bots that watch a door are not here."""
    if req.guard_bot is not None:
        raise errors.BOT_INVALID
    peer = await inputs.channel(ctx, req.channel)
    change = chat_settings.join_request(ctx.tx, ctx.viewer, peer, req.enabled, req.apply_to_invites)
    return await _done(ctx, peer, change)


@method(functions.channels.ToggleSlowMode, writes=True)
async def toggle_slow_mode(ctx: Context, req: functions.channels.ToggleSlowMode) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    return await _done(ctx, peer, chat_settings.set_slow_mode(ctx.tx, ctx.viewer, peer, req.seconds))


@method(functions.channels.UpdateColor, writes=True)
async def update_color(ctx: Context, req: functions.channels.UpdateColor) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    which = colors.PROFILE if req.for_profile else colors.NAME
    change = colors.put_of_channel(ctx.tx, ctx.viewer, peer, which, req.color, req.background_emoji_id)
    return await _done(ctx, peer, change)


@method(functions.messages.ToggleNoForwards, writes=True)
async def toggle_no_forwards(ctx: Context, req: functions.messages.ToggleNoForwards) -> types.TypeUpdates:
    """Of groups and channels; private chats are not protected here."""
    peer = await inputs.peer(ctx, req.peer)
    if peer > 0:
        raise errors.PEER_ID_INVALID
    return await _done(ctx, peer, chat_settings.protect(ctx.tx, ctx.viewer, peer, req.enabled))
