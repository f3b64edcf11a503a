"""updates.getState, updates.getDifference. core.telegram.org/api/updates"""

from __future__ import annotations

from hodhod.domain import difference
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import difference as view

# seq is constant: live pushes carry 0, and no update is ordered by it
SEQ = 1


@method(functions.updates.GetState)
async def get_state(ctx: Context, req: functions.updates.GetState) -> types.updates.State:
    now = await difference.position(ctx.tx, ctx.viewer)
    return _state(ctx, now.pts, now.unread)


@method(functions.updates.GetDifference)
async def get_difference(ctx: Context, req: functions.updates.GetDifference) -> types.updates.TypeDifference:
    limit = req.pts_limit or difference.SLICE
    if req.pts_total_limit:
        pts = await difference.pts_of(ctx.tx, ctx.viewer)
        if pts - req.pts > req.pts_total_limit:
            return types.updates.DifferenceTooLong(pts=pts)
    missed = await difference.missed(ctx.tx, ctx.user, req.pts, req.date, limit)
    if missed.final and missed.pts == req.pts and not missed.states and not missed.channels:
        return types.updates.DifferenceEmpty(date=ctx.now, seq=SEQ)
    unread = (await difference.position(ctx.tx, ctx.viewer)).unread
    return await view.difference(ctx.tx, ctx.viewer, missed, _state(ctx, missed.pts, unread))


def _state(ctx: Context, pts: int, unread: int) -> types.updates.State:
    return types.updates.State(pts=pts, qts=ctx.auth.qts, date=ctx.now, seq=SEQ, unread_count=unread)
