"""What the methods of signing in share."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import codes, phones, signin
from hodhod.domain.codes import Purpose, Verdict
from hodhod.domain.limits import CodeRules
from hodhod.domain.signin import Device
from hodhod.rpc.context import Context
from hodhod.tl import types
from hodhod.views.authorizations import signed_in

HASH_BYTES = 9


def check_key(ctx: Context) -> None:
    """A key that somebody can be signed in on: permanent, or bound to a permanent one. Raises AUTH_KEY_PERM_EMPTY."""
    if not ctx.auth.key_id:
        raise errors.AUTH_KEY_PERM_EMPTY


def known_user(ctx: Context) -> int:
    """Who is signed in, or still owes the password. Raises AUTH_KEY_UNREGISTERED."""
    user_id = ctx.auth.user_id or ctx.auth.pending_user
    if not user_id:
        raise errors.AUTH_KEY_UNREGISTERED
    return user_id


def rules(ctx: Context) -> CodeRules:
    return ctx.services.settings.codes.rules()


def phone_of(ctx: Context, given: str) -> str:
    """Raises PHONE_NUMBER_INVALID."""
    return phones.normal(given, ctx.services.settings.default_region)


def device_of(ctx: Context) -> Device:
    """The key that asks, as it announced itself."""
    return Device.of(ctx.auth, ctx.peer.ip)


def check_flood(ctx: Context, phone: str) -> None:
    """Codes cost money and patience. Raises FLOOD_WAIT_X."""
    flood = ctx.services.flood
    flood.check("code_address", ctx.peer.ip)
    flood.check("code_key", ctx.auth.key_id)
    flood.check("code_phone", phone)


def new_code_hash(ctx: Context) -> str:
    return ctx.services.random(HASH_BYTES).hex()


def sent_code(ctx: Context, code_hash: str, *, to_app: bool, sent: int) -> types.auth.SentCode:
    """Where the code was sent, and when it may be sent again."""
    used = rules(ctx)
    kind: types.auth.TypeSentCodeType
    kind = types.auth.SentCodeTypeApp(length=used.length) if to_app else types.auth.SentCodeTypeSms(length=used.length)
    return types.auth.SentCode(
        type=kind,
        phone_code_hash=code_hash,
        next_type=types.auth.CodeTypeSms(),
        timeout=max(0, sent + used.resend_after - ctx.now),
    )


async def prove(ctx: Context, phone: str, code_hash: str, code: str | None, purpose: Purpose) -> None:
    """Check a code in a transaction of its own, so that the try is counted whatever is refused.

    Raises PHONE_CODE_EMPTY, PHONE_CODE_HASH_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED.
    """
    if not code:
        raise errors.PHONE_CODE_EMPTY
    if not code_hash:
        raise errors.PHONE_CODE_HASH_EMPTY

    async def attempt(inner: Context) -> Verdict:
        return await codes.attempt(inner.tx, inner.viewer, rules(ctx), phone, code_hash, code, purpose)

    verdict = await ctx.write(attempt)
    if verdict is Verdict.WRONG:
        raise errors.PHONE_CODE_INVALID
    if verdict is Verdict.EXPIRED:
        raise errors.PHONE_CODE_EXPIRED


async def entered(
    inner: Context, user_id: int, *, password_proved: bool = False, accepted: bool = False
) -> types.auth.Authorization | None:
    """Sign the key in within a transaction. None: the password is due, say so after the commit."""
    proofs = {"password_proved": password_proved, "accepted": accepted}
    if not await signin.enter(inner.tx, inner.viewer, device_of(inner), user_id, **proofs):
        return None
    return await signed_in(inner.tx, inner.viewer, user_id)
