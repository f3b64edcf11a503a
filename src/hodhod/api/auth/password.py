"""auth.checkPassword, and recovery by e-mail: requestPasswordRecovery, checkRecoveryPassword, recoverPassword.

https://core.telegram.org/api/srp
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.account.proof import proof, prove_by_email
from hodhod.api.auth import common
from hodhod.domain import codes, passwords
from hodhod.domain.codes import Purpose
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.auth.CheckPassword, free=True, login=False)
async def check_password(ctx: Context, req: functions.auth.CheckPassword) -> types.auth.TypeAuthorization:
    user_id = common.known_user(ctx)
    proved = await proof(ctx, user_id, req.password, repeatable=True)

    async def enter(inner: Context) -> types.auth.Authorization | None:
        await passwords.check_proof(inner.tx, user_id, proved)
        return await common.entered(inner, user_id, password_proved=True)

    return _entered(await ctx.write(enter))


@method(functions.auth.RequestPasswordRecovery, free=True, login=False)
async def request_password_recovery(
    ctx: Context, req: functions.auth.RequestPasswordRecovery
) -> types.auth.PasswordRecovery:
    user_id = common.known_user(ctx)
    ctx.services.flood.check("code_key", ctx.auth.key_id)

    async def ask(inner: Context) -> str:
        address = await passwords.recoverable(inner.tx, user_id)
        await codes.ask_by_email(inner.tx, inner.viewer, common.rules(ctx), Purpose.RECOVER_PASSWORD, user_id)
        return address

    return types.auth.PasswordRecovery(email_pattern=passwords.hidden(await ctx.write(ask)))


@method(functions.auth.CheckRecoveryPassword, free=True, login=False)
async def check_recovery_password(ctx: Context, req: functions.auth.CheckRecoveryPassword) -> bool:
    user_id = common.known_user(ctx)
    await prove_by_email(ctx, user_id, Purpose.RECOVER_PASSWORD, req.code, errors.PASSWORD_RECOVERY_EXPIRED)
    return True


@method(functions.auth.RecoverPassword, free=True, login=False)
async def recover_password(ctx: Context, req: functions.auth.RecoverPassword) -> types.auth.TypeAuthorization:
    user_id = common.known_user(ctx)
    await prove_by_email(ctx, user_id, Purpose.RECOVER_PASSWORD, req.code, errors.PASSWORD_RECOVERY_EXPIRED)

    async def recover(inner: Context) -> types.auth.Authorization | None:
        await passwords.recover(inner.tx, inner.viewer, user_id, req.new_settings)
        await codes.forget_by_email(inner.tx, Purpose.RECOVER_PASSWORD, user_id)
        return await common.entered(inner, user_id, password_proved=True)

    return _entered(await ctx.write(recover))


def _entered(result: types.auth.Authorization | None) -> types.auth.Authorization:
    if result is None:  # never: the password was proved
        raise errors.SESSION_PASSWORD_NEEDED
    return result
