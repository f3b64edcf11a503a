"""Commits that are heard of in another order than they happened, and answers that must not overtake pushes."""

from __future__ import annotations

import asyncio

import pytest

from hodhod.delivery import order
from hodhod.delivery.order import Queue
from hodhod.rpc.answers import in_turn
from tests.delivery.listeners import Listener, Room, Slow
from tests.domain.test_chats import CHANNEL, make_channel, say
from tests.domain.world import Cast


async def text(cast: Cast, sender: str, to: str, words: str) -> list[object]:
    """A private message: its committed records."""
    await cast.send(sender, to, words)
    return list(cast.told)


def words(who: Listener) -> list[str]:
    return [update.message.message for update in who.said]


def places(who: Listener) -> list[int]:
    return [update.pts for update in who.said if hasattr(update, "pts")]


async def test_the_later_commit_heard_of_first_waits_for_the_earlier(cast: Cast) -> None:
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    first, second, third = [await text(cast, "alice", "bob", word) for word in ("one", "two", "three")]
    room.fanout.deliver(first, None)
    await room.settle()
    room.fanout.deliver(third, None)
    await asyncio.sleep(0.02)
    assert len(bob.said) == 1, "the third waits"
    room.fanout.deliver(second, None)
    await room.settle()
    assert places(bob) == sorted(places(bob))
    assert len(places(bob)) == 3


async def test_a_record_that_never_comes_holds_nobody_up_for_long(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "PATIENCE", 0.02)
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    first, _, third = [await text(cast, "alice", "bob", word) for word in ("one", "lost", "three")]
    room.fanout.deliver(first, None)
    room.fanout.deliver(third, None)
    await room.settle()
    assert len(places(bob)) == 2


async def test_a_channels_posts_are_put_in_order(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    told = []
    for word in ("one", "two", "three"):
        await say(cast, "alice", peer, word)
        told.append(list(cast.told))
    for records in (told[0], told[2], told[1]):
        room.fanout.deliver(records, None)
    await room.settle()
    assert bob.texts == ["one", "two", "three"]


async def test_an_answer_waits_for_the_push_of_what_is_older(cast: Cast) -> None:
    """Bob's own message is committed while Alice's, which is older, is still being read for him."""
    room = Room(cast, Slow(cast.db, delays=[0, 0.05]))
    bob = await room.enter("bob")
    hers = await text(cast, "alice", "bob", "older")
    his = await text(cast, "bob", "alice", "newer")
    room.fanout.deliver(hers, None)
    answers = room.fanout.deliver(his, bob.client)
    assert answers, "there is something to wait for"
    await in_turn(answers)
    assert words(bob) == ["older"]


async def test_an_answer_waits_for_an_older_one_that_is_not_heard_of_yet(cast: Cast) -> None:
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    hers = await text(cast, "alice", "bob", "older")
    his = await text(cast, "bob", "alice", "newer")
    answers = room.fanout.deliver(his, bob.client)
    await asyncio.sleep(0.02)
    assert not any(answer.due.done() for answer in answers)
    room.fanout.deliver(hers, None)
    await in_turn(answers)
    assert words(bob) == ["older"]


async def test_what_is_newer_waits_for_the_answer(cast: Cast) -> None:
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    his = await text(cast, "bob", "alice", "older")
    hers = await text(cast, "alice", "bob", "newer")
    answers = room.fanout.deliver(his, bob.client)
    room.fanout.deliver(hers, None)
    await in_turn(answers)
    assert words(bob) == [], "the answer goes now"
    await room.settle()
    assert words(bob) == ["newer"]


async def test_answers_leave_in_the_order_of_what_they_tell(cast: Cast) -> None:
    """Two requests of one session; the later commit is heard of first."""
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    first, second = await text(cast, "bob", "alice", "first"), await text(cast, "bob", "alice", "second")
    left: list[str] = []

    async def answer(words: str, records: list[object]) -> None:
        await in_turn(room.fanout.deliver(records, bob.client))
        left.append(words)

    await asyncio.gather(answer("second", second), answer("first", first))
    assert left == ["first", "second"]


async def test_an_answer_that_never_leaves_holds_nobody_up_for_long(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "PATIENCE", 0.02)
    room = Room(cast, Slow(cast.db))
    bob = await room.enter("bob")
    assert room.fanout.deliver(await text(cast, "bob", "alice", "older"), bob.client)
    room.fanout.deliver(await text(cast, "alice", "bob", "newer"), None)
    await room.settle()
    assert words(bob) == ["newer"]


async def test_who_waits_is_let_go_when_nothing_more_is_told() -> None:
    queue = Queue(in_order=False)
    answer = queue.answer(7)
    await queue.answered()
    assert not answer.due.done()
    queue.ended()
    assert answer.due.done()
