"""What the server asks of a way to deliver codes."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Purpose(StrEnum):
    """Why somebody is sent a code."""

    LOGIN = "login"
    CHANGE_PHONE = "change_phone"
    CONFIRM_PHONE = "confirm_phone"
    VERIFY_EMAIL = "verify_email"
    RECOVER_PASSWORD = "recover_password"  # noqa: S105 - a word, no password


class DeliveryError(Exception):
    """The code did not leave. The message is for the log: it names no number and no code."""


class CodeSender(Protocol):
    """One way to deliver codes. Called after the commit, never in a transaction; may take seconds."""

    async def send(self, recipient: str, code: str, purpose: Purpose) -> None:
        """Deliver `code` to a phone number (digits, with or without +) or an e-mail address. Raises DeliveryError."""
        ...

    async def close(self) -> None: ...
