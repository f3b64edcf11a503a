"""auth.bindTempAuthKey, dropTempAuthKeys: perfect forward secrecy. core.telegram.org/api/pfs"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import sessions
from hodhod.domain.updates import AuthorizationChanged
from hodhod.mtproto import AuthKey, check_binding
from hodhod.mtproto.errors import ProtocolError
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store import auth_keys, authorizations
from hodhod.store.authorizations import DEVICE
from hodhod.tl import functions


@method(functions.auth.BindTempAuthKey, free=True, login=False, quiet=True)
async def bind_temp_auth_key(ctx: Context, req: functions.auth.BindTempAuthKey) -> bool:
    key = ctx.client.session.key
    if not key.is_temporary:
        raise errors.TEMP_AUTH_KEY_EMPTY
    perm = await _permanent(ctx, req)

    async def bind(inner: Context) -> bool:
        if not await auth_keys.bind(inner.tx, key.id, perm.id):
            return False
        await _hand_over_device(inner, perm.id)
        return True

    if not await ctx.write(bind):
        raise errors.TEMP_AUTH_KEY_ALREADY_BOUND
    key.perm_key_id = perm.id
    return True


async def _permanent(ctx: Context, req: functions.auth.BindTempAuthKey) -> AuthKey:
    """The permanent key, once the request has proved to know it. Raises ENCRYPTED_MESSAGE_INVALID."""
    perm = await ctx.services.find_key(req.perm_auth_key_id)
    if perm is None:
        raise errors.ENCRYPTED_MESSAGE_INVALID
    try:
        check_binding(perm, ctx.client.session, ctx.msg_id, req.nonce, req.expires_at, req.encrypted_message)
    except ProtocolError:
        raise errors.ENCRYPTED_MESSAGE_INVALID from None
    return perm


async def _hand_over_device(ctx: Context, perm_key_id: int) -> None:
    """What was announced on the temporary key before it was bound is the permanent key's from now on."""
    auth = ctx.auth
    if auth.layer and auth.key_id != perm_key_id:
        row = common.device_of(ctx).row._replace(key_id=perm_key_id, active=ctx.now)
        await authorizations.save(ctx.tx, row)
        ctx.tx.emit(AuthorizationChanged(perm_key_id, {name: getattr(row, name) for name in DEVICE}))


@method(functions.auth.DropTempAuthKeys, writes=True, login=False, quiet=True)
async def drop_temp_auth_keys(ctx: Context, req: functions.auth.DropTempAuthKeys) -> bool:
    common.check_key(ctx)
    await sessions.drop_temporary(ctx.tx, ctx.viewer, req.except_auth_keys)
    return True
