"""auth.bindTempAuthKey, dropTempAuthKeys: perfect forward secrecy. core.telegram.org/api/pfs"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import sessions
from hodhod.rpc.binding import proved_key
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions


@method(functions.auth.BindTempAuthKey, free=True, login=False, quiet=True)
async def bind_temp_auth_key(ctx: Context, req: functions.auth.BindTempAuthKey) -> bool:
    key, perm = ctx.client.session.key, await proved_key(ctx, req)
    device = common.device_of(ctx).row._replace(key_id=perm.id, active=ctx.now)
    if ctx.auth.key_id == perm.id:  # bound before: nothing was announced on the temporary key alone
        device = device._replace(layer=0)
    if not await ctx.write(lambda inner: sessions.bind_temporary(inner.tx, key.id, device)):
        raise errors.TEMP_AUTH_KEY_ALREADY_BOUND
    key.perm_key_id = perm.id
    return True


@method(functions.auth.DropTempAuthKeys, writes=True, login=False, quiet=True)
async def drop_temp_auth_keys(ctx: Context, req: functions.auth.DropTempAuthKeys) -> bool:
    common.check_key(ctx)
    await sessions.drop_temporary(ctx.tx, ctx.viewer, req.except_auth_keys)
    return True
