"""messages.setHistoryTTL, setDefaultHistoryTTL, getDefaultHistoryTTL: for how long messages live."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import history_ttl, ttl_changes
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views.state import history_ttl as told


@method(functions.messages.SetHistoryTTL, writes=True)
async def set_history_ttl(ctx: Context, req: functions.messages.SetHistoryTTL) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    record = await ttl_changes.set_period(ctx.tx, ctx.viewer, peer, req.period)
    update = await told(ctx.tx, ctx.user, peer)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record], [update])


@method(functions.messages.SetDefaultHistoryTTL, writes=True)
async def set_default_history_ttl(ctx: Context, req: functions.messages.SetDefaultHistoryTTL) -> bool:
    await history_ttl.set_default(ctx.tx, ctx.viewer, req.period)
    return True


@method(functions.messages.GetDefaultHistoryTTL)
async def get_default_history_ttl(
    ctx: Context, req: functions.messages.GetDefaultHistoryTTL
) -> types.DefaultHistoryTTL:
    return types.DefaultHistoryTTL(period=await history_ttl.default(ctx.tx, ctx.viewer))
