"""auth.exportAuthorization, importAuthorization: the same person on a connection to another DC.

Every DC is this server, so every DC id is good. core.telegram.org/api/datacenter
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.api.help.config import DCS, TEST_OFFSET
from hodhod.domain import signin
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.authorizations import signed_in


@method(functions.auth.ExportAuthorization, writes=True, quiet=True)
async def export_authorization(
    ctx: Context, req: functions.auth.ExportAuthorization
) -> types.auth.ExportedAuthorization:
    if abs(req.dc_id) % TEST_OFFSET not in DCS:
        raise errors.DC_ID_INVALID
    token = await signin.export_session(ctx.tx, ctx.viewer, ctx.services.random(signin.SECRET_BYTES))
    return types.auth.ExportedAuthorization(id=ctx.user, bytes=token)


@method(functions.auth.ImportAuthorization, writes=True, login=False, quiet=True)
async def import_authorization(ctx: Context, req: functions.auth.ImportAuthorization) -> types.auth.TypeAuthorization:
    common.check_key(ctx)
    await signin.import_session(ctx.tx, ctx.viewer, common.device_of(ctx), req.id, req.bytes)
    return await signed_in(ctx.tx, ctx.viewer, req.id)
