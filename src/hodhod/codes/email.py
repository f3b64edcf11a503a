"""Codes by e-mail: recovery, confirmation of an address, and login codes where a gateway turns mail into messages."""

from __future__ import annotations

import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import aiosmtplib

from hodhod.config.groups import Email

from .sender import DeliveryError, Purpose
from .template import fill


class EmailSender:
    """Sends to an address; a phone number becomes one through `to`, a template with {phone}."""

    def __init__(self, settings: Email, to: str = "") -> None:
        self._settings = settings
        self._to = to

    async def send(self, recipient: str, code: str, purpose: Purpose) -> None:
        address = recipient if "@" in recipient else fill(self._to, {"phone": recipient.lstrip("+")})
        if "@" not in address:
            raise DeliveryError("codes.email_to makes no e-mail address of a phone number")
        try:
            await self._deliver(self._message(address, code, purpose))
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
            raise DeliveryError(f"the mail server could not be used: {type(error).__name__}") from None

    async def close(self) -> None:
        """One connection a mail: nothing stays open."""

    def _message(self, address: str, code: str, purpose: Purpose) -> EmailMessage:
        values = {"code": code, "purpose": purpose.value, "email": address}
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = address
        message["Subject"] = fill(self._settings.subject, values)
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._settings.sender.rpartition("@")[2] or None)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(fill(self._settings.body, values))
        return message

    async def _deliver(self, message: EmailMessage) -> None:
        settings = self._settings
        encrypted = settings.security != "none"
        await aiosmtplib.send(
            message,
            hostname=settings.host,
            port=settings.port,
            username=settings.username or None,
            password=settings.password.get_secret_value() or None,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            tls_context=ssl.create_default_context() if encrypted else None,
            timeout=settings.timeout,
        )
