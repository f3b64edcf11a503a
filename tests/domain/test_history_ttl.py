"""How long messages live: who says so, who hears of it, which messages it is for, and that they go."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import access, admin_log, chats, expiring, history_ttl, joins, migrating, pinning, ttl_changes
from hodhod.domain.admin_log import Kind
from hodhod.domain.history_ttl import DAY
from hodhod.domain.rights import Ban
from hodhod.domain.updates import HistoryTtlChanged, NewMessage, StateChanged, StateKind
from hodhod.ids import SERVICE_USER, Peer
from hodhod.store import blocks, contents, dialogs
from hodhod.store import chats as store_chats
from hodhod.store import messages as store
from hodhod.tl import types
from hodhod.views import dialogs as dialogs_view
from hodhod.views import messages as view
from hodhod.views.updates import render
from tests.domain.replica import Replica
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast

LAST = 2**31 - 1


async def set_period(cast: Cast, who: str, peer: Peer, period: int) -> NewMessage:
    return await cast.act(ttl_changes.set_period, cast.viewer(who), peer, period)


async def lives(cast: Cast, owner: int, peer: int) -> list[int]:
    """The time of each message, oldest first."""
    rows = await cast.read(store.older, owner, peer, LAST, 0, 100)
    return [row.content.ttl for row in reversed(rows)]


async def expire(cast: Cast) -> list[object]:
    """What the job does: every record of it."""
    told: list[object] = []
    more = True
    while more:
        more = await cast.do(partial(expiring.step, world=cast.world, now=cast.now))
        told += cast.told
    return told


async def actions(cast: Cast, owner: int, peer: int) -> list[Any]:
    rows = await cast.read(store.older, owner, peer, LAST, 0, 100)
    shown = await cast.read(view.messages, cast.viewer("alice"), list(reversed(rows)))
    return [one.action for one in shown if isinstance(one, types.MessageService)]


async def test_periods(cast: Cast) -> None:
    alice, bob = cast.viewer("alice"), cast.id("bob")
    for period in (-DAY, 1, DAY + 1, 367 * DAY):
        with pytest.raises(errors.TTL_PERIOD_INVALID):
            await set_period(cast, "alice", bob, period)
        with pytest.raises(errors.TTL_PERIOD_INVALID):
            await cast.act(history_ttl.set_default, alice, period)
        with pytest.raises(errors.TTL_PERIOD_INVALID):
            await cast.act(chats.create_chat, alice, "x", [bob], period)
        with pytest.raises(errors.TTL_PERIOD_INVALID):
            await cast.act(chats.create_channel, alice, "x", "", GROUP, period)
    for peer in (cast.id("alice"), Peer(SERVICE_USER)):
        with pytest.raises(errors.PEER_ID_INVALID):
            await set_period(cast, "alice", peer, DAY)
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await set_period(cast, "alice", bob, 0)


async def test_in_a_private_chat_for_both_sides(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await cast.send("alice", "bob", "before")
    await set_period(cast, "bob", alice, DAY)
    heard = {r.owner for r in cast.told if isinstance(r, StateChanged) and r.state.kind == StateKind.HISTORY_TTL}
    assert heard == {alice, bob}
    for name, other in (("alice", bob), ("bob", alice)):
        records = [record for record in cast.told if getattr(record, "owner", 0) == cast.id(name)]
        updates = await cast.read(render, cast.viewer(name), records)
        assert updates is not None
        assert types.UpdatePeerHistoryTTL(peer=types.PeerUser(user_id=other), ttl_period=DAY) in updates.updates
        rows = await cast.read(dialogs.many, cast.id(name), [other])
        (shown,) = (await cast.read(dialogs_view.parts, cast.viewer(name), list(rows.values()))).dialogs
        assert isinstance(shown, types.Dialog)
        assert shown.ttl_period == DAY
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await set_period(cast, "alice", bob, DAY)
    await cast.send("alice", "bob", "after")
    await set_period(cast, "alice", bob, 0)
    await cast.send("alice", "bob", "for ever")
    assert await lives(cast, bob, alice) == [0, 0, DAY, 0, 0]
    assert await actions(cast, alice, bob) == [
        types.MessageActionSetMessagesTTL(period=DAY),
        types.MessageActionSetMessagesTTL(period=0),
    ]


async def test_who_blocked_one_is_not_touched(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await cast.do(lambda tx: blocks.add(tx, bob, blocks.PEOPLE, alice, cast.now))
    await set_period(cast, "alice", bob, DAY)
    assert await lives(cast, bob, alice) == []
    found = await cast.read(dialogs.find, alice, bob)
    assert found is not None
    assert (found.ttl, await cast.read(dialogs.find, bob, alice)) == (DAY, None)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_in_a_group_or_channel(cast: Cast, kind: str) -> None:
    if kind == "group":
        peer = await make_group(cast, "bob")
    else:
        peer = await make_channel(cast, GROUP if kind == "supergroup" else CHANNEL, "bob")
    owner = cast.id("alice") if kind == "group" else peer
    await say(cast, "alice", peer, "before")
    await cast.do(lambda tx: store_chats.put(tx, peer, banned=int(Ban.CHANGE_INFO)))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await set_period(cast, "bob", peer, DAY)
    await set_period(cast, "alice", peer, 7 * DAY)
    if kind == "group":
        heard = {r.owner for r in cast.told if isinstance(r, StateChanged) and r.state.kind == StateKind.HISTORY_TTL}
        assert heard == {cast.id("alice"), cast.id("bob")}
    else:
        (told,) = [record for record in cast.told if isinstance(record, HistoryTtlChanged)]
        updates = await cast.read(render, cast.viewer("bob"), [told])
        assert updates is not None
        assert [type(one) for one in updates.updates] == [types.UpdatePeerHistoryTTL]
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await set_period(cast, "alice", peer, 7 * DAY)
    await say(cast, "alice", peer, "after")
    assert (await lives(cast, owner, peer))[-3:] == [0, 0, 7 * DAY]
    rows = await cast.read(dialogs.many, cast.id("bob"), [peer])
    assert rows[peer].ttl == 7 * DAY
    if kind != "group":
        entries = await cast.read(admin_log.page, cast.viewer("alice"), peer, admin_log.Wanted())
        assert Kind.HISTORY_TTL in {entry.kind for entry in entries}


async def test_what_tells_of_a_timed_chat_goes_with_it_but_its_beginning(cast: Cast) -> None:
    peer, _ = await cast.act(chats.create_channel, cast.viewer("alice"), "News", "", GROUP, DAY)
    sent = await say(cast, "alice", peer)
    await cast.do(
        lambda tx: pinning.pin(
            tx, cast.viewer("alice"), peer, sent.message.copy.id, pinned=True, one_side=False, silent=True
        )
    )
    assert await lives(cast, peer, peer) == [0, DAY, DAY]


async def test_a_supergroup_takes_the_timer_with_it(cast: Cast) -> None:
    peer = await make_group(cast, "bob")
    await set_period(cast, "alice", peer, DAY)
    new, _ = await cast.act(migrating.migrate, cast.viewer("alice"), peer)
    assert (await cast.read(access.chat, cast.viewer("alice"), new)).chat.ttl == DAY


# --- the default of new chats


async def test_a_new_chat_begins_with_the_default_of_who_begins_it(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await cast.send("alice", "carol", "old chat")
    await cast.act(history_ttl.set_default, cast.viewer("alice"), 30 * DAY)
    assert await cast.read(history_ttl.default, cast.viewer("alice")) == 30 * DAY
    sent = await cast.send("alice", "bob")
    (begun,) = sent.also
    assert (begun.pts, sent.pts) == (2 + 1, 3 + 1)
    assert await actions(cast, bob, alice) == [
        types.MessageActionSetMessagesTTL(period=30 * DAY, auto_setting_from=alice)
    ]
    await cast.send("bob", "alice")
    assert await lives(cast, bob, alice) == [0, 30 * DAY, 30 * DAY]
    await cast.send("alice", "carol")
    assert await lives(cast, alice, cast.id("carol")) == [0, 0]
    assert (await cast.send("alice", "alice")).also == ()


@pytest.mark.parametrize("kind", ["group", "channel"])
async def test_a_new_group_begins_with_it_unless_its_creator_says_otherwise(cast: Cast, kind: str) -> None:
    alice = cast.viewer("alice")
    await cast.act(history_ttl.set_default, alice, DAY)
    for given, period, told in ((None, DAY, 1), (0, 0, 0), (2 * DAY, 2 * DAY, 0)):
        if kind == "group":
            peer, record, _ = await cast.act(chats.create_chat, alice, "x", [cast.id("bob")], given)
        else:
            peer, record = await cast.act(chats.create_channel, alice, "x", "", CHANNEL, given)
        assert len(record.also) == told
        found = await cast.read(store_chats.get, peer)
        assert found is not None
        assert found.ttl == period
        await say(cast, "alice", peer)
        owner = alice.user if kind == "group" else peer
        assert (await lives(cast, owner, peer))[-1] == period


# --- the end


async def test_messages_go_at_their_end_and_no_others(cast: Cast) -> None:
    """From both mailboxes, with an event for each, and their contents are forgotten."""
    alice, bob = cast.id("alice"), cast.id("bob")
    await cast.send("alice", "bob", "stays")
    await set_period(cast, "alice", bob, DAY)
    devices = [await Replica(cast, name).look([cast.id(other)]) for name, other in (("alice", "bob"), ("bob", "alice"))]
    first = await cast.send("alice", "bob", "goes")
    for device in devices:
        await device.hear(cast.told)
    cast.now += 60
    await cast.send("bob", "alice", "goes later")
    for device in devices:
        await device.hear(cast.told)
    assert await cast.read(expiring.next_end) == cast.now - 60 + DAY
    cast.now += DAY - 61
    assert await expire(cast) == []
    cast.now += 1
    told = await expire(cast)
    for device, name, other in zip(devices, ("alice", "bob"), (bob, alice), strict=True):
        await device.hear(told)
        fresh = await Replica(cast, name).look([other])
        assert device.known(live=True) == fresh.known(live=True)
        await device.catch_up()
        assert device.known(live=False) == fresh.known(live=False)
    assert await lives(cast, bob, alice) == [0, 0, DAY]
    assert await cast.read(contents.peers, [first.message.content.id]) == {}
    assert await expire(cast) == []
    cast.now += 60
    await expire(cast)
    row = await cast.read(dialogs.find, alice, bob)
    assert row is not None
    assert (row.unread, row.top_id, await cast.read(expiring.next_end)) == (0, 2, None)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_messages_of_groups_and_channels_go_too(cast: Cast, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice at a time; a device that hears it knows what a first look shows."""
    monkeypatch.setattr(expiring, "SLICE", 2)
    if kind == "group":
        peer = await make_group(cast, "bob", "carol")
    else:
        peer = await make_channel(cast, GROUP if kind == "supergroup" else CHANNEL, "bob", "carol")
    await set_period(cast, "alice", peer, DAY)
    for number in range(3):
        await say(cast, "alice", peer, f"{number}")
    if kind == "group":
        await cast.act(joins.remove_from_chat, cast.viewer("carol"), peer, cast.id("carol"))
    devices = [await Replica(cast, name).look([peer]) for name in ("alice", "bob")]
    cast.now += DAY
    told = await expire(cast)
    for device in devices:
        await device.hear(told)
        fresh = await Replica(cast, device.name).look([peer])
        assert device.known(live=True) == fresh.known(live=True)
    owner = cast.id("bob") if kind == "group" else peer
    assert DAY not in await lives(cast, owner, peer)
    if kind == "group":
        assert len(await lives(cast, cast.id("carol"), peer)) > 4
    assert await cast.read(expiring.next_end) is None


async def test_a_step_that_runs_twice_deletes_nothing_twice(cast: Cast) -> None:
    await set_period(cast, "alice", cast.id("bob"), DAY)
    await cast.send("alice", "bob")
    cast.now += DAY
    assert len(await expire(cast)) == 2
    assert await expire(cast) == []
