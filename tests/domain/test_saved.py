"""Saved dialogs agree with the messages that are there."""

from __future__ import annotations

import random

from hodhod.domain import deleting, forwarding, saved
from hodhod.domain.forwarding import Forward
from hodhod.store import mailboxes
from hodhod.store import messages as store
from tests.domain.world import Cast

NAMES = ("alice", "bob", "carol")


async def test_the_list_agrees_with_counting(cast: Cast) -> None:
    """Random traffic: every dialog stands for its messages, its top is their newest, and none stands for nothing."""
    chance = random.Random(11)
    for _ in range(150):
        cast.now += chance.choice((0, 0, 1))
        await _something(cast, chance)
        alice = cast.viewer("alice")
        page = await cast.read(saved.page, alice, None, 100, True)
        expected: dict[int, tuple[int, int]] = {}
        for row in await cast.read(store.older, alice.user, cast.id("alice"), 2**31 - 1, 0, 1000):
            expected.setdefault(saved.peer_of(row), (row.copy.id, row.content.date))
        assert {row.peer: (row.top_id, row.top_date) for row in page.dialogs} == expected
        assert page.total == len(expected)


async def _something(cast: Cast, chance: random.Random) -> None:
    """Alice writes to herself, forwards to herself, or deletes some of what she has."""
    alice = cast.viewer("alice")
    top = (await cast.read(mailboxes.place, alice.user)).top_id
    action = chance.random()
    if action < 0.3:
        await cast.send("alice", chance.choice(NAMES))
    elif action < 0.65:
        source = cast.id(chance.choice(NAMES))
        rows = await cast.read(store.older, alice.user, source, 2**31 - 1, 0, 3)
        if rows:
            cast.random_id += len(rows)
            numbers = [cast.random_id - n for n in range(len(rows))]
            wanted = Forward(source, [row.copy.id for row in rows], numbers)
            await cast.act(forwarding.forward, alice, cast.id("alice"), wanted)
    elif top:
        gone = [chance.randint(1, top) for _ in range(chance.randint(1, 6))]
        await cast.act(deleting.delete_messages, alice, sorted(set(gone)), False)
