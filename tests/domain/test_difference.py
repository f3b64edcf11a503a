"""Catching up: what is pushed live and what getDifference tells later are the same facts; no message is lost or
doubled."""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine
from typing import Any

from hodhod import tl
from hodhod.domain import deleting, difference, drafts, editing, reading
from hodhod.domain.media import sending
from hodhod.domain.messages import Outgoing
from hodhod.domain.updates import Counted, NewMessage
from hodhod.store import dialogs, mailboxes
from hodhod.store import messages as store
from hodhod.tl import types
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.carrying import contact, photo, voice
from tests.domain.world import Cast


async def test_slices_meet_every_message_once(cast: Cast) -> None:
    for n in range(25):
        await cast.send("alice", "bob", f"{n}")
    pts, texts, final = 1, [], False
    while not final:
        missed = await cast.read(difference.missed, cast.id("bob"), pts, 0, 10)
        texts += [record.message.content.text for record in missed.messages]
        pts, final = missed.pts, missed.final
    assert texts == [f"{n}" for n in range(25)]
    assert pts == 26


async def test_live_and_replayed_updates_are_the_same(cast: Cast) -> None:
    """Each record rendered live equals the one that the difference from just before it brings."""
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    steps: list[Callable[[], Coroutine[Any, Any, object]]] = [
        lambda: cast.send("alice", "bob", "one"),
        lambda: cast.act(reading.read_history, bob, cast.id("alice"), 0),
        lambda: cast.act(editing.edit, alice, cast.id("bob"), 1, ("two", None)),
        lambda: cast.act(deleting.delete_messages, alice, [1], True),
    ]
    for step in steps:
        before = {name: await cast.read(mailboxes.place, cast.id(name)) for name in ("alice", "bob")}
        await step()
        for name, place in before.items():
            await _same(cast, name, place.pts)


async def test_media_is_told_the_same_live_and_later(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    steps: list[Callable[[], Coroutine[Any, Any, object]]] = [
        lambda: cast.act(sending.send, alice, cast.id("bob"), Outgoing("cap", 1), voice(alice)),
        lambda: cast.act(reading.read_contents, bob, [1]),
        lambda: cast.act(sending.send, alice, cast.id("bob"), Outgoing("", 2), photo(alice)),
        lambda: cast.act(editing.edit, alice, cast.id("bob"), 2, None, photo(alice)),
        lambda: cast.act(sending.send, bob, cast.id("alice"), Outgoing("", 3), contact(cast.id("carol"))),
    ]
    for step in steps:
        before = {name: await cast.read(mailboxes.place, cast.id(name)) for name in ("alice", "bob")}
        await step()
        for name, place in before.items():
            await _same(cast, name, place.pts)


async def _same(cast: Cast, name: str, pts: int) -> None:
    viewer = cast.viewer(name)
    records = [record for record in cast.told if getattr(record, "owner", 0) == viewer.user]
    live = await cast.read(render, viewer, records)
    missed = await cast.read(difference.missed, viewer.user, pts, 0)
    state = types.updates.State(pts=missed.pts, qts=0, date=cast.now, seq=1, unread_count=0)
    later = await cast.read(shown, viewer, missed, state)
    assert isinstance(later, types.updates.Difference)
    new = [types.UpdateNewMessage(message=m, pts=missed.pts, pts_count=1) for m in later.new_messages]
    assert (live.updates if live else []) == [*new, *later.other_updates]
    # the difference adds the viewer, whom a client that just started may not know
    others = [user for user in later.users if user.id != viewer.user]
    assert [user for user in (live.users if live else []) if user.id != viewer.user] == others


async def test_state_rows_come_with_the_last_slice(cast: Cast) -> None:
    alice = cast.viewer("alice")
    await cast.send("alice", "bob")
    draft = tl.encode(types.DraftMessage(message="unsent", date=cast.now))
    await cast.act(drafts.save, alice, cast.id("bob"), draft)
    missed = await cast.read(difference.missed, cast.id("alice"), 1, cast.now)
    assert [row.state.value for row in missed.states] == [draft]
    await cast.act(drafts.save, alice, cast.id("bob"), draft)
    assert cast.told == []


async def test_counters_agree_with_counting(cast: Cast) -> None:
    """Random traffic: unread counts and top messages of every dialog equal those counted from the copies."""
    chance = random.Random(7)
    names = ["alice", "bob", "carol"]
    for _ in range(120):
        await _something(cast, chance, *chance.sample(names, 2))
    found = [await cast.read(dialogs.find, cast.id(a), cast.id(b)) for a in names for b in names if a != b]
    rows = [row for row in found if row is not None]
    assert len(rows) == 6
    for row in rows:
        unread = await cast.read(store.unread_after, row.owner, row.peer, row.read_inbox)
        top_id, _ = await cast.read(store.top, row.owner, row.peer)
        assert (row.unread, row.top_id) == (unread, top_id)


async def _something(cast: Cast, chance: random.Random, a: str, b: str) -> None:
    """a sends to b, reads b's messages, or deletes some of its own mailbox."""
    viewer = cast.viewer(a)
    top = (await cast.read(mailboxes.place, viewer.user)).top_id
    action = chance.random()
    if action < 0.6 or top < 3:
        await cast.send(a, b)
    elif action < 0.8:
        await cast.act(reading.read_history, viewer, cast.id(b), chance.randint(0, top))
    else:
        gone = chance.sample(range(1, top + 1), min(3, top))
        await cast.act(deleting.delete_messages, viewer, gone, chance.random() < 0.5)


async def test_what_is_told_live_is_in_pts_order(cast: Cast) -> None:
    bob, pts = cast.viewer("bob"), []
    for _ in range(3):
        await cast.send("alice", "bob")
        pts += [r.pts for r in cast.told if isinstance(r, (NewMessage, Counted)) and r.owner == bob.user]
        await cast.act(reading.read_history, bob, cast.id("alice"), 0)
        pts += [r.pts for r in cast.told if isinstance(r, (NewMessage, Counted)) and r.owner == bob.user]
    assert pts == [2, 3, 4, 5, 6, 7]
