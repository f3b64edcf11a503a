"""messages.editChatPhoto, channels.editPhoto."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.api.media import chat_portrait
from hodhod.domain import chat_photos
from hodhod.domain.media.portraits import Portrait
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results


@method(functions.messages.EditChatPhoto, free=True, flood="media")
async def edit_chat_photo(ctx: Context, req: functions.messages.EditChatPhoto) -> types.TypeUpdates:
    peer = inputs.chat(req.chat_id)
    portrait = await chat_portrait(ctx, req.photo)
    return await ctx.write(lambda inner: _edit(inner, peer, portrait))


@method(functions.channels.EditPhoto, free=True, flood="media")
async def edit_photo(ctx: Context, req: functions.channels.EditPhoto) -> types.TypeUpdates:
    peer = await ctx.db.read(lambda tx: inputs.channel(ctx.within(tx), req.channel))
    portrait = await chat_portrait(ctx, req.photo)
    return await ctx.write(lambda inner: _edit(inner, peer, portrait))


async def _edit(ctx: Context, peer: Peer, portrait: Portrait | None) -> types.TypeUpdates:
    record = await chat_photos.edit(ctx.tx, ctx.viewer, peer, portrait)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record])
