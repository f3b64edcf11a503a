"""Lanes of channels: who hears what, in which order, and who does not."""

from __future__ import annotations

import random
from typing import Any

from hodhod import tl
from hodhod.delivery import channels
from hodhod.domain import deleting, joins
from hodhod.tl import types
from tests.delivery.listeners import Listener, Room, Slow
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, say
from tests.domain.world import Cast


def flags(who: Listener) -> set[bool]:
    """Are the users and channels that were described to this session `min`?"""
    described: list[Any] = [one for pushed in who.session.heard for one in (*pushed.users, *pushed.chats)]
    return {one.min for one in described}


async def test_members_hear_of_a_post_and_nobody_else(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    room = Room(cast)
    bob, carol = await room.enter("bob"), await room.enter("carol")
    await say(cast, "alice", peer, "news")
    await room.tell()
    assert bob.texts == ["news"]
    assert carol.said == []


async def test_the_session_that_wrote_hears_of_it_by_its_answer_alone(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    room = Room(cast)
    here, there = await room.enter("alice"), await room.enter("alice")
    await say(cast, "alice", peer, "from here")
    await room.tell(here)
    assert here.said == []
    assert there.texts == ["from here"]


async def test_each_sees_what_they_are_to_it(cast: Cast) -> None:
    """The author's own devices and whoever is named have their own rendering; the others share one of few words."""
    await cast.join("dave")
    peer = await make_channel(cast, GROUP, "bob", "carol", "dave")
    room = Room(cast)
    alice, bob, carol, dave = [await room.enter(name) for name in ("alice", "bob", "carol", "dave")]
    name = types.MessageEntityMentionName(offset=0, length=3, user_id=cast.id("bob"))
    entities = tl.encode(types.TextWithEntities(text="", entities=[name]))
    await say(cast, "alice", peer, "you", entities=entities)
    await room.tell()
    seen = {who: (who.said[0].message.out, who.said[0].message.mentioned) for who in (alice, bob, carol, dave)}
    assert seen == {alice: (True, False), bob: (False, True), carol: (False, False), dave: (False, False)}
    is_min = {who: flags(who) for who in (alice, bob, carol, dave)}
    assert is_min == {alice: {False}, bob: {False}, carol: {True}, dave: {True}}
    assert carol.session.heard == dave.session.heard


async def test_order_is_kept_however_slow_reading_is(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    chance = random.Random(5)
    slow = Slow(cast.db, delays=[0, *(chance.random() / 100 for _ in range(40))])
    room = Room(cast, slow)
    bob = await room.enter("bob")
    for n in range(12):
        record = await say(cast, "alice", peer, f"{n}")
        if n % 4 == 3:
            await cast.act(deleting.delete_posts, cast.viewer("alice"), peer, [record.message.copy.id])
        room.fanout.deliver(cast.told, None)
    await room.settle()
    places = [update.pts for update in bob.said]
    assert places == sorted(set(places))
    assert len(places) == 12


async def test_a_large_channel_is_told_in_slices_and_in_order(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    room = Room(cast)
    bobs = [await room.enter("bob") for _ in range(2 * channels.SLICE + 1)]
    for text in ("one", "two"):
        await say(cast, "alice", peer, text)
        room.fanout.deliver(cast.told, None)
        told = sum(text in bob.texts for bob in bobs)
        if cast.db.dialect == "sqlite":
            assert told == channels.SLICE, "the rest waits for the loop's next turns"
    await room.settle()
    assert all(bob.texts == ["one", "two"] for bob in bobs)


async def test_who_comes_and_goes_hears_at_once_and_no_more(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    room = Room(cast)
    carol = await room.enter("carol")
    await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id("carol")])
    await room.tell()
    channel, first = carol.said
    assert isinstance(channel, types.UpdateChannel)
    assert isinstance(first, types.UpdateNewChannelMessage)
    assert not any(flags(carol)), "she does not know it yet"
    await say(cast, "alice", peer, "welcome")
    await room.tell()
    assert carol.texts[-1:] == ["welcome"]
    await cast.act(joins.leave, cast.viewer("carol"), peer)
    await room.tell()
    before = len(carol.said)
    await say(cast, "alice", peer, "she is gone")
    await room.tell()
    assert len(carol.said) == before
    (gone,) = carol.session.heard[-1].chats
    assert isinstance(gone, types.ChannelForbidden)


async def test_a_lane_goes_with_its_last_listener(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    room = Room(cast)
    bob = await room.enter("bob")
    assert peer in room.fanout.channels.lanes
    room.fanout.unsubscribe(bob.client)
    assert not room.fanout.channels.lanes
    await say(cast, "alice", peer)
    await room.tell()
    assert bob.said == []


async def test_a_lane_that_is_too_long_leaves_a_gap_that_shows(cast: Cast) -> None:
    """Records past the limit are dropped; the next one's pts tells the client to ask."""
    peer = await make_channel(cast, CHANNEL, "bob")
    room = Room(cast, Slow(cast.db, delays=[0, 0.05]))
    bob = await room.enter("bob")
    await say(cast, "alice", peer, "again and again")
    record = next(one for one in cast.told if getattr(one, "owner", 0) == peer)
    for _ in range(channels.MAX_QUEUED + 10):
        room.fanout.channels.tell(record, None)
    lane = room.fanout.channels.lanes[peer]
    assert len(lane.queue) == channels.MAX_QUEUED
    lane.queue.clear()
    await room.settle()
    assert len(bob.said) <= 1
    await say(cast, "alice", peer, "and on")
    await room.tell()
    assert bob.texts[-1] == "and on"
