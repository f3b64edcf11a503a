"""The sessions of an account: account.getAuthorizations, resetAuthorization, what each accepts, how long it lives."""

from __future__ import annotations

from hodhod.domain import sessions, settings
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.authorizations import session


@method(functions.account.GetAuthorizations)
async def get_authorizations(ctx: Context, req: functions.account.GetAuthorizations) -> types.account.Authorizations:
    rows = await sessions.listed(ctx.tx, ctx.viewer)
    days = await settings.get(ctx.tx, ctx.viewer, "authorization_ttl")
    shown: list[types.TypeAuthorization] = [
        session(row, current=row.key_id == ctx.auth.key_id, now=ctx.now) for row in rows
    ]
    return types.account.Authorizations(authorization_ttl_days=days, authorizations=shown)


@method(functions.account.ResetAuthorization, writes=True)
async def reset_authorization(ctx: Context, req: functions.account.ResetAuthorization) -> bool:
    await sessions.end(ctx.tx, ctx.viewer, req.hash)
    return True


@method(functions.account.SetAuthorizationTTL, writes=True)
async def set_authorization_ttl(ctx: Context, req: functions.account.SetAuthorizationTTL) -> bool:
    await sessions.set_ttl(ctx.tx, ctx.viewer, req.authorization_ttl_days)
    return True


@method(functions.account.ChangeAuthorizationSettings, writes=True)
async def change_authorization_settings(ctx: Context, req: functions.account.ChangeAuthorizationSettings) -> bool:
    secret_off, calls_off = req.encrypted_requests_disabled, req.call_requests_disabled
    await sessions.change(ctx.tx, ctx.viewer, req.hash, req.confirmed, secret_off, calls_off)
    return True
