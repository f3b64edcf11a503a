"""One account with 250 chats and a history of 1,000 messages, read by every library page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.interop.clients import LIBRARIES, Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, ids_of, peers_of, texts_of
from tests.interop.server import Server
from tests.light.people import Person, sign_in

CHATS, MESSAGES, AT_ONCE = 250, 1000, 25


@dataclass(frozen=True, slots=True)
class Library:
    """What there is to read."""

    number: str
    talker: int
    strangers: list[int]  # in the order in which they wrote


@pytest.fixture(scope="module")
def library(server: Server, phone: Phones) -> Library:
    return asyncio.run(fill(server, phone))


async def fill(server: Server, phone: Phones) -> Library:
    reader = await sign_in(server, phone(), "Reader")
    strangers: list[int] = []
    for start in range(0, CHATS, AT_ONCE):
        numbers = [phone() for _ in range(min(AT_ONCE, CHATS - start))]
        names = [f"Stranger {number}" for number in numbers]
        people = await asyncio.gather(*map(sign_in, [server] * len(numbers), numbers, names))
        strangers += [await greet(person, reader.phone) for person in people]
    talker = await sign_in(server, phone(), "Talker")
    await talk(talker, reader)
    await talker.client.close()
    await reader.client.close()
    return Library(reader.phone, talker.id, strangers)


async def greet(person: Person, number: str) -> int:
    await person.say(await person.meet(number), "salam")
    await person.client.close()
    return person.id


async def talk(talker: Person, reader: Person) -> None:
    peer = await talker.meet(reader.phone)
    for start in range(0, MESSAGES, 50):
        await asyncio.gather(*[talker.send(peer, f"message {number}") for number in range(start, start + 50)])


@pytest.fixture(scope="module", params=LIBRARIES)
def device(request: pytest.FixtureRequest, library: Library, client: Make) -> Iterator[Client]:
    made = client(request.param).sign_up(library.number, "Reader")
    made.do("dialogs", timeout=60)  # from here on the peers are known by their ids
    yield made
    made.close()


def test_dialogs_over_many_pages(device: Client, library: Library) -> None:
    peers = peers_of(device.do("dialogs", timeout=60))
    assert len(peers) == len(set(peers))
    assert [peer for peer in peers if peer in set(library.strangers)] == list(reversed(library.strangers))
    assert library.talker in peers


def numbers_of(messages: list[Record]) -> list[int]:
    return [int(text.removeprefix("message ")) for text in texts_of(messages) if text.startswith("message ")]


def test_history_backward(device: Client, library: Library) -> None:
    messages = device.do("history", peer=library.talker, limit=2 * MESSAGES, timeout=60)
    assert sorted(numbers_of(messages)) == list(range(MESSAGES))
    assert ids_of(messages) == sorted(set(ids_of(messages)), reverse=True)


def test_history_forward(device: Client, library: Library) -> None:
    messages = device.do("history", peer=library.talker, limit=2 * MESSAGES, way="forward", timeout=60)
    assert sorted(numbers_of(messages)) == list(range(MESSAGES))
    assert ids_of(messages) == sorted(set(ids_of(messages)))


def test_history_around_a_message(device: Client, library: Library) -> None:
    """add_offset -20 and limit 40: 19 newer ones, the message itself, 20 older ones."""
    messages = ids_of(device.do("history", peer=library.talker, limit=2 * MESSAGES, timeout=60))
    at = len(messages) // 2
    around = ids_of(device.do("history", peer=library.talker, limit=40, offset_id=messages[at], way="around"))
    if device.library == "tdlib":  # it counts by itself, from what it has and what it asks for, and may give fewer
        start = messages.index(around[0])
        assert around == messages[start : start + len(around)]
        assert start < at < start + len(around) - 1
    else:
        assert around == messages[at - 19 : at + 21]


def test_history_from_an_offset(device: Client, library: Library) -> None:
    newest = device.do("history", peer=library.talker, limit=30)
    older = device.do("history", peer=library.talker, limit=30, offset_id=newest[-1]["id"])
    assert ids_of(older) == sorted(ids_of(older), reverse=True)
    assert len(older) == 30
    assert max(ids_of(older)) < newest[-1]["id"]


def test_search_over_many_pages(device: Client, library: Library) -> None:
    found = device.do("search", query="message", peer=library.talker, limit=250, timeout=60)
    assert numbers_of(found) == list(range(MESSAGES - 1, MESSAGES - 251, -1))


def test_unread_count(device: Client, library: Library) -> None:
    assert device.do("dialog", peer=library.talker)["unread"] == MESSAGES
