"""messages.getUnreadMentions, readMentions. core.telegram.org/api/mentions"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.api.window import window
from hodhod.domain import named
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists


@method(functions.messages.GetUnreadMentions)
async def get_unread_mentions(ctx: Context, req: functions.messages.GetUnreadMentions) -> types.messages.TypeMessages:
    peer = await inputs.peer(ctx, req.peer)
    rows = await named.unread(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    page = window(rows, req)
    if is_channel(peer):
        return await lists.of_channel(ctx.tx, ctx.viewer, peer, page, len(rows))
    return await lists.messages(ctx.tx, ctx.viewer, page, len(rows))


@method(functions.messages.ReadMentions, writes=True)
async def read_mentions(ctx: Context, req: functions.messages.ReadMentions) -> types.messages.AffectedHistory:
    """The client repeats while `offset` is not 0."""
    peer = await inputs.peer(ctx, req.peer)
    done = await named.look_at_all(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    return types.messages.AffectedHistory(pts=done.pts, pts_count=done.count, offset=done.left)
