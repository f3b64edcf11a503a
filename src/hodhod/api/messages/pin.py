"""messages.updatePinnedMessage, unpinAllMessages."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import difference, pinning
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.updates import render


@method(functions.messages.UpdatePinnedMessage, writes=True)
async def update_pinned_message(ctx: Context, req: functions.messages.UpdatePinnedMessage) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    records = await pinning.pin(
        ctx.tx, ctx.viewer, peer, req.id, pinned=not req.unpin, one_side=req.pm_oneside, silent=req.silent
    )
    updates = await render(ctx.tx, ctx.viewer, records)
    return updates or types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)


@method(functions.messages.UnpinAllMessages, writes=True)
async def unpin_all_messages(ctx: Context, req: functions.messages.UnpinAllMessages) -> types.messages.AffectedHistory:
    peer = await inputs.peer(ctx, req.peer)
    record = await pinning.unpin_all(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    if record is None:
        pts = await difference.pts_of(ctx.tx, ctx.viewer, ctx.viewer.box(peer))
        return types.messages.AffectedHistory(pts=pts, pts_count=0, offset=0)
    return types.messages.AffectedHistory(pts=record.pts, pts_count=1, offset=0)
