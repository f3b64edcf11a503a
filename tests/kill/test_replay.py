"""Packets that were recorded have no effect when they are sent again, before a restart or after one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from hodhod.tl import functions, types
from tests.interop.server import Server
from tests.light.people import Person, sign_in

pytestmark = pytest.mark.scenario


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("replay") / "data")
    running.start()
    yield running
    running.kill()


async def name_of(person: Person) -> str:
    (me,) = await person.client.call(functions.users.GetUsers(id=[types.InputUserSelf()]))
    return str(me.first_name)


async def rename(person: Person, name: str) -> None:
    await person.client.call(functions.account.UpdateProfile(first_name=name))


async def recorded(person: Person, name: str) -> list[bytes]:
    """The packets of a renaming, which has its effect again whenever it is done again."""
    await person.client.call(functions.help.GetConfig())  # the first call of a connection is wrapped; not this one
    person.client.recording = True
    await rename(person, name)
    person.client.recording = False
    return list(person.client.packets)


async def replay(person: Person, packets: list[bytes]) -> None:
    for packet in packets:
        person.client.replay(packet)
    await asyncio.sleep(0.3)


async def test_same_connection(server: Server) -> None:
    person = await sign_in(server, "+989140000001")
    packets = await recorded(person, "Recorded")
    await rename(person, "Later")
    await replay(person, packets)
    assert await name_of(person) == "Later"
    await person.client.close()


async def test_another_connection(server: Server) -> None:
    """The listener has no key: it sends the packets on a connection of its own."""
    person = await sign_in(server, "+989140000002")
    packets = await recorded(person, "Recorded")
    await rename(person, "Later")
    await person.client.close()
    await replay_alone(server, packets)
    await person.client.connect()
    assert await name_of(person) == "Later"
    await person.client.close()


@pytest.mark.parametrize("end", ["SIGTERM", "SIGKILL"])
async def test_after_a_restart(server: Server, end: str) -> None:
    """The session's memory of message ids is gone; its salts are too."""
    person = await sign_in(server, "+989140000003")
    packets = await recorded(person, "Recorded")
    await rename(person, "Later")
    await person.client.close()
    if end == "SIGTERM":
        assert await asyncio.to_thread(server.stop) == 0
    else:
        server.kill()
    await asyncio.to_thread(server.start)
    await replay_alone(server, packets)
    await person.client.connect()
    await replay(person, packets)
    assert await name_of(person) == "Later"
    await person.client.close()


async def replay_alone(server: Server, packets: list[bytes]) -> None:
    _, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"\xef")
    for packet in packets:
        assert len(packet) // 4 < 0x7F, "one byte of length is enough"
        writer.write(bytes([len(packet) // 4]) + packet)
    await writer.drain()
    await asyncio.sleep(0.3)
    writer.close()
    await writer.wait_closed()
