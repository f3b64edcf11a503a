"""Topics of forums: how far each was read, pages of them, what is deleted, which are pinned."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import (
    admin_log,
    chats,
    closing,
    deleting,
    difference,
    messages,
    named,
    reactions,
    reading,
    thread_reading,
    threads,
    topic_list,
    topic_making,
    topic_pins,
    topics,
)
from hodhod.domain.admin_log import Kind, Wanted
from hodhod.domain.updates import StateChanged, StateKind, ThreadReadOutbox, TopicsPinned
from hodhod.ids import Peer, subject_place, topic_subject
from hodhod.store import chats as store_chats
from hodhod.store import mailboxes
from hodhod.store import topics as store_topics
from hodhod.store.records import Topic
from hodhod.store.within import GENERAL
from hodhod.tl import types
from hodhod.views import admin_log as log_view
from hodhod.views import difference as difference_view
from hodhod.views import state as state_view
from hodhod.views import topics as topics_view
from hodhod.views.updates import render
from tests.domain.forum import FORUM, begin, channel_id, edit, listed, make_forum, within
from tests.domain.test_chats import GROUP, make_channel, say
from tests.domain.world import Cast

# --- reading


async def test_how_far_a_topic_was_read(cast: Cast) -> None:
    peer = await make_forum(cast, "bob", "carol")
    topic = await begin(cast, "alice", peer)
    ids = [(await say(cast, "alice", peer, f"{n}", topic=topic)).message.copy.id for n in range(5)]
    other = (await say(cast, "alice", peer, "elsewhere")).message.copy.id
    bob = cast.viewer("bob")
    thread = await cast.read(threads.find, bob, peer, ids[1])
    assert thread.topic is not None
    assert (thread.id, thread.topic.id) == (topic, topic)
    await cast.act(thread_reading.read, bob, thread, ids[2])
    (state,) = [record for record in cast.told if isinstance(record, StateChanged)]
    assert state.state.kind == StateKind.TOPIC_READ
    assert await cast.read(state_view.state_update, bob, state.state) == types.UpdateReadChannelDiscussionInbox(
        channel_id=channel_id(peer), top_msg_id=topic, read_max_id=ids[2]
    )
    assert ThreadReadOutbox(cast.id("alice"), peer, topic, ids[2]) in cast.told
    (one,) = await listed(cast, "bob", peer, topic)
    assert (one.read_inbox_max_id, one.unread_count) == (ids[2], 2)
    (one,) = await listed(cast, "alice", peer, topic)
    assert (one.read_outbox_max_id, one.unread_count) == (ids[2], 0)
    await cast.act(thread_reading.read, bob, thread, ids[1])
    assert cast.told == [], "a mark that does not advance tells nobody"
    await cast.act(thread_reading.read, bob, thread, ids[4])
    assert all(record.state.kind != StateKind.CHANNEL_READ for record in cast.told if isinstance(record, StateChanged))
    general = await cast.read(threads.find, bob, peer, GENERAL)
    await cast.act(thread_reading.read, bob, general, other)
    (whole,) = [r for r in cast.told if isinstance(r, StateChanged) and r.state.kind == StateKind.CHANNEL_READ]
    assert whole.state.subject == peer, "with the last topic the whole forum is read"
    await say(cast, "bob", peer, topic=topic)
    last = (await say(cast, "alice", peer)).message.copy.id
    await cast.act(thread_reading.read, bob, general, last)
    assert StateKind.CHANNEL_READ in [r.state.kind for r in cast.told if isinstance(r, StateChanged)], "not one's own"
    assert [(one.id, one.unread_count) for one in await listed(cast, "carol", peer)] == [(GENERAL, 3), (topic, 7)]


async def test_many_unread_are_counted_by_ordinals(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    for n in range(3):
        await say(cast, "alice", peer, f"before {n}")
    await cast.act(topic_making.toggle, cast.viewer("alice"), peer, True, False)
    topic = await begin(cast, "alice", peer)
    for n in range(reading.COUNTED_EXACTLY + 5):
        await say(cast, "alice", peer, f"{n}", topic=topic)
        await say(cast, "alice", peer, f"{n}")
    general, one = await listed(cast, "bob", peer)
    assert (general.id, general.unread_count) == (GENERAL, reading.COUNTED_EXACTLY + 5 + 4)
    assert (one.id, one.unread_count) == (topic, reading.COUNTED_EXACTLY + 5 + 1)
    thread = await cast.read(threads.find, cast.viewer("bob"), peer, topic)
    await cast.act(thread_reading.read, cast.viewer("bob"), thread, topic + 3)
    assert (await listed(cast, "bob", peer, topic))[0].unread_count == reading.COUNTED_EXACTLY + 5 - 2


async def test_reading_the_whole_forum_reads_its_topics(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    topic = await begin(cast, "alice", peer)
    await say(cast, "alice", peer, topic=topic)
    await cast.act(reading.read_channel, cast.viewer("bob"), peer, 0)
    assert [one.unread_count for one in await listed(cast, "bob", peer)] == [0, 0]


async def test_mentions_and_reactions_of_a_topic(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    topic, bob = await begin(cast, "alice", peer), cast.viewer("bob")
    own = [(await say(cast, "bob", peer, topic=to)).message.copy.id for to in (topic, GENERAL)]
    naming = [(await say(cast, "alice", peer, reply_to=msg_id)).message.copy.id for msg_id in own]
    for msg_id in own:
        await cast.act(reactions.react, cast.viewer("alice"), peer, msg_id, "👍")
    counts = {
        one.id: (one.unread_mentions_count, one.unread_reactions_count) for one in await listed(cast, "bob", peer)
    }
    assert counts == {topic: (1, 1), GENERAL: (1, 1)}
    assert [row.copy.id for row in await cast.read(named.unread, bob, peer, topic)] == naming[:1]
    assert [row.copy.id for row in await cast.read(reactions.unread, bob, peer, GENERAL)] == own[1:]
    await cast.act(named.look_at_all, bob, peer, topic)
    await cast.act(reactions.read_all, bob, peer, GENERAL)
    counts = {
        one.id: (one.unread_mentions_count, one.unread_reactions_count) for one in await listed(cast, "bob", peer)
    }
    assert counts == {topic: (0, 1), GENERAL: (1, 0)}


# --- lists


async def test_pages_of_topics_go_by_their_newest_messages(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    made = [await begin(cast, "alice", peer, title) for title in ("Birds", "Big cats", "Owls of the north", "Dogs")]
    await say(cast, "bob", peer, topic=made[0])
    await cast.act(topic_pins.pin, cast.viewer("alice"), peer, made[1], True)
    bob = cast.viewer("bob")
    first = await cast.read(topic_list.page, bob, peer, "", (0, 0), 3)
    assert ([row.id for row in first.topics], first.total) == ([made[1], made[0], made[3]], 5)
    rest = await cast.read(topic_list.page, bob, peer, "", place_of(first.topics[-1]), 3)
    assert [row.id for row in rest.topics] == [made[2], GENERAL]
    for query, wanted in (("big", [made[1]]), ("nor ow", [made[2]]), ("b", [made[0], made[1]]), ("!", [])):
        found = await cast.read(topic_list.page, bob, peer, query, (0, 0), 10)
        assert [row.id for row in found.topics] == wanted, query
    some = await cast.read(topic_list.chosen, bob, peer, [made[3], 99, made[3], GENERAL])
    assert ([row.id for row in some.topics], list(some.missing)) == ([made[3], GENERAL], [99])
    shown_all = await cast.read(topics_view.listed, bob, some.seen, some.topics, some.total, some.missing)
    assert shown_all.topics[-1] == types.ForumTopicDeleted(id=99)
    assert {one.id for one in shown_all.messages} == {row.top_id for row in some.topics}
    with pytest.raises(errors.TOPICS_EMPTY):
        await cast.read(topic_list.chosen, bob, peer, [])
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(topic_list.page, cast.viewer("carol"), peer, "", (0, 0), 10)
    with pytest.raises(errors.PEER_ID_INVALID):
        await cast.read(topics.forum, bob, cast.id("alice"))
    with pytest.raises(errors.TOPIC_ID_INVALID):
        await cast.read(threads.find, bob, peer, 99)


async def test_pages_that_end_among_the_pinned(cast: Cast) -> None:
    peer = await make_forum(cast)
    made = [await begin(cast, "alice", peer, title) for title in "ABCD"]
    for topic in made[:2]:
        await cast.act(topic_pins.pin, cast.viewer("alice"), peer, topic, True)
    seen: list[Topic] = []
    while True:
        offset = place_of(seen[-1]) if seen else (0, 0)
        page = await cast.read(topic_list.page, cast.viewer("alice"), peer, "", offset, 1)
        if not page.topics:
            break
        seen += page.topics
    assert [row.id for row in seen] == [made[1], made[0], made[3], made[2], GENERAL]


def place_of(row: Topic) -> tuple[int, int]:
    return row.top_id, row.id


# --- deleting


async def test_deleting_messages_of_topics(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    topic = await begin(cast, "bob", peer)
    first = (await say(cast, "bob", peer, topic=topic)).message.copy.id
    second = (await say(cast, "bob", peer, topic=topic)).message.copy.id
    await cast.act(deleting.delete_posts, cast.viewer("bob"), peer, [second])
    assert (await listed(cast, "bob", peer, topic))[0].top_message == first
    with pytest.raises(errors.MESSAGE_DELETE_FORBIDDEN):
        await cast.act(deleting.delete_posts, cast.viewer("alice"), peer, [topic])


async def test_a_topic_is_deleted_with_its_messages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    peer = await make_forum(cast, "bob")
    topic = await begin(cast, "bob", peer)
    bob, alice = cast.viewer("bob"), cast.viewer("alice")
    for n in range(5):
        await say(cast, "bob", peer, f"{n}", topic=topic)
    monkeypatch.setattr(topic_making, "AT_ONCE", 4)
    left = [(await cast.act(topic_making.delete, bob, peer, topic)).left for _ in range(2)]
    assert left == [1, 0], "its own messages only: the writer may"
    assert await within(cast, peer, topic) == []
    for gone in (topic, GENERAL):
        with pytest.raises(errors.TOPIC_ID_INVALID):
            await cast.act(topic_making.delete, alice, peer, gone)
    other = await begin(cast, "bob", peer)
    await say(cast, "alice", peer, topic=other)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(topic_making.delete, bob, peer, other)
    await cast.act(topic_making.delete, alice, peer, other)
    assert [one.id for one in await listed(cast, "bob", peer)] == [GENERAL]


async def test_topics_go_with_the_forum(cast: Cast) -> None:
    peer = await make_forum(cast)
    await begin(cast, "alice", peer)
    await cast.act(closing.close, cast.viewer("alice"), peer)
    while await cast.act(closing.step, cast.viewer("alice"), peer):
        pass
    assert await cast.read(store_topics.count, peer) == 0


# --- pins


async def test_pinned_topics_and_who_was_away(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    made = [await begin(cast, "alice", peer, title) for title in "ABCDEF"]
    place = await cast.read(mailboxes.place, peer)
    for topic in made[:5]:
        await cast.act(topic_pins.pin, alice, peer, topic, True)
    assert [record for record in cast.told if isinstance(record, TopicsPinned)] == [TopicsPinned(peer, made[4], True)]
    live: Any = await cast.read(render, bob, cast.told)
    told = types.PeerChannel(channel_id=channel_id(peer))
    assert live.updates == [types.UpdatePinnedForumTopic(pinned=True, peer=told, topic_id=made[4])]
    missed = await cast.read(difference.missed, peer, place.pts, 0)
    answer: Any = await cast.read(difference_view.channel_difference, bob, peer, missed)
    assert answer.other_updates == [types.UpdatePinnedForumTopics(peer=told, order=made[4::-1])]
    assert answer.pts == place.pts, "it takes no pts"
    (who, _) = (await cast.read(store_chats.changed_since, int(bob.user), cast.now))[0]
    assert who == peer, "the user's own difference names the forum"
    await cast.act(topic_pins.reorder, alice, peer, [made[1], made[0], 999], True)
    live = await cast.read(render, bob, cast.told)
    assert live.updates == [types.UpdatePinnedForumTopics(peer=told, order=[made[1], made[0]])]
    await cast.act(topic_pins.pin, alice, peer, made[1], False)
    assert [one.id for one in await listed(cast, "bob", peer) if one.pinned] == [made[0]]
    await say(cast, "bob", peer)
    later = await cast.read(difference.missed, peer, place.pts + 1, 0)
    assert later.states == [], "who has seen more since has heard of it"


async def test_pins_that_are_refused(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    alice = cast.viewer("alice")
    made = [await begin(cast, "alice", peer, title) for title in "ABCDEF"]
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(topic_pins.pin, cast.viewer("bob"), peer, made[0], True)
    with pytest.raises(errors.TOPIC_ID_INVALID):
        await cast.act(topic_pins.pin, alice, peer, 99, True)
    with pytest.raises(errors.PINNED_TOPIC_NOT_MODIFIED):
        await cast.act(topic_pins.pin, alice, peer, made[0], False)
    with pytest.raises(errors.PINNED_TOPICS_NOT_MODIFIED):
        await cast.act(topic_pins.reorder, alice, peer, [], True)
    with pytest.raises(errors.PINNED_TOO_MUCH):
        await cast.act(topic_pins.reorder, alice, peer, made, True)
    with pytest.raises(errors.CHANNEL_FORUM_MISSING):
        await cast.act(topic_pins.pin, alice, await make_channel(cast, GROUP), 1, True)


async def test_the_admin_log_tells_of_topics(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    alice = cast.viewer("alice")
    topic = await begin(cast, "bob", peer)
    await edit(cast, "alice", peer, topic, title="Owls")
    await cast.act(topic_pins.pin, alice, peer, topic, True)
    await cast.act(topic_making.delete, alice, peer, topic)
    await cast.act(topic_making.toggle, alice, peer, False, False)
    rows = await cast.read(admin_log.page, alice, peer, Wanted())
    kinds = [Kind.FORUM, Kind.TOPIC_DELETE, Kind.TOPIC_PIN, Kind.TOPIC_EDIT, Kind.TOPIC_CREATE]
    assert [row.kind for row in rows if row.kind in kinds] == kinds
    page = await cast.read(log_view.page, alice, peer, rows)
    edited: Any = next(e.action for e in page.events if isinstance(e.action, types.ChannelAdminLogEventActionEditTopic))
    assert (edited.prev_topic.title, edited.new_topic.title, edited.new_topic.short) == ("Birds", "Owls", True)
    assert await cast.read(admin_log.page, alice, peer, Wanted(query="owls")) != []


def test_a_topic_as_one_integer_and_back() -> None:
    peer = Peer(-(10**12) - 1_000_000_000)
    assert subject_place(topic_subject(peer, 2**31 - 1)) == (peer, 2**31 - 1)
    last = Peer(-(10**12) - 2**32 + 1)
    assert 0 < topic_subject(last, 2**31 - 1) < 2**63
    with pytest.raises(OverflowError):
        topic_subject(last - 1, 1)
    for plain in (5, -5, peer):
        assert subject_place(plain) == (plain, 0)


async def test_a_repeated_message_and_a_topic_of_another_chat(cast: Cast) -> None:
    """Topics are those of their forum: a number of another one is nothing here."""
    one, other = await make_forum(cast, "bob"), await make_forum(cast, "bob")
    await say(cast, "alice", one)
    topic = await begin(cast, "alice", one)
    with pytest.raises(errors.TOPIC_DELETED):
        await say(cast, "bob", other, topic=topic)
    first = await cast.act(messages.send, cast.viewer("bob"), one, outgoing(topic))
    again = await cast.act(messages.send, cast.viewer("bob"), one, outgoing(topic))
    assert first.message.copy.id == again.message.copy.id


def outgoing(topic: int) -> Any:
    return messages.Outgoing(text="once", random_id=4242, topic=topic)


async def test_a_forum_is_made_at_once(cast: Cast) -> None:
    peer, _ = await cast.act(chats.create_channel, cast.viewer("alice"), "Zoo", "", FORUM)
    (row,) = (await cast.read(store_topics.many, peer, [GENERAL])).values()
    assert isinstance(row, Topic)
    assert (row.top_id, row.n) == (1, 1)
