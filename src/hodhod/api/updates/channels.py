"""updates.getChannelDifference. core.telegram.org/api/updates"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, difference
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import difference as view

SLICE = 100
# A client that missed more than this takes the channel anew.
MOST_MISSED = 5_000


@method(functions.updates.GetChannelDifference)
async def get_channel_difference(
    ctx: Context, req: functions.updates.GetChannelDifference
) -> types.updates.TypeChannelDifference:
    """Members and, where the channel is public, whoever has it open."""
    peer = await inputs.channel(ctx, req.channel)
    seen = await access.readable(ctx.tx, ctx.viewer, peer)
    assert seen is not None
    hidden = access.first_hidden(seen)
    if req.pts < 1:
        raise errors.PERSISTENT_TIMESTAMP_EMPTY if not req.pts else errors.PERSISTENT_TIMESTAMP_INVALID
    pts = await difference.pts_of(ctx.tx, ctx.viewer, peer)
    if pts - req.pts > MOST_MISSED:
        return await view.channel_too_long(ctx.tx, ctx.viewer, peer, hidden)
    missed = await difference.missed(ctx.tx, peer, req.pts, 0, max(1, min(req.limit or SLICE, SLICE)))
    return await view.channel_difference(ctx.tx, ctx.viewer, peer, difference.above(missed, hidden))
