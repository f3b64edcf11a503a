"""Web pages that were logged in to with the account: there is no such page here, so the list is empty."""

from __future__ import annotations

from hodhod import errors
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.account.GetWebAuthorizations, static=True)
async def get_web_authorizations(
    ctx: Context, req: functions.account.GetWebAuthorizations
) -> types.account.WebAuthorizations:
    return types.account.WebAuthorizations(authorizations=[], users=[])


@method(functions.account.ResetWebAuthorization)
async def reset_web_authorization(ctx: Context, req: functions.account.ResetWebAuthorization) -> bool:
    raise errors.HASH_INVALID


@method(functions.account.ResetWebAuthorizations, static=True)
async def reset_web_authorizations(ctx: Context, req: functions.account.ResetWebAuthorizations) -> bool:
    return True
