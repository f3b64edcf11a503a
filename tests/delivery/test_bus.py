"""Two nodes of one process over one database: who hears across, and what."""

from __future__ import annotations

import asyncio

from hodhod.delivery.bus import Exchange, subject_of
from hodhod.domain import deleting, joins
from hodhod.domain.updates import LoginTokenAccepted, MembershipChanged, SessionsEnded, StateChanged
from hodhod.store.jobs import JobRecorded
from tests.delivery.listeners import Room
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, say
from tests.domain.world import Cast


def two_rooms(cast: Cast) -> tuple[Room, Room]:
    exchange = Exchange()
    return Room(cast, bus=exchange.join()), Room(cast, bus=exchange.join())


async def tell(cast: Cast, here: Room, there: Room) -> None:
    """What was just committed is delivered on one node, and heard of on the other."""
    here.fanout.deliver(list(cast.told), None)
    await here.settle()
    await there.settle()


async def test_a_message_reaches_a_session_on_the_other_node(cast: Cast) -> None:
    here, there = two_rooms(cast)
    alice, bob = await here.enter("alice"), await there.enter("bob")
    await cast.send("alice", "bob", "across")
    await tell(cast, here, there)
    assert [update.message.message for update in bob.said] == ["across"]
    assert [update.message.out for update in alice.said] == [True]


async def test_nobody_hears_twice_with_a_session_on_each(cast: Cast) -> None:
    here, there = two_rooms(cast)
    bobs = [await here.enter("bob"), await there.enter("bob")]
    await cast.send("alice", "bob", "once")
    await tell(cast, here, there)
    assert [len(bob.said) for bob in bobs] == [1, 1]


async def test_a_channels_members_hear_on_every_node(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob", "carol")
    here, there = two_rooms(cast)
    bob, carol = await here.enter("bob"), await there.enter("carol")
    record = await say(cast, "alice", peer, "news")
    await tell(cast, here, there)
    assert bob.texts == carol.texts == ["news"]
    await cast.act(deleting.delete_posts, cast.viewer("alice"), peer, [record.message.copy.id])
    await tell(cast, here, there)
    assert carol.said[-1].messages == [record.message.copy.id]


async def test_who_is_added_on_one_node_hears_the_channel_on_the_other(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    here, there = two_rooms(cast)
    carol = await there.enter("carol")
    await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id("carol")])
    await tell(cast, here, there)
    await say(cast, "alice", peer, "welcome")
    await tell(cast, here, there)
    assert carol.texts[-1] == "welcome"
    await cast.act(joins.leave, cast.viewer("carol"), peer)
    await tell(cast, here, there)
    heard = len(carol.said)
    await say(cast, "alice", peer, "she is gone")
    await tell(cast, here, there)
    assert len(carol.said) == heard


async def test_a_node_without_listeners_is_left_in_peace(cast: Cast) -> None:
    exchange = Exchange()
    here, end = Room(cast, bus=exchange.join()), exchange.join()
    heard: list[object] = []
    end.listen(heard.extend)
    await cast.send("alice", "bob", "not for you")
    await tell(cast, here, here)
    assert heard == []
    end.subscribe(cast.id("bob"))
    await cast.send("alice", "bob", "for you")
    await tell(cast, here, here)
    assert {subject_of(record) for record in heard} == {cast.id("bob")}
    end.unsubscribe(cast.id("bob"))
    heard.clear()
    await cast.send("alice", "bob", "no more")
    await tell(cast, here, here)
    assert heard == []


async def test_what_concerns_keys_is_watched_on_every_node_and_nothing_else_is(cast: Cast) -> None:
    """A counter that watches commits would count twice."""
    here, there = two_rooms(cast)
    await there.enter("bob")
    watched: list[object] = []
    for kind in (SessionsEnded, LoginTokenAccepted, StateChanged, JobRecorded, MembershipChanged):
        there.fanout.watch(kind, watched.append)
    records = [SessionsEnded((7,)), LoginTokenAccepted(7), MembershipChanged(cast.id("bob"), -5, True)]
    here.fanout.deliver(records, None)
    await asyncio.sleep(0)
    assert watched == records[:2]
    assert there.fanout.feeds[cast.id("bob")].channels == {-5}
