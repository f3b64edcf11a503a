"""The 2FA password of an account: set, changed, removed, recovered by e-mail, reset after a wait.

https://core.telegram.org/api/srp

    none --set, no address--> set --removed / recovered / reset / by the operator--> none
      |--set, new address--> pending --code confirmed--> set      (cancelled: as it was before)

Rules
- Who changes anything proves the present password. The proof was made against a verifier that may have changed since;
  `check_proof` compares it under the row's lock.
- A new recovery address, and the password that came with it, take effect when the code sent there is confirmed.
- The salts given out for a new password are MACs, so that one which a client made up is refused.
- A reset without any proof needs `limits.password_reset` seconds of waiting, in which a session may decline it.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import Final, cast

from hodhod import errors, tl
from hodhod.domain import srp
from hodhod.domain.srp import Verifier
from hodhod.domain.viewer import Viewer, World
from hodhod.mtproto.primes import DH_G, DH_PRIME_BYTES
from hodhod.store import passwords as store
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.store.passwords import PasswordRow
from hodhod.tl import types

SALT1: Final = 8
SALT2: Final = 16
LONGEST_SALT1: Final = 64
LONGEST_HINT: Final = 255
RETRY_AFTER_DECLINE: Final = 24 * 3600
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")

KdfAlgo = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
NewPassword = types.account.PasswordInputSettings


def verifier(row: PasswordRow) -> Verifier | None:
    """What proves the password; None when there is none."""
    if row.verifier is None:
        return None
    return Verifier(row.salt1 or b"", row.salt2 or b"", row.verifier)


def new_salts(world: World, row: PasswordRow) -> tuple[bytes, bytes]:
    """(beginning of salt1, salt2) for the account's next password. The client lengthens salt1."""
    digest = hmac.digest(world.secret, f"salts:{row.user_id}:{row.changed}".encode(), "sha256")
    return digest[:SALT1], digest[SALT1 : SALT1 + SALT2]


def hidden(address: str) -> str:
    """An e-mail address as its owner recognises it: a***e@example.org."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***{name[-1:] if len(name) > 1 else ''}@{domain}"


@dataclass(frozen=True, slots=True)
class Present:
    """What an account's sessions may know of its password; addresses are not in clear. Dates 0: none."""

    verifier: Verifier | None
    hint: str
    has_email: bool
    pending_email: str
    reset_at: int
    next_salts: tuple[bytes, bytes]


async def present(tx: Tx, world: World, user_id: int) -> Present:
    row = await store.load(tx, user_id)
    pending = hidden(row.pending_email) if row.pending_email else ""
    return Present(verifier(row), row.hint, bool(row.email), pending, row.reset_at, new_salts(world, row))


async def check_proof(tx: Tx, user_id: int, proved: Verifier | None) -> PasswordRow:
    """The account's row, locked; `proved` is the verifier that the caller's proof was made against, None for no proof.

    Raises PASSWORD_HASH_INVALID without a proof where one is due, SRP_PASSWORD_CHANGED.
    """
    row = await store.lock(tx, user_id)
    present = verifier(row)
    if present is not None and proved is None:
        raise errors.PASSWORD_HASH_INVALID
    if present != proved:
        raise errors.SRP_PASSWORD_CHANGED
    return row


async def freshness(tx: Tx, viewer: Viewer) -> int:
    """Seconds until the viewer's password is no longer new, 0: it is not. Raises PASSWORD_MISSING."""
    row = await store.load(tx, viewer.user)
    if row.verifier is None:
        raise errors.PASSWORD_MISSING
    return max(0, row.changed + viewer.world.limits.fresh_password - viewer.now)


# --- setting and changing


def checked(world: World, row: PasswordRow, new: NewPassword) -> None:
    """Raises NEW_SETTINGS_EMPTY, NEW_SETTINGS_INVALID, NEW_SALT_INVALID, EMAIL_INVALID."""
    if row.verifier is None and not new.new_password_hash:
        raise errors.NEW_SETTINGS_EMPTY
    if new.new_password_hash:
        _checked_algo(new_salts(world, row), new.new_algo)
        if not srp.is_valid_verifier(new.new_password_hash) or len(new.hint or "") > LONGEST_HINT:
            raise errors.NEW_SETTINGS_INVALID
    if new.email and (len(new.email) > 254 or not _EMAIL.fullmatch(new.email)):
        raise errors.EMAIL_INVALID


def _checked_algo(salts: tuple[bytes, bytes], algo: object) -> None:
    if not isinstance(algo, KdfAlgo) or algo.g != DH_G or algo.p != DH_PRIME_BYTES:
        raise errors.NEW_SETTINGS_INVALID
    beginning, salt2 = salts
    if not algo.salt1.startswith(beginning) or len(algo.salt1) > LONGEST_SALT1 or algo.salt2 != salt2:
        raise errors.NEW_SALT_INVALID


