"""The server goes away and comes back: every library finds its way and misses nothing."""

from __future__ import annotations

import pytest

from tests.interop.clients import LIBRARIES, Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import texts_of, unique
from tests.interop.server import Server


@pytest.fixture(scope="module")
def devices(client: Make, phone: Phones) -> list[Client]:
    number = phone()
    return [client(library).sign_up(number, "Patient") for library in LIBRARIES]


@pytest.fixture(scope="module")
def friend(client: Make, phone: Phones, devices: list[Client]) -> Client:
    made = client("telethon").sign_up(phone(), "Friend")
    made.do("import_contact", phone=devices[0].phone, first_name="Patient")
    for device in devices:
        device.do("import_contact", phone=made.phone, first_name="Friend")
    return made


@pytest.mark.parametrize("end", ["SIGTERM", "SIGKILL"])
def test_clients_reconnect(server: Server, devices: list[Client], friend: Client, end: str) -> None:
    me = devices[0].id
    before, after = unique(f"before {end}"), unique(f"after {end}")
    friend.do("send", peer=me, text=before)
    for device in devices:
        device.wait("message", text=before)
    if end == "SIGTERM":
        assert server.stop() == 0
    else:
        server.kill()
    server.start()
    for device in devices:
        device.do("come_back", timeout=60)
    friend.do("send", peer=me, text=after, timeout=60)
    for device in devices:
        assert device.wait("message", text=after, timeout=40)["chat"] == friend.id
        answer = unique(f"{device.library} is back after {end}")
        device.do("send", peer=friend.id, text=answer, timeout=40)
        friend.wait("message", text=answer, timeout=20)
        newest = texts_of(device.do("history", peer=friend.id, limit=30))
        assert newest.count(before) == newest.count(after) == 1
