"""updates.getState, updates.getDifference. core.telegram.org/api/updates"""

from __future__ import annotations

from hodhod.domain import difference
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store import dialogs as store_dialogs
from hodhod.store import mailboxes
from hodhod.tl import functions, types
from hodhod.views import difference as view

# seq is constant: live pushes carry 0, and no update is ordered by it
SEQ = 1


@method(functions.updates.GetState)
async def get_state(ctx: Context, req: functions.updates.GetState) -> types.updates.State:
    place = await mailboxes.place(ctx.tx, ctx.user)
    unread = await store_dialogs.total_unread(ctx.tx, ctx.user)
    return types.updates.State(pts=place.pts, qts=ctx.auth.qts, date=ctx.now, seq=SEQ, unread_count=unread)


@method(functions.updates.GetDifference)
async def get_difference(ctx: Context, req: functions.updates.GetDifference) -> types.updates.TypeDifference:
    limit = req.pts_limit or difference.SLICE
    if req.pts_total_limit:
        place = await mailboxes.place(ctx.tx, ctx.user)
        if place.pts - req.pts > req.pts_total_limit:
            return types.updates.DifferenceTooLong(pts=place.pts)
    missed = await difference.missed(ctx.tx, ctx.user, req.pts, req.date, limit)
    if missed.final and missed.pts == req.pts and not missed.states:
        return types.updates.DifferenceEmpty(date=ctx.now, seq=SEQ)
    unread = await store_dialogs.total_unread(ctx.tx, ctx.user)
    state = types.updates.State(pts=missed.pts, qts=ctx.auth.qts, date=ctx.now, seq=SEQ, unread_count=unread)
    return await view.difference(ctx.tx, ctx.viewer, missed, state)
