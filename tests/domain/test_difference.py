"""Catching up: what is pushed live and what getDifference tells later are the same facts; no message is lost or
doubled."""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from hodhod import tl
from hodhod.domain import deleting, difference, drafts, editing, joins, poll_answers, ranks, reading
from hodhod.domain.media import sending
from hodhod.domain.messages import Outgoing
from hodhod.domain.updates import Counted, NewMessage
from hodhod.store import dialogs, mailboxes
from hodhod.store import messages as store
from hodhod.tl import types
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.carrying import contact, photo, voice
from tests.domain.test_chats import make_group
from tests.domain.test_polls import ask
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


async def test_answers_of_a_poll_and_tags_are_told_the_same_live_and_later(cast: Cast) -> None:
    group = await make_group(cast, "bob", "carol")
    alice, bob = partial(cast.viewer, "alice"), partial(cast.viewer, "bob")
    tea = types.InputPollAnswer(text=types.TextWithEntities(text="tea", entities=[]))
    asked = await ask(cast, "alice", group, public_voters=True, open_answers=True)
    theirs = next(
        one.message.copy.id for one in cast.told if isinstance(one, NewMessage) and one.owner == cast.id("bob")
    )
    steps: list[Callable[[], Coroutine[Any, Any, object]]] = [
        lambda: cast.act(poll_answers.add, bob(), group, theirs, tea),
        lambda: cast.act(poll_answers.delete, alice(), group, asked.message.copy.id, b"3"),
        lambda: cast.act(ranks.edit, alice(), group, cast.id("bob"), "guest"),
        lambda: cast.act(ranks.edit, bob(), group, cast.id("bob"), ""),
        lambda: cast.act(joins.remove_from_chat, alice(), group, cast.id("alice")),
    ]
    for step in steps:
        cast.now += 10_000
        before = {name: await cast.read(mailboxes.place, cast.id(name)) for name in ("alice", "bob", "carol")}
        await step()
        assert any(getattr(record, "owner", 0) == cast.id("carol") for record in cast.told)
        for name, place in before.items():
            await _same_facts(cast, name, place.pts)


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


async def _same_facts(cast: Cast, name: str, pts: int) -> None:
    """Of several messages and states of this second; a message does not say its pts later."""
    viewer = cast.viewer(name)
    records = [record for record in cast.told if getattr(record, "owner", 0) == viewer.user]
    live = await cast.read(render, viewer, records)
    missed = await cast.read(difference.missed, viewer.user, pts, cast.now - 50)
    state = types.updates.State(pts=missed.pts, qts=0, date=cast.now, seq=1, unread_count=0)
    later = await cast.read(shown, viewer, missed, state)
    told = live.updates if live is not None else []
    new = [one.message for one in told if isinstance(one, types.UpdateNewMessage)]
    assert new == list(getattr(later, "new_messages", []))
    assert [one for one in told if not isinstance(one, types.UpdateNewMessage)] == getattr(later, "other_updates", [])


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
