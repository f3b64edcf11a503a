"""Clients in pairs that talk without a pause, over one end of the server after another.

Each side sends text after text. A text is *acknowledged* when the server has answered its send; one without an answer
is sent again with the same random_id after the reconnect, until it is. Now and then a client reads the newest page of
the history as well.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from itertools import count

from hodhod.tl import functions
from tests.interop.server import Server
from tests.kill.mailbox import Mailbox, Seen
from tests.light.client import ConnectionLost
from tests.light.people import Person, sign_in

IN_FLIGHT = 2


@dataclass(slots=True)
class Side:
    """One of two who talk."""

    person: Person
    mailbox: Mailbox
    other: int
    acknowledged: dict[str, int] = field(default_factory=dict)  # text -> our message id
    numbers: count[int] = field(default_factory=count)


async def make_pairs(server: Server, phones: list[str]) -> list[tuple[Side, Side]]:
    people: list[Person] = []
    for start in range(0, len(phones), 10):
        people += await asyncio.gather(
            *[sign_in(server, phone, f"Load {phone}") for phone in phones[start : start + 10]]
        )
    return [await acquaint(one, other) for one, other in zip(people[::2], people[1::2], strict=True)]


async def acquaint(one: Person, other: Person) -> tuple[Side, Side]:
    await one.meet(other.phone)
    await other.meet(one.phone)
    sides = Side(one, Mailbox(one), other.id), Side(other, Mailbox(other), one.id)
    for side in sides:
        await side.mailbox.begin()
    return sides


async def talk(side: Side, stop: asyncio.Event) -> None:
    """Keep sending until told to stop; then wait until all that was begun is acknowledged."""
    staying = asyncio.create_task(_stay(side))
    await asyncio.gather(*[_send_on(side, stop) for _ in range(IN_FLIGHT)], _read_now_and_then(side, stop))
    staying.cancel()


async def _send_on(side: Side, stop: asyncio.Event) -> None:
    while not stop.is_set():
        text = f"{side.person.id} says {next(side.numbers)}"
        await _send_surely(side, text)
        await asyncio.sleep(random.uniform(0, 0.12))


async def _send_surely(side: Side, text: str) -> None:
    random_id = random.getrandbits(63)
    while True:
        try:
            side.acknowledged[text] = (await side.person.send(side.other, text, random_id)).id
        except ConnectionLost:
            await asyncio.sleep(0.1)
        else:
            return


async def _read_now_and_then(side: Side, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(random.uniform(0.5, 2))
        try:
            await side.mailbox.read_history(side.other, pages=1)
        except ConnectionLost:
            continue


async def _stay(side: Side) -> None:
    """Connect again whenever the connection is lost, and fetch what was missed; also when a push had a gap."""
    while True:
        await asyncio.sleep(0.05)
        if side.person.client.connected and not side.mailbox.catching_up:
            continue
        try:
            await _come_back(side)
        except (OSError, EOFError, ConnectionLost):
            continue


async def _come_back(side: Side) -> None:
    if not side.person.client.connected:
        side.mailbox.catching_up = True
        await side.person.client.connect()
    await side.mailbox.catch_up()


async def settle(side: Side) -> None:
    """The load is over: be connected, have everything."""
    for _ in range(100):
        try:
            await _come_back(side)
        except (OSError, EOFError, ConnectionLost):
            await asyncio.sleep(0.1)
        else:
            return
    raise AssertionError("could not come back")


async def check(side: Side, other: Side) -> list[str]:
    """What is wrong on this side, after both have settled."""
    history = await side.mailbox.read_history(side.other)
    wrong = list(side.mailbox.faults)
    texts = [seen.text for seen in history.values()]
    sent = side.acknowledged.keys() | other.acknowledged.keys()
    wrong += [f"lost from the history: {text}" for text in sorted(sent - set(texts))]
    wrong += (
        [f"twice in the history: {text}" for text in set(texts) if texts.count(text) > 1]
        if len(texts) != len(set(texts))
        else []
    )
    wrong += [f"never sent: {text}" for text in sorted(set(texts) - sent)]
    wrong += _wrong_ids(side, history)
    wrong += _wrong_view(side, history)
    wrong += await _wrong_log(side, len(history))
    return wrong


def _wrong_ids(side: Side, history: dict[int, Seen]) -> list[str]:
    texts = {message_id: seen.text for message_id, seen in history.items()}
    return [
        f"{text} was acknowledged as {i}, which is {texts.get(i)!r}"
        for text, i in side.acknowledged.items()
        if texts.get(i) != text
    ]


def _wrong_view(side: Side, history: dict[int, Seen]) -> list[str]:
    """Live and by difference, the client saw what the history holds, and applied nothing twice."""
    mailbox = side.mailbox
    known = mailbox.messages.keys() | mailbox.live.keys()
    wrong = [f"in the history and never told: {i}" for i in sorted(history.keys() - known)]
    wrong += [
        f"told and not in the history: {i}"
        for i in sorted((mailbox.live.keys() | mailbox.pts_of.keys()) - history.keys())
    ]
    wrong += [f"applied {times} times: {i}" for i, times in mailbox.live.items() if times > 1]
    pairs = sorted(mailbox.pts_of.items())
    order = [pts for _, pts in pairs]
    if order != sorted(set(order)):
        wrong.append("ids and pts do not grow together")
    return wrong


async def _wrong_log(side: Side, messages: int) -> list[str]:
    """From where the load began to the end: as many events as the history has messages, no number left out."""
    mailbox = Mailbox(side.person)
    mailbox.pts, mailbox.date = side.mailbox.first_pts, side.mailbox.date
    await mailbox.catch_up()
    state = await side.person.client.call(functions.updates.GetState())
    wrong = list(mailbox.faults)
    if mailbox.pts != state.pts:
        wrong.append(f"the difference ends at pts {mailbox.pts}, the state is {state.pts}")
    if state.pts - side.mailbox.first_pts != messages:
        wrong.append(f"pts grew by {state.pts - side.mailbox.first_pts} over {messages} messages")
    if len(mailbox.messages) != messages:
        wrong.append(f"the difference holds {len(mailbox.messages)} of {messages} messages")
    return wrong
