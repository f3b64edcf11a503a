"""Code delivery against real local servers: what the panel or the mail server gets, and what a failure says."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hodhod.codes import DeliveryError, Purpose, make_senders
from hodhod.codes.console import ConsoleSender
from hodhod.codes.email import EmailSender
from hodhod.codes.template import fill
from hodhod.codes.webhook import WebhookSender
from hodhod.config import ConfigError, Settings
from hodhod.config.groups import Codes, Email, Webhook

PHONE, CODE = "989121234567", "04711"


async def test_the_console_line_ends_in_the_code_and_hides_the_number() -> None:
    out = io.StringIO()
    await ConsoleSender(out).send(PHONE, CODE, Purpose.LOGIN)
    await ConsoleSender(out).send("alice@example.org", CODE, Purpose.RECOVER_PASSWORD)
    first, second = out.getvalue().splitlines()
    assert first == "login of +98912***4567 code: 04711"
    assert second == "recover password of a***@example.org code: 04711"


def test_a_template_reaches_nothing_but_its_values() -> None:
    assert fill('{"a": {code}, {code.__class__} {other} {email}}', {"code": "1"}) == (
        '{"a": 1, {code.__class__} {other} {email}}'
    )
    assert fill("{code}", {"code": "{code}"}) == "{code}"


@dataclass
class Panel:
    """An SMS panel: keeps what it was sent, answers what it is told to."""

    url: str = ""
    status: int = 200
    answer: str = '{"return":{"status":200}}'
    delay: float = 0
    requests: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((request.method, request.raw_path, dict(request.headers), await request.text()))
        await asyncio.sleep(self.delay)
        return web.Response(status=self.status, text=self.answer)


@pytest_asyncio.fixture
async def panel() -> AsyncIterator[Panel]:
    panel = Panel()
    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", panel.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    panel.url = f"http://{host}:{port}"
    yield panel
    await runner.cleanup()


async def deliver(settings: Webhook, phone: str = PHONE) -> None:
    sender = WebhookSender(settings)
    try:
        await sender.send(phone, CODE, Purpose.LOGIN)
    finally:
        await sender.close()


async def test_a_lookup_panel_is_called_by_its_address(panel: Panel) -> None:
    settings = Webhook.model_validate(
        {"method": "GET", "url": panel.url + "/v1/KEY/verify/lookup.json?receptor={phone}&token={code}&template=login"}
    )
    await deliver(settings, "+98 912")
    method, path, _, body = panel.requests[0]
    assert (method, body) == ("GET", "")
    assert path == "/v1/KEY/verify/lookup.json?receptor=%2B98%20912&token=04711&template=login"


async def test_a_json_panel_gets_escaped_values_and_its_headers(panel: Panel) -> None:
    settings = Webhook.model_validate(
        {
            "url": panel.url,
            "headers": {"X-Api-Key": "hunter2"},
            "body_type": "json",
            "body": '{"to": "{phone}", "text": "کد {code}", "why": "{purpose}"}',
        }
    )
    await deliver(settings, 'a"b')
    _, _, headers, body = panel.requests[0]
    assert json.loads(body) == {"to": 'a"b', "text": "کد 04711", "why": "login"}
    assert headers["X-Api-Key"] == "hunter2"
    assert headers["Content-Type"] == "application/json"


async def test_a_form_panel_gets_encoded_values(panel: Panel) -> None:
    await deliver(Webhook.model_validate({"url": panel.url, "body": "to={phone}&code={code}"}), "1&2=3")
    _, _, headers, body = panel.requests[0]
    assert parse_qs(body) == {"to": ["1&2=3"], "code": ["04711"]}
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_a_panel_that_refuses_is_a_failure_that_names_no_secret(panel: Panel) -> None:
    url = panel.url + "/KEY?to={phone}&code={code}"
    panel.status = 418
    with pytest.raises(DeliveryError, match="status 418") as caught:
        await deliver(Webhook.model_validate({"url": url}))
    assert not {PHONE, CODE, "KEY"} & set(str(caught.value).split())

    panel.status, panel.answer = 200, '{"return":{"status":412}}'
    with pytest.raises(DeliveryError, match=r"webhook\.success"):
        await deliver(Webhook.model_validate({"url": url, "success": '"status":200'}))


async def test_a_redirect_is_not_followed(panel: Panel) -> None:
    panel.status = 302
    with pytest.raises(DeliveryError, match="status 302"):
        await deliver(Webhook.model_validate({"url": panel.url}))
    assert len(panel.requests) == 1


async def test_a_slow_panel_is_given_up(panel: Panel) -> None:
    panel.delay = 5
    with pytest.raises(DeliveryError, match="Timeout"):
        await deliver(Webhook.model_validate({"url": panel.url, "timeout": 0.2}))


async def test_a_panel_that_is_not_there() -> None:
    with pytest.raises(DeliveryError, match="could not be called"):
        await deliver(Webhook.model_validate({"url": "http://127.0.0.1:1/{code}"}))


class Mailbox:
    """A mail server's memory."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], Message]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append((list(envelope.rcpt_tos), message_from_bytes(envelope.original_content or b"")))
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[tuple[Controller, Mailbox]]:
    mailbox = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller, mailbox
    controller.stop()


