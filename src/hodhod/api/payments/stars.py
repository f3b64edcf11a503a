"""Stars and gifts: nothing is sold here, so every balance is 0 and every list empty. core.telegram.org/api/stars"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.payments.GetStarsStatus, static=True)
@method(functions.payments.GetStarsTransactions, static=True)
async def get_stars_status(
    ctx: Context, req: functions.payments.GetStarsStatus | functions.payments.GetStarsTransactions
) -> types.payments.StarsStatus:
    await inputs.peer(ctx, req.peer)
    balance: types.TypeStarsAmount = types.StarsTonAmount(amount=0) if req.ton else types.StarsAmount(amount=0, nanos=0)
    return types.payments.StarsStatus(balance=balance, chats=[], users=[])


@method(functions.payments.GetStarsTopupOptions, static=True)
async def get_stars_topup_options(
    ctx: Context, req: functions.payments.GetStarsTopupOptions
) -> list[types.TypeStarsTopupOption]:
    return []


@method(functions.payments.GetStarGifts, static=True)
async def get_star_gifts(ctx: Context, req: functions.payments.GetStarGifts) -> types.payments.StarGifts:
    return types.payments.StarGifts(hash=0, gifts=[], chats=[], users=[])
