"""Sends the codes that people asked for: a job, because it takes seconds and may fail.

The job names the code's row and no more; the code is made again from it. A row that is gone, used or expired by now
is not worth a message.
"""

from __future__ import annotations

from typing import NamedTuple

from hodhod.codes import Purpose
from hodhod.domain import codes
from hodhod.rpc.context import Services
from hodhod.store import codes as store
from hodhod.store import passwords as store_passwords
from hodhod.store.db import Tx


class Letter(NamedTuple):
    """What is to be sent; the recipient is a phone number or an e-mail address."""

    recipient: str
    code: str
    purpose: Purpose


async def send_login_code(services: Services, payload: bytes) -> None:
    """payload: the phone_code_hash. Raises DeliveryError: then it is tried again."""
    if services.codes is None:
        raise RuntimeError("there is nothing to send codes with")
    letter = await services.db.read(lambda tx: _letter(tx, services, payload.decode()))
    if letter is not None:
        sender = services.codes.email if "@" in letter.recipient else services.codes.phone
        await sender.send(letter.recipient, letter.code, letter.purpose)


async def _letter(tx: Tx, services: Services, code_hash: str) -> Letter | None:
    rules = services.settings.codes.rules()
    row = await store.find(tx, code_hash)
    if row is None or not codes.is_live(row, int(services.clock()), rules):
        return None
    purpose = Purpose(row.purpose)
    recipient = f"+{row.phone}" if row.phone else await _address(tx, row.user_id, purpose)
    return Letter(recipient, codes.code_of(services.world, row, rules.length), purpose) if recipient else None


async def _address(tx: Tx, user_id: int, purpose: Purpose) -> str:
    """The user's e-mail address that the code is about; "" when it was given up."""
    row = await store_passwords.load(tx, user_id)
    return row.pending_email if purpose is Purpose.VERIFY_EMAIL else row.email
