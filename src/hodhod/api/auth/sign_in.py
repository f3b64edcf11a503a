"""auth.signIn, signUp, logOut, resetAuthorizations, importBotAuthorization. core.telegram.org/api/auth

signIn and signUp may arrive twice (a client that lost the answer sends them again after its reconnect): the second
answers like the first, for the same permanent key, phone_code_hash and code, as long as domain/codes.py REPEAT says.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import codes, profile, sessions, signin
from hodhod.domain.codes import Purpose
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.authorizations import signed_in


@method(functions.auth.SignIn, free=True, login=False)
async def sign_in(ctx: Context, req: functions.auth.SignIn) -> types.auth.TypeAuthorization:
    common.check_key(ctx)
    phone = common.phone_of(ctx, req.phone_number)
    await common.prove(ctx, phone, req.phone_code_hash, req.phone_code, Purpose.LOGIN)

    async def enter(inner: Context) -> types.auth.TypeAuthorization | None:
        user_id = await signin.user_of(inner.tx, phone)
        if user_id is None:
            return types.auth.AuthorizationSignUpRequired()
        return await common.entered(inner, user_id)

    result = await ctx.write(enter)
    if result is None:
        raise errors.SESSION_PASSWORD_NEEDED
    return result


@method(functions.auth.SignUp, writes=True, login=False)
async def sign_up(ctx: Context, req: functions.auth.SignUp) -> types.auth.TypeAuthorization:
    common.check_key(ctx)
    phone = common.phone_of(ctx, req.phone_number)
    names = profile.checked_names(ctx.viewer, req.first_name, req.last_name)
    if await codes.proved(ctx.tx, ctx.viewer, phone, req.phone_code_hash) is None:
        raise errors.PHONE_CODE_EXPIRED
    device, silent = common.device_of(ctx), req.no_joined_notifications
    user_id = await signin.sign_up(ctx.tx, ctx.viewer, device, phone, names, silent=silent)
    return await signed_in(ctx.tx, ctx.viewer, user_id)


@method(functions.auth.LogOut, writes=True, login=False)
async def log_out(ctx: Context, req: functions.auth.LogOut) -> types.auth.LoggedOut:
    common.known_user(ctx)
    await sessions.log_out(ctx.tx, ctx.viewer, ctx.client.session.key.id)
    return types.auth.LoggedOut()


@method(functions.auth.ResetAuthorizations, writes=True)
async def reset_authorizations(ctx: Context, req: functions.auth.ResetAuthorizations) -> bool:
    await sessions.end_others(ctx.tx, ctx.viewer)
    return True


@method(functions.auth.ImportBotAuthorization, login=False)
async def import_bot_authorization(
    ctx: Context, req: functions.auth.ImportBotAuthorization
) -> types.auth.TypeAuthorization:
    """There are no bots yet, so no token is good."""
    raise errors.ACCESS_TOKEN_INVALID
