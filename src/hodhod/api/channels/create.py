"""channels.createChannel, editTitle, getChannels, getFullChannel. core.telegram.org/api/channel"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, chats
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.bits import ChatFlag
from hodhod.tl import functions, types
from hodhod.views import full_chats, results
from hodhod.views.peers import described

MAX_CHANNELS = 200


@method(functions.channels.CreateChannel, writes=True, once=True, flood="create")
async def create_channel(ctx: Context, req: functions.channels.CreateChannel) -> types.TypeUpdates:
    if req.broadcast == (req.megagroup or req.for_import or req.forum):
        raise errors.CHANNEL_INVALID
    flags = ChatFlag.BROADCAST if req.broadcast else ChatFlag.MEGAGROUP
    if req.forum:
        flags |= ChatFlag.FORUM
    peer, record = await chats.create_channel(ctx.tx, ctx.viewer, req.title, req.about, int(flags), req.ttl_period)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record])


@method(functions.channels.EditTitle, writes=True)
async def edit_title(ctx: Context, req: functions.channels.EditTitle) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    record = await chats.edit_title(ctx.tx, ctx.viewer, peer, req.title)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record])


@method(functions.channels.GetChannels)
async def get_channels(ctx: Context, req: functions.channels.GetChannels) -> types.messages.TypeChats:
    peers = [await inputs.channel(ctx, given) for given in req.id[:MAX_CHANNELS]]
    _, found = await described(ctx.tx, ctx.viewer, peers)
    return types.messages.Chats(chats=found)


@method(functions.channels.GetFullChannel)
async def get_full_channel(ctx: Context, req: functions.channels.GetFullChannel) -> types.messages.ChatFull:
    peer = await inputs.channel(ctx, req.channel)
    seen = await access.readable(ctx.tx, ctx.viewer, peer)
    if seen is None:
        raise errors.CHANNEL_INVALID
    return await full_chats.channel_full(ctx.tx, ctx.viewer, seen)
