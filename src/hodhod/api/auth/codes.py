"""auth.sendCode, resendCode, cancelCode. core.telegram.org/api/auth"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import codes, notices, service_user, sessions
from hodhod.domain.codes import Purpose
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store import bans
from hodhod.store import users as store_users
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
        if await bans.is_banned(inner.tx, phone, inner.now):
            raise errors.PHONE_NUMBER_BANNED
        asked = await codes.ask(inner.tx, inner.viewer, common.rules(ctx), phone, Purpose.LOGIN, code_hash)
        to_app = await _to_service_chat(inner, phone, asked)
        return common.sent_code(inner, asked.row, to_app=to_app, sent=asked.row.created)

    return await ctx.write(ask)


async def _to_service_chat(ctx: Context, phone: str, asked: codes.Asked) -> bool:
    """A copy of the code into the service chat of a user who has another session. False where there is none."""
    user = await store_users.find_by_phone(ctx.tx, phone)
    others = await sessions.others(ctx.tx, user.id, ctx.auth.key_id) if user else []
    if user is None or not others:
        return False
    if asked.fresh:
        code = codes.code_of(ctx.world, asked.row, common.rules(ctx).length)
        await service_user.say(ctx.tx, ctx.viewer.as_user(user.id), notices.login_code(others[0].lang_code, code))
    return True


@method(functions.auth.ResendCode, free=True, login=False)
async def resend_code(ctx: Context, req: functions.auth.ResendCode) -> types.auth.TypeSentCode:
    phone = common.phone_of(ctx, req.phone_number)
    common.check_flood(ctx, phone)

    async def resend(inner: Context) -> types.auth.SentCode:
        row = await codes.resend(inner.tx, inner.viewer, common.rules(ctx), phone, req.phone_code_hash)
        return common.sent_code(inner, row, to_app=False, sent=inner.now)

    return await ctx.write(resend)


@method(functions.auth.CancelCode, writes=True, login=False)
async def cancel_code(ctx: Context, req: functions.auth.CancelCode) -> bool:
    phone = common.phone_of(ctx, req.phone_number)
    await codes.cancel(ctx.tx, ctx.viewer, phone, req.phone_code_hash)
    return True
