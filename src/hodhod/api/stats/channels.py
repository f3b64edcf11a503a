"""stats.getBroadcastStats, getMegagroupStats, loadAsyncGraph. core.telegram.org/api/stats

They count many rows, so they run off the loop.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain.stats import channels, groups
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import stats as view


@method(functions.stats.GetBroadcastStats, free=True, flood="statistics")
async def get_broadcast_stats(ctx: Context, req: functions.stats.GetBroadcastStats) -> types.stats.BroadcastStats:
    return await ctx.db.read_heavy(lambda tx: _broadcast(ctx.within(tx), req))


async def _broadcast(ctx: Context, req: functions.stats.GetBroadcastStats) -> types.stats.BroadcastStats:
    peer = await inputs.channel(ctx, req.channel)
    return view.broadcast(ctx.viewer, await channels.figures(ctx.tx, ctx.viewer, peer), req.dark)


@method(functions.stats.GetMegagroupStats, free=True, flood="statistics")
async def get_megagroup_stats(ctx: Context, req: functions.stats.GetMegagroupStats) -> types.stats.MegagroupStats:
    return await ctx.db.read_heavy(lambda tx: _megagroup(ctx.within(tx), req))


async def _megagroup(ctx: Context, req: functions.stats.GetMegagroupStats) -> types.stats.MegagroupStats:
    peer = await inputs.channel(ctx, req.channel)
    figures = await groups.figures(ctx.tx, ctx.viewer, peer)
    return await view.megagroup(ctx.tx, ctx.viewer, figures, req.dark)


@method(functions.stats.LoadAsyncGraph)
async def load_async_graph(ctx: Context, req: functions.stats.LoadAsyncGraph) -> types.TypeStatsGraph:
    """Graphs come whole with their statistics, so no token was ever given out. Raises GRAPH_INVALID_RELOAD."""
    raise errors.GRAPH_INVALID_RELOAD
