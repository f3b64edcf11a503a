"""account.registerDevice, unregisterDevice. core.telegram.org/api/push-updates"""

from __future__ import annotations

from hodhod.domain import devices
from hodhod.domain.devices import Device
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions


@method(functions.account.RegisterDevice, writes=True)
async def register_device(ctx: Context, req: functions.account.RegisterDevice) -> bool:
    device = Device(req.token_type, req.token, req.app_sandbox, req.secret.hex(), req.no_muted)
    await devices.register(ctx.tx, ctx.viewer, device)
    return True


@method(functions.account.UnregisterDevice, writes=True)
async def unregister_device(ctx: Context, req: functions.account.UnregisterDevice) -> bool:
    await devices.unregister(ctx.tx, ctx.viewer, req.token_type, req.token)
    return True
