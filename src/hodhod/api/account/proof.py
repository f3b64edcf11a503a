"""Proofs that several methods ask for: of the 2FA password (SRP), and of an e-mail address (a code)."""

from __future__ import annotations

from hodhod import errors
from hodhod.api.auth import common
from hodhod.domain import codes, srp
from hodhod.domain.codes import Purpose, Verdict
from hodhod.domain.srp import Verifier
from hodhod.rpc.context import Context
from hodhod.tl import types


async def proof(
    ctx: Context, user_id: int, given: types.TypeInputCheckPasswordSRP | None, *, repeatable: bool = False
) -> Verifier | None:
    """The verifier against which the password was proved, None when the caller offers no proof.

    repeatable: the same proof is good again for a while, so that a repeated request is answered like the first.
    Outside a transaction: it costs powers. Raises FLOOD_WAIT_X, SRP_ID_INVALID, PASSWORD_HASH_INVALID.
    """
    if not isinstance(given, types.InputCheckPasswordSRP):
        return None
    ctx.services.flood.check("password_address", ctx.peer.ip)
    ctx.services.flood.check("password", user_id)
    if repeatable:
        challenge = ctx.services.srp.take_for(given.srp_id, ctx.auth.key_id, ctx.now, given.A, given.M1)
    else:
        challenge = ctx.services.srp.take(given.srp_id, ctx.auth.key_id, ctx.now)
    if not await ctx.services.power(lambda: srp.proves(challenge, given.A, given.M1)):
        raise errors.PASSWORD_HASH_INVALID
    return challenge.verifier


async def prove_by_email(
    ctx: Context, user_id: int, purpose: Purpose, code: str, expired: type[errors.RpcError]
) -> None:
    """Check a code that went to the user's address; the try is counted. Raises CODE_EMPTY, CODE_INVALID, `expired`."""
    if not code:
        raise errors.CODE_EMPTY

    async def attempt(inner: Context) -> Verdict:
        return await codes.attempt_by_email(inner.tx, inner.viewer, common.rules(ctx), purpose, user_id, code)

    verdict = await ctx.write(attempt)
    if verdict is Verdict.WRONG:
        raise errors.CODE_INVALID
    if verdict is Verdict.EXPIRED:
        raise expired
