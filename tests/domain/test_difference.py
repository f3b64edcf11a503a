"""Catching up: what is pushed live and what getDifference tells later are the same facts; no message is lost or doubled."""

from __future__ import annotations

import random

from hodhod import tl
from hodhod.domain import deleting, difference, drafts, editing, reading
from hodhod.domain.updates import Counted, NewMessage
from hodhod.store import dialogs, mailboxes
from hodhod.store import messages as store
from hodhod.tl import types
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.world import Cast


async def test_slices_meet_every_message_once(cast: Cast) -> None:
    for n in range(25):
        await cast.send("alice", "bob", f"{n}")
    pts, texts = 1, []
    while True:
        missed = await cast.db.read(lambda tx: difference.missed(tx, cast.id("bob"), pts, 0, 10))
        texts += [record.message.content.text for record in missed.messages]
        pts = missed.pts
        if missed.final:
            break
    assert texts == [f"{n}" for n in range(25)]
    assert pts == 26


async def test_live_and_replayed_updates_are_the_same(cast: Cast) -> None:
    """Each record rendered live equals the one that the difference from just before it brings."""
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    steps = [
        lambda: cast.send("alice", "bob", "one"),
        lambda: cast.do(lambda tx: reading.read_history(tx, bob, cast.id("alice"), 0)),
        lambda: cast.do(lambda tx: editing.edit(tx, alice, cast.id("bob"), 1, "two", None)),
        lambda: cast.do(lambda tx: deleting.delete_messages(tx, alice, [1], revoke=True)),
    ]
    for step in steps:
        before = {
            name: await cast.db.read(lambda tx, n=name: mailboxes.place(tx, cast.id(n))) for name in ("alice", "bob")
        }
        await step()
        for name, place in before.items():
            viewer = cast.viewer(name)
            records = [r for r in cast.told if getattr(r, "owner", 0) == viewer.user]
            live = await cast.db.read(lambda tx, v=viewer, r=records: render(tx, v, r))
            missed = await cast.db.read(lambda tx, v=viewer, p=place.pts: difference.missed(tx, v.user, p, 0))
            state = types.updates.State(pts=missed.pts, qts=0, date=cast.now, seq=1, unread_count=0)
            later = await cast.db.read(lambda tx, v=viewer, m=missed, s=state: shown(tx, v, m, s))
            assert isinstance(later, types.updates.Difference)
            replayed = [
                types.UpdateNewMessage(message=m, pts=missed.pts, pts_count=1) for m in later.new_messages
            ] + later.other_updates
            assert (live.updates if live else []) == replayed
            assert (live.users if live else []) == later.users


async def test_state_rows_come_with_the_last_slice(cast: Cast) -> None:
    alice = cast.viewer("alice")
    await cast.send("alice", "bob")
    draft = tl.encode(types.DraftMessage(message="unsent", date=cast.now))
    await cast.do(lambda tx: drafts.save(tx, alice, cast.id("bob"), draft))
    missed = await cast.db.read(lambda tx: difference.missed(tx, cast.id("alice"), 1, cast.now))
    assert [row.state.value for row in missed.states] == [draft]
    await cast.do(lambda tx: drafts.save(tx, alice, cast.id("bob"), draft))
    assert cast.told == []


async def test_counters_agree_with_counting(cast: Cast) -> None:
    """Random traffic: unread counts and top messages of every dialog equal those counted from the copies."""
    chance = random.Random(7)
    names = ["alice", "bob", "carol"]
    for _ in range(120):
        a, b = chance.sample(names, 2)
        action = chance.random()
        viewer = cast.viewer(a)
        top = (await cast.db.read(lambda tx, v=viewer: mailboxes.place(tx, v.user))).top_id
        if action < 0.6 or top < 3:
            await cast.send(a, b)
        elif action < 0.8:
            upto = chance.randint(0, top)
            await cast.do(lambda tx, v=viewer, p=cast.id(b), u=upto: reading.read_history(tx, v, p, u))
        else:
            gone = chance.sample(range(1, top + 1), min(3, top))
            revoke = chance.random() < 0.5
            await cast.do(lambda tx, v=viewer, g=gone, r=revoke: deleting.delete_messages(tx, v, g, r))
    checked = 0
    for a in names:
        for b in names:
            row = await cast.db.read(lambda tx, x=cast.id(a), y=cast.id(b): dialogs.find(tx, x, y))
            if row is None:
                continue
            checked += 1
            unread = await cast.db.read(lambda tx, d=row: store.unread_after(tx, d.owner, d.peer, d.read_inbox))
            top = await cast.db.read(lambda tx, d=row: store.top(tx, d.owner, d.peer))
            assert (row.unread, row.top_id) == (unread, top[0])
    assert checked == 6


async def test_what_is_told_live_is_in_pts_order(cast: Cast) -> None:
    for _ in range(3):
        await cast.send("alice", "bob")
    pts = [r.pts for r in cast.told if isinstance(r, (NewMessage, Counted)) and r.owner == cast.id("bob")]
    assert pts == sorted(pts)
