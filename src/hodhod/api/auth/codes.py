"""auth.sendCode, resendCode, cancelCode. core.telegram.org/api/auth"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import codes, signin
from hodhod.domain.codes import Purpose
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.auth.SendCode, free=True, login=False)
async def send_code(ctx: Context, req: functions.auth.SendCode) -> types.auth.TypeSentCode:
    common.check_key(ctx)
    if req.api_id <= 0:
        raise errors.API_ID_INVALID
    phone = common.phone_of(ctx, req.phone_number)
    common.check_flood(ctx, phone)
    code_hash = common.new_code_hash(ctx)

    async def ask(inner: Context) -> types.auth.SentCode:
        rules = common.rules(ctx)
        asked = await codes.ask(inner.tx, inner.viewer, rules, phone, Purpose.LOGIN, code_hash)
        to_app = await signin.copy_to_service_chat(inner.tx, inner.viewer, rules, phone, asked)
        return common.sent_code(inner, asked.row.hash, to_app=to_app, sent=asked.row.created)

    return await ctx.write(ask)


@method(functions.auth.ResendCode, free=True, login=False)
async def resend_code(ctx: Context, req: functions.auth.ResendCode) -> types.auth.TypeSentCode:
    phone = common.phone_of(ctx, req.phone_number)
    common.check_flood(ctx, phone)

    async def resend(inner: Context) -> types.auth.SentCode:
        row = await codes.resend(inner.tx, inner.viewer, common.rules(ctx), phone, req.phone_code_hash)
        return common.sent_code(inner, row.hash, to_app=False, sent=inner.now)

    return await ctx.write(resend)


@method(functions.auth.CancelCode, writes=True, login=False)
async def cancel_code(ctx: Context, req: functions.auth.CancelCode) -> bool:
    phone = common.phone_of(ctx, req.phone_number)
    await codes.cancel(ctx.tx, ctx.viewer, phone, req.phone_code_hash)
    return True
