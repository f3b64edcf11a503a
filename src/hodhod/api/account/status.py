"""account.updateStatus: told to delivery/presence.py, which writes and pushes it."""

from __future__ import annotations

from hodhod.domain.updates import StatusChanged
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions


@method(functions.account.UpdateStatus)
async def update_status(ctx: Context, req: functions.account.UpdateStatus) -> bool:
    ctx.records.append(StatusChanged(ctx.user, ctx.auth.key_id, not req.offline))
    return True
