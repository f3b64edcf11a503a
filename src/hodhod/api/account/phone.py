"""Another number, or no account any more: account.sendChangePhoneCode, changePhone, deleteAccount."""

from __future__ import annotations

from hodhod import errors
from hodhod.api.account.proof import proof
from hodhod.api.auth import common
from hodhod.domain import accounts, codes, passwords, sessions
from hodhod.domain.codes import Purpose
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described


@method(functions.account.SendChangePhoneCode, free=True)
async def send_change_phone_code(ctx: Context, req: functions.account.SendChangePhoneCode) -> types.auth.TypeSentCode:
    phone = common.phone_of(ctx, req.phone_number)
    common.check_flood(ctx, phone)
    code_hash = common.new_code_hash(ctx)

    async def ask(inner: Context) -> types.auth.SentCode:
        await sessions.check_settled(inner.tx, inner.viewer, errors.FRESH_CHANGE_PHONE_FORBIDDEN)
        await accounts.check_free(inner.tx, phone)
        used = common.rules(ctx)
        asked = await codes.ask(inner.tx, inner.viewer, used, phone, Purpose.CHANGE_PHONE, code_hash, ctx.user)
        return common.sent_code(inner, asked.row.hash, to_app=False, sent=asked.row.created)

    return await ctx.write(ask)


@method(functions.account.ChangePhone, free=True)
async def change_phone(ctx: Context, req: functions.account.ChangePhone) -> types.TypeUser:
    phone = common.phone_of(ctx, req.phone_number)
    await common.prove(ctx, phone, req.phone_code_hash, req.phone_code, Purpose.CHANGE_PHONE)

    async def change(inner: Context) -> types.TypeUser:
        await sessions.check_settled(inner.tx, inner.viewer, errors.FRESH_CHANGE_PHONE_FORBIDDEN)
        await accounts.change_phone(inner.tx, inner.viewer, phone)
        users, _ = await described(inner.tx, inner.viewer, [ctx.user])
        return users[0]

    return await ctx.write(change)


@method(functions.account.DeleteAccount, free=True, login=False)
async def delete_account(ctx: Context, req: functions.account.DeleteAccount) -> bool:
    user_id = common.known_user(ctx)
    proved = await proof(ctx, user_id, req.password)

    async def delete(inner: Context) -> None:
        await passwords.check_proof(inner.tx, user_id, proved)
        await accounts.delete(inner.tx, inner.viewer.as_user(user_id))

    await ctx.write(delete)
    return True
