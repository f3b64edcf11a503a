"""stats.getMessageStats, getMessagePublicForwards. core.telegram.org/api/stats"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain.stats import posts, public_forwards
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import stats as view


@method(functions.stats.GetMessageStats, free=True, flood="statistics")
async def get_message_stats(ctx: Context, req: functions.stats.GetMessageStats) -> types.stats.MessageStats:
    return await ctx.db.read_heavy(lambda tx: _message(ctx.within(tx), req))


async def _message(ctx: Context, req: functions.stats.GetMessageStats) -> types.stats.MessageStats:
    peer = await inputs.channel(ctx, req.channel)
    return view.message(ctx.viewer, await posts.figures(ctx.tx, ctx.viewer, peer, req.msg_id), req.dark)


@method(functions.stats.GetMessagePublicForwards, free=True, flood="statistics")
async def get_message_public_forwards(
    ctx: Context, req: functions.stats.GetMessagePublicForwards
) -> types.stats.PublicForwards:
    return await ctx.db.read_heavy(lambda tx: _forwards(ctx.within(tx), req))


async def _forwards(ctx: Context, req: functions.stats.GetMessagePublicForwards) -> types.stats.PublicForwards:
    peer = await inputs.channel(ctx, req.channel)
    page = await public_forwards.page(ctx.tx, ctx.viewer, (peer, req.msg_id), req.offset, req.limit)
    return await view.public_forwards(ctx.tx, ctx.viewer, peer, page)
