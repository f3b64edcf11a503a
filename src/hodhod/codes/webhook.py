"""Codes through an HTTP service: the SMS panels of Kavenegar, Ghasedak, SMS.ir and their like, or one's own script.

Kavenegar's lookup, for example:

    [codes]
    delivery = "webhook"

    [webhook]
    method = "GET"
    url = "https://api.kavenegar.com/v1/YOUR-API-KEY/verify/lookup.json?receptor={phone}&token={code}&template=login"

One try within the time limit: a code that arrives after its sign-in was given up only confuses; users can ask again.
"""

from __future__ import annotations

import aiohttp

from hodhod.config.groups import Webhook

from .sender import DeliveryError, Purpose
from .template import FORM, JSON, PLAIN, URL, Escape, fill

MAX_ANSWER = 64 * 1024
_BODIES: dict[str, tuple[Escape, str]] = {
    "form": (FORM, "application/x-www-form-urlencoded"),
    "json": (JSON, "application/json"),
    "text": (PLAIN, "text/plain; charset=utf-8"),
}


class WebhookSender:
    """Keeps its connections open between codes."""

    def __init__(self, settings: Webhook) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def send(self, recipient: str, code: str, purpose: Purpose) -> None:
        values = {"phone": recipient, "code": code, "purpose": purpose.value}
        try:
            status, answer = await self._request(values)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            # Only the kind of error: its text may hold the address, and with it number, code and API key.
            raise DeliveryError(f"the webhook could not be called: {type(error).__name__}") from None
        if not 200 <= status < 300:
            raise DeliveryError(f"the webhook answered with status {status}")
        if self._settings.success not in answer:
            raise DeliveryError("the webhook's answer lacks the text of webhook.success")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _request(self, values: dict[str, str]) -> tuple[int, str]:
        settings = self._settings
        escape, kind = _BODIES[settings.body_type]
        headers = {name: fill(secret.get_secret_value(), values) for name, secret in settings.headers.items()}
        if settings.body and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = kind
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=settings.timeout)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        async with self._session.request(
            settings.method,
            fill(settings.url, values, URL),
            headers=headers,
            data=fill(settings.body, values, escape).encode() if settings.body else None,
            allow_redirects=False,
        ) as response:
            return response.status, (await response.content.read(MAX_ANSWER)).decode(errors="replace")
