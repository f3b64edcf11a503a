"""Statistics: every figure from what happened, who may see them, and where posts were forwarded to."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import (
    banning,
    chats,
    deleting,
    forwarding,
    importing,
    joins,
    messages,
    notify,
    promoting,
    public_names,
    reactions,
    reading,
    viewing,
)
from hodhod.domain.forwarding import Forward
from hodhod.domain.messages import Outgoing
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.stats import channels, groups, growth, posts, public_forwards
from hodhod.domain.stats.groups import Poster
from hodhod.domain.stats.tally import DAY, HOUR, Shared, Way
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import World
from hodhod.ids import Peer
from hodhod.jobs.tallies import Tallies
from hodhod.store import channel_hours, deeds, readers
from hodhod.store import chats as store_chats
from hodhod.store import forwards as store_forwards
from hodhod.store import statistics as store
from hodhod.store.bits import ChatFlag
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Tx
from hodhod.tl import types
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, say
from tests.domain.test_invites import export
from tests.domain.world import START, Cast

# the beginning of a day, so that hours are easy to tell
MIDNIGHT = START - START % DAY


async def hours(cast: Cast, peer: Peer) -> list[Hour]:
    return await cast.read(channel_hours.since, peer, 0)


async def test_who_comes_and_goes_is_counted_by_the_hour_and_the_way(cast: Cast) -> None:
    cast.now = MIDNIGHT
    await cast.join("dave", "erin")
    news = await make_channel(cast, CHANNEL, "bob")
    link = await export(cast, "alice", news)
    await cast.act(importing.follow, cast.viewer("carol"), link.hash)
    cast.now += HOUR
    await cast.act(public_names.update, cast.viewer("alice"), news, "the_news")
    await cast.act(joins.join, cast.viewer("dave"), news)
    await cast.act(joins.leave, cast.viewer("bob"), news)
    assert await hours(cast, news) == [
        Hour(news, MIDNIGHT, by_link=1, invited=1),
        Hour(news, MIDNIGHT + HOUR, found=1, gone=1),
    ]
    rows = await hours(cast, news)
    assert {way: sum(days.values()) for way, days in growth.by_way(rows).items()} == {
        Way.LINK: 1,
        Way.INVITED: 1,
        Way.FOUND: 1,
    }


async def test_growth_is_told_backwards_from_the_members_of_now(cast: Cast) -> None:
    cast.now = MIDNIGHT
    news = await make_channel(cast, CHANNEL)
    cast.now += DAY
    await cast.act(joins.invite_to_channel, cast.viewer("alice"), news, [cast.id("bob"), cast.id("carol")])
    cast.now += 2 * DAY
    await cast.act(joins.leave, cast.viewer("bob"), news)
    alice = cast.viewer("alice")
    figures = await cast.read(channels.figures, alice, news)
    days = growth.days(alice, figures.chat)
    assert days == [MIDNIGHT + n * DAY for n in range(4)]
    assert growth.members_by_day(figures.chat, figures.hours, days) == [1, 3, 3, 2]
    assert growth.members_at(figures.chat, figures.hours, MIDNIGHT + 2 * DAY) == 3


async def test_posts_are_averaged_by_their_part_of_the_period(cast: Cast) -> None:
    cast.now = MIDNIGHT
    news = await make_channel(cast, CHANNEL, "bob", "carol")
    old = (await say(cast, "alice", news)).message.copy.id
    cast.now += 8 * DAY
    new = [(await say(cast, "alice", news)).message.copy.id for _ in range(2)]
    bob = cast.viewer("bob")
    await cast.act(viewing.count, (news, old), [cast.id("bob")], cast.now)
    for post in new:
        await cast.act(viewing.count, (news, post), [cast.id("bob"), cast.id("carol")], cast.now)
    await cast.act(forwarding.forward, bob, cast.id("carol"), Forward(news, [new[0]], [55]))
    assert Shared(news, 1) in cast.told
    await cast.act(reactions.react, bob, news, new[0], "👍")
    figures = await cast.read(channels.figures, cast.viewer("alice"), news)
    assert [post.id for post in figures.recent] == [*reversed(new), old], "newest first, no service message"
    averages = {
        name: (figures.average(name, True), figures.average(name, False)) for name in ("views", "forwards", "reactions")
    }
    assert averages == {"views": (2.0, 1.0), "forwards": (0.5, 0.0), "reactions": (0.5, 0.0)}
    assert figures.reactions_by_day() == {"👍": {MIDNIGHT + 8 * DAY: 1}}


async def test_views_forwards_and_readers_are_gathered(cast: Cast) -> None:
    news, group = await make_channel(cast, CHANNEL, "bob"), await make_channel(cast, GROUP, "bob", "carol")
    tallies = Tallies(cast.db, lambda: cast.now)
    for peer in (news, group):
        await say(cast, "alice", peer)
        for name in ("bob", "carol") if peer == group else ("bob",):
            record = await cast.act(reading.read_channel, cast.viewer(name), peer, 0)
            assert record is not None
            tallies.read(record)
            tallies.read(record)
    tallies.viewed(news, 3)
    tallies.viewed(news, 2)
    tallies.shared(Shared(news, 1))
    await tallies.flush()
    await tallies.flush()
    (row,) = [row for row in await hours(cast, news) if row.views]
    assert (row.hour, row.views, row.shares) == (cast.now - cast.now % HOUR, 5, 1)
    today = cast.now // DAY
    assert await cast.read(readers.by_day, group, 0, today + 1) == {today: 2}
    assert await cast.read(readers.by_day, news, 0, today + 1) == {}, "of a channel views are counted"
    cast.now += DAY
    record = await cast.act(say_and_read, cast, group)
    assert record is not None
    tallies.read(record)
    await tallies.flush()
    assert await cast.read(readers.by_day, group, 0, today + 2) == {today: 2, today + 1: 1}
    assert await cast.read(readers.count, group, 0, today + 2) == 2, "each once"
    assert not await cast.act(readers.expire, today + 1, 100)
    assert await cast.read(readers.by_day, group, 0, today + 2) == {today + 1: 1}


async def say_and_read(tx: Tx, cast: Cast, group: Peer) -> Any:
    await messages.send(tx, cast.viewer("alice"), group, Outgoing(text="again", random_id=4711))
    return await reading.read_channel(tx, cast.viewer("bob"), group, 0)


async def test_a_supergroups_messages_people_and_administrators(cast: Cast) -> None:
    cast.now = MIDNIGHT
    group = await make_channel(cast, GROUP)
    await say(cast, "alice", group, "long ago")
    cast.now += 8 * DAY + 5 * HOUR
    alice = cast.viewer("alice")
    await cast.act(joins.invite_to_channel, alice, group, [cast.id("bob"), cast.id("carol")])
    await say(cast, "bob", group, "abc")
    said = await say(cast, "bob", group, "abcde")
    await say(cast, "alice", group, "abc")
    await cast.act(deleting.delete_posts, alice, group, [said.message.copy.id])
    await say(cast, "bob", group, "abcdefg")
    figures = await cast.read(groups.figures, alice, group)
    assert (figures.messages(True), figures.messages(False)) == (3, 1), "what is deleted is not counted"
    assert (figures.posters(True), figures.posters(False)) == (2, 1)
    assert figures.top_posters() == [Poster(cast.id("bob"), 2, 5), Poster(cast.id("alice"), 1, 3)]
    assert figures.by_hour == {MIDNIGHT: 1, cast.now: 3}
    assert figures.messages_by_day() == {MIDNIGHT: 1, MIDNIGHT + 8 * DAY: 3}
    assert figures.posters_by_day() == {MIDNIGHT: 1, MIDNIGHT + 8 * DAY: 2}
    assert figures.inviters == [(cast.id("alice"), 2)]
    assert [(one.user, one.deleted, one.kicked, one.banned) for one in figures.admins] == [(cast.id("alice"), 1, 0, 0)]


async def test_who_writes_as_the_group_is_not_named(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob")
    await cast.act(promoting.edit_admin, cast.viewer("alice"), group, cast.id("bob"), int(Admin.ANONYMOUS), None)
    await say(cast, "bob", group, "as the group")
    figures = await cast.read(groups.figures, cast.viewer("alice"), group)
    assert (figures.messages(True), figures.posters(True), figures.top_posters()) == (1, 0, [])


async def test_a_busy_chat_has_a_shorter_period(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MAX_MESSAGES", 3)
    cast.now = MIDNIGHT
    group = await make_channel(cast, GROUP)
    for _ in range(3):
        await say(cast, "alice", group)
    cast.now += 7 * DAY
    await say(cast, "alice", group)
    figures = await cast.read(groups.figures, cast.viewer("alice"), group)
    assert figures.period.middle == MIDNIGHT + 5 * DAY, "three days"
    assert (figures.messages(True), figures.messages(False)) == (1, 0)


async def test_who_muted_a_channel_hears_nothing_of_it(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL, "bob", "carol")
    alice = cast.viewer("alice")
    assert (await cast.read(channels.figures, alice, news)).notified == (3, 3)
    for_ever = types.PeerNotifySettings(mute_until=2**31 - 1)
    await cast.act(notify.put, cast.viewer("bob"), news, for_ever)
    await cast.act(notify.put, cast.viewer("carol"), notify.NotifyScope.BROADCASTS, for_ever)
    assert (await cast.read(channels.figures, alice, news)).notified == (1, 3)
    await cast.act(notify.put, cast.viewer("carol"), news, types.PeerNotifySettings(mute_until=0))
    assert (await cast.read(channels.figures, alice, news)).notified == (2, 3)


async def test_a_post_tells_when_it_was_seen_and_liked(cast: Cast) -> None:
    cast.now = MIDNIGHT
    news = await make_channel(cast, CHANNEL, "bob", "carol")
    post = (await say(cast, "alice", news)).message.copy.id
    await cast.act(viewing.count, (news, post), [cast.id("bob")], cast.now)
    await cast.act(viewing.count, (news, post), [cast.id("carol")], cast.now + HOUR)
    await cast.act(reactions.react, cast.viewer("bob"), news, post, "👍")
    figures = await cast.read(posts.figures, cast.viewer("alice"), news, post)
    assert figures.views == {MIDNIGHT: 1, MIDNIGHT + HOUR: 1}
    assert figures.reactions == [(MIDNIGHT, "👍", 1)]
    group = await make_channel(cast, GROUP)
    said = (await say(cast, "alice", group)).message.copy.id
    assert (await cast.read(posts.figures, cast.viewer("alice"), group, said)).views is None
    for wrong in (1, 1000):
        with pytest.raises(errors.MESSAGE_ID_INVALID):
            await cast.read(posts.figures, cast.viewer("alice"), news, wrong)


Figures = Callable[..., Coroutine[Any, Any, Any]]


@pytest.mark.parametrize(("flags", "figures"), [(CHANNEL, channels.figures), (GROUP, groups.figures)])
async def test_statistics_are_for_administrators(cast: Cast, flags: int, figures: Figures) -> None:
    peer = await make_channel(cast, flags, "bob")
    for name, refusal in (("bob", errors.CHAT_ADMIN_REQUIRED), ("carol", errors.CHANNEL_PRIVATE)):
        with pytest.raises(refusal):
            await cast.read(figures, cast.viewer(name), peer)
    await cast.act(promoting.edit_admin, cast.viewer("alice"), peer, cast.id("bob"), int(Admin.OTHER), None)
    await cast.read(figures, cast.viewer("bob"), peer)
    world = cast.world
    few = replace(world.limits, stats_members=3)
    cast.world = World(world.ids, world.hashes, few, world.public_url, world.secret)
    with pytest.raises(errors.PARTICIPANTS_TOO_FEW):
        await cast.read(figures, cast.viewer("alice"), peer)


async def test_a_channel_is_no_group_and_a_group_no_channel(cast: Cast) -> None:
    alice = cast.viewer("alice")
    with pytest.raises(errors.BROADCAST_REQUIRED):
        await cast.read(channels.figures, alice, await make_channel(cast, GROUP))
    with pytest.raises(errors.MEGAGROUP_REQUIRED):
        await cast.read(groups.figures, alice, await make_channel(cast, CHANNEL))


async def forwarded(cast: Cast, who: str, news: Peer, post: int, *targets: Peer) -> list[int]:
    """Ids of the forwards there."""
    ids = []
    for target in targets:
        cast.random_id += 1
        wanted = Forward(news, [post], [cast.random_id])
        ((record, _),) = await cast.act(forwarding.forward, cast.viewer(who), target, wanted)
        assert isinstance(record, NewMessage)
        ids.append(record.message.copy.id)
    return ids


async def public(cast: Cast, news: Peer, post: int, offset: str = "", limit: int = 10) -> public_forwards.Page:
    return await cast.read(public_forwards.page, cast.viewer("alice"), (news, post), offset, limit)


async def test_public_forwards_of_a_post(cast: Cast) -> None:
    news, hidden = await make_channel(cast, CHANNEL, "bob"), await make_channel(cast, GROUP, "bob")
    open_ones = [await make_channel(cast, flags, "bob") for flags in (GROUP, CHANNEL, GROUP)]
    for number, peer in enumerate(open_ones):
        await cast.act(public_names.update, cast.viewer("alice"), peer, f"open_to_all_{number}")
    post = (await say(cast, "alice", news)).message.copy.id
    ids = await forwarded(cast, "alice", news, post, *open_ones)
    await forwarded(cast, "bob", news, post, hidden, cast.id("carol"))
    again = await forwarded(cast, "bob", open_ones[0], ids[0], open_ones[2])
    page = await public(cast, news, post, limit=3)
    assert (page.total, page.next_offset is not None) == (4, True)
    places = [(open_ones[2], again[0]), *reversed(list(zip(open_ones, ids, strict=True)))]
    assert [(row.copy.owner, row.copy.id) for row in page.rows] == places[:3]
    rest = await public(cast, news, post, page.next_offset or "")
    assert ([(row.copy.owner, row.copy.id) for row in rest.rows], rest.next_offset) == (places[3:], None)
    await cast.act(deleting.delete_posts, cast.viewer("alice"), open_ones[0], [ids[0]])
    assert (await public(cast, news, post)).total == 3
    await cast.act(public_names.update, cast.viewer("alice"), hidden, "now_open_to_all")
    assert (await public(cast, news, post)).total == 4, "what is public now counts"
    assert (await public(cast, news, post, "0")).rows == []
    for offset in ("x", "-1", "9" * 30, "٣"):
        with pytest.raises(errors.OFFSET_INVALID):
            await public(cast, news, post, offset)
    await cast.act(deleting.delete_posts, cast.viewer("alice"), news, [post])
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await public(cast, news, post)
    assert await cast.read(store_forwards.count_public, news, post) == 0


async def test_no_public_forward_is_shown_where_the_viewer_may_not_look(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL, "bob")
    post = (await say(cast, "alice", news)).message.copy.id
    talk, _ = await cast.act(chats.create_channel, cast.viewer("bob"), "Talk", "", GROUP)
    await cast.act(public_names.update, cast.viewer("bob"), talk, "open_to_talk")
    (forward,) = await forwarded(cast, "bob", news, post, talk)
    assert [row.copy.id for row in (await public(cast, news, post)).rows] == [forward]
    await cast.act(banning.edit_banned, cast.viewer("bob"), talk, cast.id("alice"), int(Ban.VIEW), 0)
    assert (await public(cast, news, post)).rows == []
    await cast.act(banning.edit_banned, cast.viewer("bob"), talk, cast.id("alice"), 0, 0)
    await cast.act(hide_history, talk)
    assert (await public(cast, news, post)).total == 0


async def hide_history(tx: Tx, peer: Peer) -> None:
    await store_chats.put(tx, peer, flags=GROUP | int(ChatFlag.HIDDEN_HISTORY))


async def test_public_forwards_are_for_administrators(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL, "bob")
    post = (await say(cast, "alice", news)).message.copy.id
    for figures, place in ((public_forwards.page, ((news, post), "", 10)), (posts.figures, (news, post))):
        for name, refusal in (("bob", errors.CHAT_ADMIN_REQUIRED), ("carol", errors.CHANNEL_PRIVATE)):
            with pytest.raises(refusal):
                await cast.read(figures, cast.viewer(name), *place)


async def test_who_is_thrown_out_is_counted(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob", "carol")
    alice = cast.viewer("alice")
    await cast.act(banning.edit_banned, alice, group, cast.id("bob"), int(Ban.VIEW), 0)
    figures = await cast.read(groups.figures, alice, group)
    assert [(one.user, one.kicked) for one in figures.admins] == [(cast.id("alice"), 1)]
    assert sum(row.gone for row in figures.hours) == 1


async def test_nothing_is_counted_where_nothing_was_said(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL)
    assert await cast.read(store.ordinal, news, 1000) == 0
    figures = await cast.read(channels.figures, cast.viewer("alice"), news)
    assert (figures.posts, figures.average("views", True)) == ([], 0.0)


async def test_old_hours_are_forgotten(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL, "bob")
    assert await cast.act(channel_hours.expire, cast.now + DAY, 1)
    assert not await cast.act(channel_hours.expire, cast.now + DAY, 1)
    assert await hours(cast, news) == []


async def test_what_administrators_did_is_known_for_two_weeks(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob", "carol")
    for name in ("bob", "alice"):
        said = (await say(cast, name, group)).message.copy.id
        await cast.act(deleting.delete_posts, cast.viewer("alice"), group, [said])
    await cast.act(banning.edit_banned, cast.viewer("alice"), group, cast.id("carol"), int(Ban.SEND), 0)
    today = cast.now // DAY
    assert await cast.read(deeds.since, group, today) == [deeds.Deeds(cast.id("alice"), 1, 0, 1)], (
        "not what is one's own"
    )
    assert not await cast.act(deeds.expire, today, 10)
    assert not await cast.act(deeds.expire, today + 1, 10)
    assert await cast.read(deeds.since, group, 0) == []
