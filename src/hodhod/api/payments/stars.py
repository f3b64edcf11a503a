"""payments.getStarsStatus: nothing is sold here, so every balance is 0."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.payments.GetStarsStatus, static=True)
async def get_stars_status(ctx: Context, req: functions.payments.GetStarsStatus) -> types.payments.StarsStatus:
    await inputs.peer(ctx, req.peer)
    balance: types.TypeStarsAmount = types.StarsTonAmount(amount=0) if req.ton else types.StarsAmount(amount=0, nanos=0)
    return types.payments.StarsStatus(balance=balance, chats=[], users=[])
