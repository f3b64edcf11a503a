"""Ways in and out: sign-up, sign-in, password, QR code, sessions, log-out, contacts who join."""

from __future__ import annotations

import pytest

from tests.interop.clients import LIBRARIES, Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import peers_of, texts_of, within
from tests.interop.server import Server

SERVICE = 777000
TDLIB_MAY_SAY = (
    (r"\[AuthManager\.cpp:\d+\].*Logging out by user request", "test_log_out"),
    (r"\[AuthManager\.cpp:\d+\].*Lost authorization because of AUTH_KEY_UNREGISTERED", "test_terminate_all_others"),
    (r"\[SessionMultiProxy\.cpp:\d+\].*Destroy auth key", "after either"),
    (r"\[Session\.cpp:\d+\].*main auth_key has been successfully destroyed", "after either"),
)


@pytest.fixture(params=[library for library in LIBRARIES if library != "teleproto"])  # there it is GramJS's code
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_sign_up_and_in_again(client: Make, phone: Phones, library: str) -> None:
    first = client(library).sign_up(phone(), "زهرا", "Ahmadi")
    me = first.do("me")
    assert (me["first_name"], me["last_name"]) == ("زهرا", "Ahmadi")
    assert me["phone"].lstrip("+") == first.phone.lstrip("+")
    second = client(library).sign_up(first.phone, "Somebody", "Else")
    assert second.id == first.id
    assert second.do("me")["first_name"] == "زهرا"


def test_second_device_gets_its_code_in_the_service_chat(client: Make, phone: Phones, library: str) -> None:
    first = client(library).sign_up(phone(), "Reza")
    client("telethon").sign_up(first.phone, "Reza")
    notices = first.seen("message", chat=SERVICE) or [first.wait("message", chat=SERVICE)]
    assert all(notice["sender"] == SERVICE for notice in notices)
    within(lambda: any("Telethon test" in text for text in texts_of(first.seen("message", chat=SERVICE))))


def test_wrong_code(client: Make, phone: Phones, server: Server, library: str) -> None:
    device = client(library)
    device.start()
    device.do("connect")
    number = phone()
    mark = server.mark()
    device.do("request_code", phone=number)
    code = server.code(number, mark)
    wrong = str((int(code) + 1) % 10 ** len(code)).zfill(len(code))
    with pytest.raises(Refused) as refused:
        device.do("submit_code", phone=number, code=wrong)
    assert refused.value.name == "PHONE_CODE_INVALID"
    assert device.do("submit_code", phone=number, code=code)["state"] == "sign_up"


def test_password(client: Make, phone: Phones, library: str) -> None:
    first = client(library).sign_up(phone(), "Careful")
    first.do("set_password", new="گذرواژه one", hint="hint")
    second = client(library)
    second.start()
    second.do("connect")
    assert second.enter_code(first.phone) == "password"
    with pytest.raises(Refused) as refused:
        second.do("submit_password", password="wrong")
    assert refused.value.name == "PASSWORD_HASH_INVALID"
    assert second.do("submit_password", password="گذرواژه one")["state"] == "ready"
    assert second.do("me")["id"] == first.id
    first.do("set_password", new="two", current="گذرواژه one")
    with pytest.raises(Refused) as refused:
        first.do("remove_password", current="گذرواژه one")
    assert refused.value.name == "PASSWORD_HASH_INVALID"
    first.do("remove_password", current="two")
    third = client("telethon")
    third.start()
    third.do("connect")
    assert third.enter_code(first.phone) == "ready"


def test_forgotten_password(client: Make, phone: Phones, server: Server, library: str) -> None:
    first = client(library).sign_up(phone(), "Forgetful")
    domain = f"{library}.example.org"
    first.do("set_password", new="never to be remembered")
    mark = server.mark()
    first.do("set_recovery", password="never to be remembered", email=f"me@{domain}")
    first.do("confirm_recovery", code=server.mailed_code(domain, mark))
    second = client(library)
    second.start()
    second.do("connect")
    assert second.enter_code(first.phone) == "password"
    mark = server.mark()
    assert domain in second.do("forgot_password")
    assert second.do("recover", code=server.mailed_code(domain, mark))["state"] == "ready"
    assert second.do("me")["id"] == first.id


def by_qr(shows: Client, accepts: Client) -> str:
    shows.start()
    shows.do("connect")
    url = shows.do("qr_show")
    waiting = shows.begin("qr_wait")
    accepts.do("qr_accept", url=url)
    return str(waiting.result(20)["state"])


def test_qr_shown(client: Make, phone: Phones, library: str) -> None:
    first = client("telethon").sign_up(phone(), "Scanner")
    second = client(library)
    assert by_qr(second, first) == "ready"
    assert second.do("me")["id"] == first.id


def test_qr_accepted(client: Make, phone: Phones, library: str) -> None:
    first = client(library).sign_up(phone(), "Scanner")
    second = client("telethon")
    assert by_qr(second, first) == "ready"
    assert second.do("me")["id"] == first.id


def test_qr_with_password(client: Make, phone: Phones) -> None:
    first = client("telethon").sign_up(phone(), "Scanner")
    first.do("set_password", new="secret")
    second = client("tdlib")
    assert by_qr(second, first) == "password"
    assert second.do("submit_password", password="secret")["state"] == "ready"


def test_sessions(client: Make, phone: Phones, library: str) -> None:
    first = client(library).sign_up(phone(), "Two devices")
    second = client("kurigram").sign_up(first.phone, "Two devices")
    sessions = first.do("sessions")
    assert sorted(one["current"] for one in sessions) == [False, True]
    (other,) = [one for one in sessions if not one["current"]]
    assert (other["device"], other["ip"]) == ("Kurigram test", "127.0.0.1")
    first.do("terminate", hash=other["hash"])
    assert len(first.do("sessions")) == 1
    assert is_signed_out(second)


def test_terminate_all_others(client: Make, phone: Phones, library: str) -> None:
    first = client("telethon").sign_up(phone(), "Three devices")
    second = client(library).sign_up(first.phone, "Three devices")
    first.do("terminate_others")
    assert len(first.do("sessions")) == 1
    assert is_signed_out(second)


def is_signed_out(device: Client) -> bool:
    try:
        device.do("sessions")
    except Refused as refused:
        return refused.name in {"AUTH_KEY_UNREGISTERED", "SESSION_REVOKED", "Unauthorized", "Request aborted"}
    return False


def test_log_out(client: Make, phone: Phones, library: str) -> None:
    stays = client("telethon").sign_up(phone(), "Leaves one")
    goes = client(library).sign_up(stays.phone, "Leaves one")
    assert len(stays.do("sessions")) == 2
    goes.do("log_out")
    assert len(stays.do("sessions")) == 1
    goes.close()


def test_contact_who_joins_later(client: Make, phone: Phones, library: str) -> None:
    early = client(library).sign_up(phone(), "Early")
    late_number = phone()
    assert early.do("import_contact", phone=late_number, first_name="Late") is None
    late = client("telethon").sign_up(late_number, "Late")
    joined = early.wait("message", chat=late.id)
    assert joined["service"]
    assert late.id in [contact["id"] for contact in early.do("contacts")]
    within(lambda: late.id in peers_of(early.do("dialogs")))
