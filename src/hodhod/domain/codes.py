"""Codes that prove a phone number or an e-mail address. core.telegram.org/api/auth

No code is stored, and none is fixed: a code is the MAC of (hash, serial) under the server's secret, so whoever reads
the database learns none, and the operator's tool and the delivery job make the same one again. A row is its state:

    asked --right code--> used --(sign-up, or nothing)--> expired
      |  ^-- wrong code: one try less; after `tries` of them the code is dead
      +--(lifetime)--> expired

Rules
- A code is bound to the permanent key and the phone number that asked for it.
- Wrong tries are counted in a transaction of their own: the refusal that follows must not undo it.
- After the right code the same key may give it again for REPEAT seconds and gets the same answer (pitfall 7), and may
  sign up for SIGN_UP seconds.
- Codes to an e-mail address have a fixed hash for each (purpose, user), and the time of asking as serial.
"""

from __future__ import annotations

import enum
import hmac
from dataclasses import dataclass
from typing import Final

from hodhod import errors
from hodhod.domain.limits import CodeRules
from hodhod.domain.viewer import Viewer, World
from hodhod.store import bans, jobs
from hodhod.store import codes as store
from hodhod.store.codes import CodeRow
from hodhod.store.db import Tx

REPEAT: Final = 300
SIGN_UP: Final = 3600
JOB: Final = "login_code"


class Purpose(enum.StrEnum):
    """Why a code was asked for. Stored: a word keeps its meaning."""

    LOGIN = "login"
    CHANGE_PHONE = "change_phone"
    VERIFY_EMAIL = "verify_email"
    RECOVER_PASSWORD = "recover_password"  # noqa: S105 - names a purpose


class Verdict(enum.Enum):
    """What a try came to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that waits to be given. fresh: it is new, and on its way; else it was asked for just before."""

    row: CodeRow
    fresh: bool


def code_of(world: World, row: CodeRow, length: int) -> str:
    """The digits, leading zeros kept."""
    digest = hmac.digest(world.secret, f"code:{row.hash}:{row.serial}".encode(), "sha256")
    return f"{int.from_bytes(digest[:16], 'big') % 10**length:0{length}d}"


def is_live(row: CodeRow, now: int, rules: CodeRules) -> bool:
    """May this code still be given for the first time?"""
    return not row.used and row.tries < rules.tries and row.expires > now


async def ask(
    tx: Tx, viewer: Viewer, rules: CodeRules, phone: str, purpose: Purpose, new_hash: str, about: int = 0
) -> Asked:
    """A code for a number. Asked again within `resend_after` by the same key, the first stands and nothing is sent.

    Raises PHONE_NUMBER_BANNED.
    """
    now = viewer.now
    if await bans.is_banned(tx, phone, now):
        raise errors.PHONE_NUMBER_BANNED
    row = await store.of_key(tx, phone, viewer.key_id, purpose)
    if row is not None and is_live(row, now, rules) and now < row.created + rules.resend_after:
        return Asked(row, fresh=False)
    await store.drop_of_key(tx, phone, viewer.key_id, purpose)
    row = CodeRow(new_hash, phone, viewer.key_id, purpose, 0, 0, now, now + rules.lifetime, user_id=about)
    await store.put(tx, row)
    await jobs.enqueue(tx, JOB, row.hash.encode(), now)
    return Asked(row, fresh=True)


async def resend(tx: Tx, viewer: Viewer, rules: CodeRules, phone: str, code_hash: str) -> CodeRow:
    """Send the same code once more, good for its whole time again. Raises PHONE_CODE_EXPIRED."""
    row = await _of(tx, viewer, phone, code_hash)
    if row is None or not is_live(row, viewer.now, rules):
        raise errors.PHONE_CODE_EXPIRED
    await store.extend(tx, row.hash, viewer.now + rules.lifetime)
    await jobs.enqueue(tx, JOB, row.hash.encode(), viewer.now)
    return row


async def cancel(tx: Tx, viewer: Viewer, phone: str, code_hash: str) -> None:
    """The code is no longer wanted. Raises PHONE_CODE_EXPIRED."""
    row = await _of(tx, viewer, phone, code_hash)
    if row is None:
        raise errors.PHONE_CODE_EXPIRED
    await store.drop(tx, row.hash)


async def _of(tx: Tx, viewer: Viewer, phone: str, code_hash: str) -> CodeRow | None:
    """The code of this hash, if this key asked for it and for this number."""
    row = await store.lock(tx, code_hash)
    if row is None or row.key_id != viewer.key_id or row.phone != phone:
        return None
    return row


async def attempt(
    tx: Tx, viewer: Viewer, rules: CodeRules, phone: str, code_hash: str, code: str, purpose: Purpose
) -> Verdict:
    """Try a code. A wrong one is counted, a right one noted: commit this before anything can be refused."""
    row = await _of(tx, viewer, phone, code_hash)
    if row is None or row.purpose != purpose:
        return Verdict.EXPIRED
    return await _try(tx, viewer, rules, row, code)


async def _try(tx: Tx, viewer: Viewer, rules: CodeRules, row: CodeRow, code: str) -> Verdict:
    now = viewer.now
    # an e-mail code is checked first and used when the new password is thought out
    repeated = row.used and now < (row.used + REPEAT if row.phone else row.expires)
    if row.tries >= rules.tries or not (repeated or is_live(row, now, rules)):
        return Verdict.EXPIRED
    if not hmac.compare_digest(code_of(viewer.world, row, rules.length).encode(), code.strip().encode()):
        await store.tried(tx, row.hash)
        return Verdict.WRONG
    if not row.used:
        await store.used(tx, row.hash, now, now + SIGN_UP)
    return Verdict.RIGHT


async def proved(tx: Tx, viewer: Viewer, phone: str, code_hash: str) -> CodeRow | None:
    """The login code that this key has given rightly for this number, not too long ago to sign up with it."""
    row = await _of(tx, viewer, phone, code_hash)
    if row is None or row.purpose != Purpose.LOGIN or not row.used or viewer.now >= row.expires:
        return None
    return row


def email_hash(purpose: Purpose, user_id: int) -> str:
    return f"{purpose}:{user_id}"


async def ask_by_email(tx: Tx, viewer: Viewer, rules: CodeRules, purpose: Purpose, user_id: int) -> None:
    """A code to the user's e-mail address; the job finds the address."""
    code_hash = email_hash(purpose, user_id)
    now = viewer.now
    expires = now + max(rules.lifetime, SIGN_UP)
    row = CodeRow(code_hash, "", viewer.key_id, purpose, now, 0, now, expires, user_id=user_id)
    await store.put(tx, row)
    await jobs.enqueue(tx, JOB, code_hash.encode(), now)


async def attempt_by_email(
    tx: Tx, viewer: Viewer, rules: CodeRules, purpose: Purpose, user_id: int, code: str
) -> Verdict:
    """Try a code that went to the user's e-mail address, from whichever session. As `attempt`."""
    row = await store.lock(tx, email_hash(purpose, user_id))
    return await _try(tx, viewer, rules, row, code) if row is not None else Verdict.EXPIRED


async def forget_by_email(tx: Tx, purpose: Purpose, user_id: int) -> None:
    """The code has done its work, or is no longer wanted."""
    await store.drop(tx, email_hash(purpose, user_id))


async def pending(tx: Tx, world: World, rules: CodeRules, phone: str, now: int) -> list[tuple[str, str]]:
    """(code, purpose) of what a number waits for, the newest first: for the operator."""
    rows = await store.of_phone(tx, phone)
    return [(code_of(world, row, rules.length), row.purpose) for row in rows if is_live(row, now, rules)]