async def update(tx: Tx, viewer: Viewer, row: PasswordRow, new: NewPassword) -> bool:
    """Change what is given. True when it waits for a code that must now go to the new e-mail address.

    Raises what `checked` does.
    """
    checked(viewer.world, row, new)
    if new.email and new.email != row.email and new.new_password_hash != b"":
        await store.put(tx, row._replace(pending_email=new.email, pending=tl.encode(new)))
        return True
    await store.put(tx, _applied(row, new, viewer.now))
    return False


def _applied(row: PasswordRow, new: NewPassword, now: int) -> PasswordRow:
    """The row after the change; a removed password takes all that hangs on it along."""
    if new.new_password_hash == b"":
        return PasswordRow(row.user_id, retry_at=row.retry_at, changed=now)
    if new.new_password_hash and isinstance(new.new_algo, KdfAlgo):
        row = row._replace(salt1=new.new_algo.salt1, salt2=new.new_algo.salt2, verifier=new.new_password_hash)
        row = row._replace(hint=new.hint or "", changed=now, reset_at=0)
    if new.new_secure_settings is not None:
        row = row._replace(secure=tl.encode(new.new_secure_settings))
    if new.email is not None:
        row = row._replace(email=new.email)
    return row._replace(pending_email="", pending=None)


async def confirm_email(tx: Tx, user_id: int, now: int) -> None:
    """The code of the new address was right: it and what came with it take effect. Raises EMAIL_HASH_EXPIRED."""
    row = await store.lock(tx, user_id)
    if row.pending is None:
        raise errors.EMAIL_HASH_EXPIRED
    await store.put(tx, _applied(row, cast("NewPassword", tl.decode(row.pending)), now))


async def check_pending_email(tx: Tx, user_id: int) -> None:
    """Raises EMAIL_HASH_EXPIRED when no address waits for its code."""
    if not (await store.load(tx, user_id)).pending_email:
        raise errors.EMAIL_HASH_EXPIRED


async def cancel_email(tx: Tx, user_id: int) -> None:
    """Forget the address that waits for its code, and the password that came with it."""
    row = await store.lock(tx, user_id)
    if row.pending is not None:
        await store.put(tx, row._replace(pending_email="", pending=None))


# --- without the password


async def recoverable(tx: Tx, user_id: int) -> str:
    """The address to which a recovery code may go. Raises PASSWORD_EMPTY, PASSWORD_RECOVERY_NA."""
    row = await store.load(tx, user_id)
    if row.verifier is None:
        raise errors.PASSWORD_EMPTY
    if not row.email:
        raise errors.PASSWORD_RECOVERY_NA
    return row.email


async def recover(tx: Tx, viewer: Viewer, user_id: int, new: NewPassword | None) -> None:
    """A recovery code was right: the password is dropped, or replaced by a new one. Raises what `checked` does."""
    row = await store.lock(tx, user_id)
    if new is None or not new.new_password_hash:
        await _drop(tx, row, viewer.now)
        return
    checked(viewer.world, row, new)
    kept = NewPassword(new_algo=new.new_algo, new_password_hash=new.new_password_hash, hint=new.hint)
    await store.put(tx, _applied(row, kept, viewer.now))


async def request_reset(tx: Tx, viewer: Viewer) -> tuple[str, int]:
    """Begin or finish a reset without any proof: ("done", 0), ("wait", until) or ("refused", until).

    Raises PASSWORD_EMPTY.
    """
    row = await store.lock(tx, viewer.user)
    if row.verifier is None:
        raise errors.PASSWORD_EMPTY
    if row.reset_at and row.reset_at <= viewer.now:
        await _drop(tx, row, viewer.now)
        return "done", 0
    if row.reset_at:
        return "wait", row.reset_at
    if row.retry_at > viewer.now:
        return "refused", row.retry_at
    until = viewer.now + viewer.world.limits.password_reset
    await store.put(tx, row._replace(reset_at=until))
    return "wait", until


async def decline_reset(tx: Tx, viewer: Viewer) -> None:
    """Raises RESET_REQUEST_MISSING."""
    row = await store.lock(tx, viewer.user)
    if not row.reset_at:
        raise errors.RESET_REQUEST_MISSING
    await store.put(tx, row._replace(reset_at=0, retry_at=viewer.now + RETRY_AFTER_DECLINE))


async def operator_reset(tx: Tx, phone: str, now: int) -> bool:
    """The operator drops somebody's password. False when nobody with this number has one."""
    user = await store_users.find_by_phone(tx, phone)
    row = await store.lock(tx, user.id) if user else None
    if row is None or row.verifier is None:
        return False
    await _drop(tx, row, now)
    return True


async def _drop(tx: Tx, row: PasswordRow, now: int) -> None:
    """`changed` stays, so that the next salts differ."""
    await store.put(tx, PasswordRow(row.user_id, changed=now))
