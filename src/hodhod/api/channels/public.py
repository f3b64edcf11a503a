"""Public supergroups and channels: channels.checkUsername, updateUsername, getAdminedPublicChannels,
getChannelRecommendations, exportMessageLink; and getLeftChannels, which clients ask for when data is exported."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import finding_chats, public_names, sharing
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described, peer_id


@method(functions.channels.CheckUsername, writes=True, flood="resolve")
async def check_username(ctx: Context, req: functions.channels.CheckUsername) -> bool:
    empty = isinstance(req.channel, types.InputChannelEmpty)
    peer = None if empty else await inputs.channel(ctx, req.channel)
    await public_names.check(ctx.tx, ctx.viewer, peer, req.username)
    return True


@method(functions.channels.UpdateUsername, writes=True)
async def update_username(ctx: Context, req: functions.channels.UpdateUsername) -> bool:
    await public_names.update(ctx.tx, ctx.viewer, await inputs.channel(ctx, req.channel), req.username)
    return True


@method(functions.channels.GetAdminedPublicChannels)
async def get_admined_public_channels(
    ctx: Context, req: functions.channels.GetAdminedPublicChannels
) -> types.messages.Chats:
    if req.check_limit:
        await public_names.check_number(ctx.tx, ctx.viewer)
    owned = [] if req.by_location else await public_names.owned(ctx.tx, ctx.viewer)
    _, chats = await described(ctx.tx, ctx.viewer, owned)
    if req.for_personal:
        chats = [chat for chat in chats if isinstance(chat, types.Channel) and chat.broadcast]
    return types.messages.Chats(chats=chats)


@method(functions.channels.GetChannelRecommendations, free=True, flood="search")
async def get_channel_recommendations(
    ctx: Context, req: functions.channels.GetChannelRecommendations
) -> types.messages.Chats:
    """Looks at every public channel, so it runs off the loop."""
    return await ctx.db.read_heavy(lambda tx: _recommended(ctx.within(tx), req))


async def _recommended(ctx: Context, req: functions.channels.GetChannelRecommendations) -> types.messages.Chats:
    if req.channel is None:
        peers = await finding_chats.recommended(ctx.tx, ctx.viewer)
    else:
        peers = await finding_chats.similar(ctx.tx, ctx.viewer, await inputs.channel(ctx, req.channel))
    _, chats = await described(ctx.tx, ctx.viewer, peers)
    order = {peer: place for place, peer in enumerate(peers)}
    return types.messages.Chats(chats=sorted(chats, key=lambda chat: order[peer_id(chat)]))


@method(functions.channels.ExportMessageLink)
async def export_message_link(ctx: Context, req: functions.channels.ExportMessageLink) -> types.ExportedMessageLink:
    peer = await inputs.channel(ctx, req.channel)
    link = await sharing.message_link(ctx.tx, ctx.viewer, peer, req.id, req.grouped, req.thread)
    return types.ExportedMessageLink(link=link, html="")


@method(functions.channels.GetLeftChannels, static=True)
async def get_left_channels(ctx: Context, req: functions.channels.GetLeftChannels) -> types.messages.Chats:
    """Who left a channel left nothing of it behind."""
    return types.messages.Chats(chats=[])
