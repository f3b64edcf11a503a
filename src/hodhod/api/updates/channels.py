"""updates.getChannelDifference: there are no channels."""

from __future__ import annotations

from hodhod import errors
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.updates.GetChannelDifference, static=True)
async def get_channel_difference(
    ctx: Context, req: functions.updates.GetChannelDifference
) -> types.updates.TypeChannelDifference:
    raise errors.CHANNEL_INVALID
