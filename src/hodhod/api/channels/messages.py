"""channels.readHistory, readMessageContents, getMessages, deleteMessages."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, deleting, messages, reading
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists

MAX_IDS = 100


@method(functions.channels.ReadHistory, writes=True)
async def read_history(ctx: Context, req: functions.channels.ReadHistory) -> bool:
    peer = await inputs.channel(ctx, req.channel)
    await reading.read_channel(ctx.tx, ctx.viewer, peer, req.max_id)
    return True


@method(functions.channels.ReadMessageContents, writes=True)
async def read_message_contents(ctx: Context, req: functions.channels.ReadMessageContents) -> bool:
    """Mentions and reactions were looked at."""
    peer = await inputs.channel(ctx, req.channel)
    await reading.read_channel_contents(ctx.tx, ctx.viewer, peer, req.id[:MAX_IDS])
    return True


@method(functions.channels.GetMessages)
async def get_messages(ctx: Context, req: functions.channels.GetMessages) -> types.messages.TypeMessages:
    peer = await inputs.channel(ctx, req.channel)
    seen = await access.readable(ctx.tx, ctx.viewer, peer)
    assert seen is not None
    wanted = [given.id for given in req.id[:MAX_IDS] if isinstance(given, types.InputMessageID)]
    rows = await messages.of_channel(ctx.tx, seen, wanted)
    return await lists.chosen(ctx.tx, ctx.viewer, wanted, rows)


@method(functions.channels.DeleteMessages, writes=True)
async def delete_messages(ctx: Context, req: functions.channels.DeleteMessages) -> types.messages.AffectedMessages:
    if len(req.id) > MAX_IDS:
        raise errors.LIMIT_INVALID
    peer = await inputs.channel(ctx, req.channel)
    done = await deleting.delete_posts(ctx.tx, ctx.viewer, peer, req.id)
    return types.messages.AffectedMessages(pts=done.pts, pts_count=done.count)
