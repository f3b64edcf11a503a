"""channels.toggleForum, toggleViewForumAsMessages. core.telegram.org/api/forum"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import topic_making
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views.chats import channel_id


@method(functions.channels.ToggleForum, writes=True)
async def toggle_forum(ctx: Context, req: functions.channels.ToggleForum) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    await topic_making.toggle(ctx.tx, ctx.viewer, peer, req.enabled, req.tabs)
    return await results.changed(ctx.tx, ctx.viewer, peer, [])


@method(functions.channels.ToggleViewForumAsMessages, writes=True)
async def toggle_view_forum_as_messages(
    ctx: Context, req: functions.channels.ToggleViewForumAsMessages
) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    await topic_making.view_as_messages(ctx.tx, ctx.viewer, peer, req.enabled)
    update = types.UpdateChannelViewForumAsMessages(channel_id=channel_id(peer), enabled=req.enabled)
    return await results.changed(ctx.tx, ctx.viewer, peer, [], [update])
