"""auth.exportLoginToken, importLoginToken, acceptLoginToken. core.telegram.org/api/qr-login"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import qr, sessions
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.authorizations import session, signed_in

TOKEN_BYTES = 32


@method(functions.auth.ExportLoginToken, free=True, login=False)
async def export_login_token(ctx: Context, req: functions.auth.ExportLoginToken) -> types.auth.TypeLoginToken:
    common.check_key(ctx)
    if req.api_id <= 0:
        raise errors.API_ID_INVALID
    token = ctx.services.random(TOKEN_BYTES)

    async def show(inner: Context) -> types.auth.TypeLoginToken | None:
        user_id = await qr.take_accepted(inner.tx, inner.viewer)
        if user_id is not None or ctx.user:
            return await _success(inner, user_id or ctx.user)
        expires = await qr.show(inner.tx, inner.viewer, token, req.api_id)
        return types.auth.LoginToken(expires=expires, token=token)

    return _answer(await ctx.write(show))


@method(functions.auth.ImportLoginToken, free=True, login=False)
async def import_login_token(ctx: Context, req: functions.auth.ImportLoginToken) -> types.auth.TypeLoginToken:
    """Asked after loginTokenMigrateTo only, which this server never answers; the token is looked up like any other."""
    common.check_key(ctx)

    async def look(inner: Context) -> types.auth.TypeLoginToken | None:
        row = await qr.check(inner.tx, inner.viewer, req.token)
        if row.key_id != ctx.auth.key_id:
            raise errors.AUTH_TOKEN_INVALID
        user_id = await qr.take_accepted(inner.tx, inner.viewer)
        if user_id is not None:
            return await _success(inner, user_id)
        return types.auth.LoginToken(expires=row.expires, token=req.token)

    return _answer(await ctx.write(look))


async def _success(inner: Context, user_id: int) -> types.auth.LoginTokenSuccess | None:
    if inner.user == user_id:
        return types.auth.LoginTokenSuccess(authorization=await signed_in(inner.tx, inner.viewer, user_id))
    authorization = await common.entered(inner, user_id, accepted=True)
    return types.auth.LoginTokenSuccess(authorization=authorization) if authorization else None


def _answer(result: types.auth.TypeLoginToken | None) -> types.auth.TypeLoginToken:
    """Raises SESSION_PASSWORD_NEEDED, after the commit that remembers who owes it."""
    if result is None:
        raise errors.SESSION_PASSWORD_NEEDED
    return result


@method(functions.auth.AcceptLoginToken, writes=True)
async def accept_login_token(ctx: Context, req: functions.auth.AcceptLoginToken) -> types.Authorization:
    device = await qr.accept(ctx.tx, ctx.viewer, req.token)
    name = sessions.session_hash(ctx.world, device.key_id, ctx.user)
    row = device._replace(hash=name, created=ctx.now, active=ctx.now, flags=0)
    return session(row, current=False, now=ctx.now)
