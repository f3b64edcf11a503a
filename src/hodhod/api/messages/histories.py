"""Histories of what there is none of here: calls (messages.deletePhoneCallHistory), places that are shared live
(messages.getRecentLocations)."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import access, difference
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists


@method(functions.messages.DeletePhoneCallHistory)
async def delete_phone_call_history(
    ctx: Context, req: functions.messages.DeletePhoneCallHistory
) -> types.messages.AffectedFoundMessages:
    """Nobody was called: nothing is deleted."""
    pts = await difference.pts_of(ctx.tx, ctx.viewer, ctx.user)
    return types.messages.AffectedFoundMessages(pts=pts, pts_count=0, offset=0, messages=[])


@method(functions.messages.GetRecentLocations)
async def get_recent_locations(ctx: Context, req: functions.messages.GetRecentLocations) -> types.messages.TypeMessages:
    """Nobody shares where they are. Raises what access.readable raises."""
    peer = await inputs.peer(ctx, req.peer)
    await access.readable(ctx.tx, ctx.viewer, peer)
    if is_channel(peer):
        return await lists.of_channel(ctx.tx, ctx.viewer, peer, [], 0)
    return await lists.messages(ctx.tx, ctx.viewer, [], 0)
