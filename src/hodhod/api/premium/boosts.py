"""premium.getBoostsStatus: channels and supergroups are boosted, and there are none."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.premium.GetBoostsStatus, static=True)
async def get_boosts_status(ctx: Context, req: functions.premium.GetBoostsStatus) -> types.premium.BoostsStatus:
    """Raises PEER_ID_INVALID, CHANNEL_INVALID."""
    await inputs.peer(ctx, req.peer)
    raise errors.PEER_ID_INVALID