def mail_settings(controller: Controller) -> Email:
    return Email(host="127.0.0.1", port=controller.port, security="none", sender="hodhod@example.org", timeout=5)


async def test_a_code_goes_to_an_address(mail_server: tuple[Controller, Mailbox]) -> None:
    controller, mailbox = mail_server
    await EmailSender(mail_settings(controller)).send("alice@example.org", CODE, Purpose.VERIFY_EMAIL)
    [(recipients, mail)] = mailbox.mails
    assert recipients == ["alice@example.org"]
    assert mail["Subject"] == "04711 is your code"
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "کد شما: 04711" in body.decode()


async def test_a_phone_number_becomes_an_address(mail_server: tuple[Controller, Mailbox]) -> None:
    controller, mailbox = mail_server
    await EmailSender(mail_settings(controller), "{phone}@sms.example.org").send("+" + PHONE, CODE, Purpose.LOGIN)
    assert mailbox.mails[0][0] == [f"{PHONE}@sms.example.org"]


async def test_a_mail_server_without_starttls_gets_no_code(mail_server: tuple[Controller, Mailbox]) -> None:
    controller, mailbox = mail_server
    settings = mail_settings(controller).model_copy(update={"security": "starttls"})
    with pytest.raises(DeliveryError):
        await EmailSender(settings).send("alice@example.org", CODE, Purpose.LOGIN)
    assert mailbox.mails == []


async def test_an_address_cannot_add_headers(mail_server: tuple[Controller, Mailbox]) -> None:
    controller, mailbox = mail_server
    with pytest.raises(DeliveryError):
        await EmailSender(mail_settings(controller)).send("a@b.c\r\nBcc: d@e.f", CODE, Purpose.LOGIN)
    assert mailbox.mails == []


def test_a_delivery_that_lacks_something_is_refused_at_the_start() -> None:
    for codes in (Codes(delivery="webhook"), Codes(delivery="email", email_to="{phone}@sms.example.org")):
        with pytest.raises(ConfigError):
            make_senders(Settings(codes=codes))


def test_which_plug_in_delivers_what() -> None:
    plain = make_senders(Settings())
    assert isinstance(plain.phone, ConsoleSender)
    assert isinstance(plain.email, ConsoleSender)
    webhook = Settings(
        codes=Codes(delivery="webhook"), webhook=Webhook(url="http://127.0.0.1/"), email=Email(host="mail")
    )
    assert isinstance(make_senders(webhook).phone, WebhookSender)
    assert isinstance(make_senders(webhook).email, EmailSender)
