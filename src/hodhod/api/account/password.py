"""The 2FA password: account.getPassword, updatePasswordSettings and their kin. core.telegram.org/api/srp"""

from __future__ import annotations

from typing import cast

from hodhod import errors, tl
from hodhod.api.account.proof import proof, prove_by_email
from hodhod.api.auth import common
from hodhod.domain import codes, passwords, srp
from hodhod.domain.codes import Purpose
from hodhod.domain.srp import Verifier
from hodhod.mtproto.primes import DH_G, DH_PRIME_BYTES
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


def _algo(salt1: bytes, salt2: bytes) -> types.TypePasswordKdfAlgo:
    return passwords.KdfAlgo(salt1=salt1, salt2=salt2, g=DH_G, p=DH_PRIME_BYTES)


@method(functions.account.GetPassword, free=True, login=False)
async def get_password(ctx: Context, req: functions.account.GetPassword) -> types.account.Password:
    user_id = common.known_user(ctx)
    present = await ctx.db.read(lambda tx: passwords.present(tx, ctx.world, user_id))
    random = ctx.services.random
    result = types.account.Password(
        has_recovery=present.has_email,
        hint=present.hint or None,
        email_unconfirmed_pattern=present.pending_email or None,
        new_algo=_algo(*present.next_salts),
        new_secure_algo=types.SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000(salt=random(8)),
        secure_random=random(256),
        pending_reset_date=present.reset_at or None,
    )
    if present.verifier is not None:
        await _offer(ctx, present.verifier, result)
    return result


async def _offer(ctx: Context, verifier: Verifier, result: types.account.Password) -> None:
    """What a client needs to prove that it knows the present password."""
    secret, expires = ctx.services.random(srp.SIZE), ctx.now + srp.LIFETIME
    challenge = await ctx.services.power(lambda: srp.offer(ctx.auth.key_id, verifier, secret, expires))
    result.has_password = True
    result.current_algo = _algo(verifier.salt1, verifier.salt2)
    result.srp_B = challenge.public
    result.srp_id = int.from_bytes(ctx.services.random(8), "big") >> 1
    ctx.services.srp.keep(result.srp_id, challenge)


@method(functions.account.GetPasswordSettings, free=True)
async def get_password_settings(
    ctx: Context, req: functions.account.GetPasswordSettings
) -> types.account.PasswordSettings:
    proved = await proof(ctx, ctx.user, req.password)
    row = await ctx.write(lambda inner: passwords.check_proof(inner.tx, ctx.user, proved))
    secure = cast("types.SecureSecretSettings", tl.decode(row.secure)) if row.secure else None
    return types.account.PasswordSettings(email=row.email or None, secure_settings=secure)


@method(functions.account.UpdatePasswordSettings, free=True)
async def update_password_settings(ctx: Context, req: functions.account.UpdatePasswordSettings) -> bool:
    proved = await proof(ctx, ctx.user, req.password)

    async def update(inner: Context) -> bool:
        row = await passwords.check_proof(inner.tx, ctx.user, proved)
        waits = await passwords.update(inner.tx, inner.viewer, row, req.new_settings)
        if waits:
            await codes.ask_by_email(inner.tx, inner.viewer, common.rules(ctx), Purpose.VERIFY_EMAIL, ctx.user)
        return waits

    if req.new_settings.email:
        ctx.services.flood.check("code_key", ctx.auth.key_id)
    if await ctx.write(update):
        raise errors.EMAIL_UNCONFIRMED_X(common.rules(ctx).length)
    return True


@method(functions.account.ConfirmPasswordEmail, free=True)
async def confirm_password_email(ctx: Context, req: functions.account.ConfirmPasswordEmail) -> bool:
    await prove_by_email(ctx, ctx.user, Purpose.VERIFY_EMAIL, req.code, errors.EMAIL_HASH_EXPIRED)

    async def confirm(inner: Context) -> None:
        await passwords.confirm_email(inner.tx, ctx.user, inner.now)
        await codes.forget_by_email(inner.tx, Purpose.VERIFY_EMAIL, ctx.user)

    await ctx.write(confirm)
    return True


@method(functions.account.ResendPasswordEmail, free=True)
async def resend_password_email(ctx: Context, req: functions.account.ResendPasswordEmail) -> bool:
    ctx.services.flood.check("code_key", ctx.auth.key_id)

    async def resend(inner: Context) -> None:
        await passwords.check_pending_email(inner.tx, ctx.user)
        await codes.ask_by_email(inner.tx, inner.viewer, common.rules(ctx), Purpose.VERIFY_EMAIL, ctx.user)

    await ctx.write(resend)
    return True


@method(functions.account.CancelPasswordEmail, writes=True)
async def cancel_password_email(ctx: Context, req: functions.account.CancelPasswordEmail) -> bool:
    await passwords.cancel_email(ctx.tx, ctx.user)
    await codes.forget_by_email(ctx.tx, Purpose.VERIFY_EMAIL, ctx.user)
    return True


@method(functions.account.ResetPassword, writes=True)
async def reset_password(ctx: Context, req: functions.account.ResetPassword) -> types.account.TypeResetPasswordResult:
    outcome, date = await passwords.request_reset(ctx.tx, ctx.viewer)
    if outcome == "done":
        return types.account.ResetPasswordOk()
    if outcome == "wait":
        return types.account.ResetPasswordRequestedWait(until_date=date)
    return types.account.ResetPasswordFailedWait(retry_date=date)


@method(functions.account.DeclinePasswordReset, writes=True)
async def decline_password_reset(ctx: Context, req: functions.account.DeclinePasswordReset) -> bool:
    await passwords.decline_reset(ctx.tx, ctx.viewer)
    return True
