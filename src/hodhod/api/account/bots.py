"""account.getConnectedBots: no bot answers for a person here."""

from __future__ import annotations

from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.account.GetConnectedBots, static=True)
async def get_connected_bots(ctx: Context, req: functions.account.GetConnectedBots) -> types.account.ConnectedBots:
    return types.account.ConnectedBots(connected_bots=[], users=[])
