"""Which plug-in delivers what, as the settings say. A plug-in and its library are imported only when they are used."""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.config import ConfigError, Settings

from .console import ConsoleSender
from .sender import CodeSender


@dataclass(frozen=True, slots=True)
class Senders:
    """`phone` delivers codes meant for a number, `email` those meant for an address."""

    phone: CodeSender
    email: CodeSender

    async def close(self) -> None:
        await self.phone.close()
        await self.email.close()


def make_senders(settings: Settings) -> Senders:
    """Raises ConfigError for a delivery that lacks what it needs."""
    return Senders(_for_phones(settings), _by_email(settings) if settings.email.host else ConsoleSender())


def _for_phones(settings: Settings) -> CodeSender:
    match settings.codes.delivery:
        case "webhook":
            if not settings.webhook.url:
                raise ConfigError("codes.delivery is webhook, but webhook.url is empty")
            from .webhook import WebhookSender

            return WebhookSender(settings.webhook)
        case "email":
            if not settings.email.host or "{phone}" not in settings.codes.email_to:
                raise ConfigError("codes.delivery is email: email.host and codes.email_to (with {phone}) are needed")
            return _by_email(settings, settings.codes.email_to)
        case "console":
            return ConsoleSender()


def _by_email(settings: Settings, to: str = "") -> CodeSender:
    from .email import EmailSender

    return EmailSender(settings.email, to)
