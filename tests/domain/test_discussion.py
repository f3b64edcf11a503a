"""Discussion groups: linking, posts that go on into the group, comments and how far they were read."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import access, deleting, discussion, editing, history, joins, public_names, thread_reading, threads
from hodhod.domain.history import Window
from hodhod.domain.updates import ChannelChanged, Counted, EventKind, NewMessage, ThreadRead, ThreadReadOutbox
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import members
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag, CopyFlag, Role
from hodhod.store.jobs import JobRecorded
from hodhod.store.records import Member, Message
from hodhod.tl import types
from hodhod.views import messages as view
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast


async def make_linked(cast: Cast, *readers: str) -> tuple[Peer, Peer]:
    """A channel of alice and its group, with these readers in the channel only."""
    channel, group = await make_channel(cast, CHANNEL, *readers), await make_channel(cast, GROUP)
    await cast.act(discussion.link, cast.viewer("alice"), channel, group)
    return channel, group


async def forward(cast: Cast, channel: Peer, first: int) -> bool:
    payload = f"{channel} {first}".encode()
    return await cast.do(lambda tx: discussion.forward_some(tx, cast.world, payload, cast.now))


async def post(cast: Cast, channel: Peer, text: str = "post") -> tuple[Message, Message]:
    """A post, and the message that it became in the group."""
    sent = await say(cast, "alice", channel, text)
    await forward(cast, channel, sent.message.copy.id)
    row = await cast.read(store.find, channel, sent.message.copy.id)
    assert row is not None
    assert row.post is not None
    root = await cast.read(store.find, row.post.discussed, row.post.root)
    assert root is not None
    return row, root


async def shown(cast: Cast, who: str, peer: Peer, msg_id: int) -> Any:
    row = await cast.read(store.find, peer, msg_id)
    (message,) = await cast.read(view.messages, cast.viewer(who), [row])
    return message


async def test_linking_has_rules(cast: Cast) -> None:
    channel, group = await make_channel(cast, CHANNEL, "bob"), await make_channel(cast, GROUP, "bob")
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    refused: list[tuple[Any, Any, Any, Any]] = [
        (bob, channel, group, errors.CHAT_ADMIN_REQUIRED),
        (cast.viewer("carol"), channel, group, errors.CHANNEL_PRIVATE),
        (alice, group, group, errors.BROADCAST_ID_INVALID),
        (alice, channel, channel, errors.MEGAGROUP_ID_INVALID),
        (alice, channel, None, errors.LINK_NOT_MODIFIED),
        (alice, None, group, errors.LINK_NOT_MODIFIED),
        (alice, None, None, errors.LINK_NOT_MODIFIED),
    ]
    for viewer, one, other, refusal in refused:
        with pytest.raises(refusal):
            await cast.act(discussion.link, viewer, one, other)
    await cast.act(members.put, Member(channel, cast.id("bob"), Role.ADMIN, cast.now, admin=1))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(discussion.link, bob, channel, group)
    await cast.act(lambda tx: store_chats.put(tx, group, flags=GROUP | int(ChatFlag.HIDDEN_HISTORY)))
    with pytest.raises(errors.MEGAGROUP_PREHISTORY_HIDDEN):
        await cast.act(discussion.link, alice, channel, group)


async def linked(cast: Cast, peer: Peer) -> int:
    chat = await cast.read(store_chats.get, peer)
    assert chat is not None
    return chat.linked


async def test_linking_is_mutual_and_ends_older_links(cast: Cast) -> None:
    channel, group = await make_linked(cast)
    assert {r.peer for r in cast.told if isinstance(r, ChannelChanged)} == {channel, group}
    assert (await linked(cast, channel), await linked(cast, group)) == (group, channel)
    with pytest.raises(errors.LINK_NOT_MODIFIED):
        await cast.act(discussion.link, cast.viewer("alice"), channel, group)
    other = await make_channel(cast, CHANNEL)
    await cast.act(discussion.link, cast.viewer("alice"), other, group)
    assert [await linked(cast, peer) for peer in (channel, group, other)] == [0, other, group]
    await cast.act(discussion.link, cast.viewer("alice"), None, group)
    assert [await linked(cast, peer) for peer in (channel, group, other)] == [0, 0, 0]


async def test_groups_that_may_discuss(cast: Cast) -> None:
    await make_linked(cast)
    free, basic = await make_channel(cast, GROUP, "bob"), await make_group(cast, "bob")
    assert set(await cast.read(discussion.suitable, cast.viewer("alice"))) == {free, basic}
    assert await cast.read(discussion.suitable, cast.viewer("bob")) == []


async def test_each_post_comes_into_the_group_once_and_in_order(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob")
    first = 0
    for number in range(discussion.SLICE + 3):
        sent = await say(cast, "alice", channel, f"post {number}")
        first = first or sent.message.copy.id
        assert [r.kind for r in cast.told if isinstance(r, JobRecorded)] == [threads.JOB]
    assert await forward(cast, channel, first)
    assert not await forward(cast, channel, first)
    assert len([r for r in cast.told if isinstance(r, NewMessage) and r.owner == group]) == 3
    assert not await forward(cast, channel, first)
    assert cast.told == []
    rows = await cast.read(store.older, group, group, 2**31 - 1, 0, 100)
    forwarded = [row for row in rows[::-1] if row.content.saved_id]
    assert [row.content.text for row in forwarded] == [f"post {n}" for n in range(discussion.SLICE + 3)]
    assert all(row.copy.flags & CopyFlag.PINNED for row in forwarded)
    message = await shown(cast, "bob", group, forwarded[0].copy.id)
    assert (message.from_id, message.pinned, message.post, message.out) == (
        types.PeerChannel(channel_id=-channel - 10**12), True, False, False,
    )  # fmt: skip
    header = message.fwd_from
    assert (header.saved_from_peer, header.saved_from_msg_id, header.channel_post) == (message.from_id, first, first)


async def test_a_post_is_not_forwarded_after_the_link_ended(cast: Cast) -> None:
    channel, _ = await make_linked(cast)
    sent = await say(cast, "alice", channel)
    await cast.act(discussion.link, cast.viewer("alice"), channel, None)
    await forward(cast, channel, sent.message.copy.id)
    assert cast.told == []
    assert (await shown(cast, "alice", channel, sent.message.copy.id)).replies is None
    plain = await say(cast, "alice", channel)
    assert [r for r in cast.told if isinstance(r, JobRecorded)] == []
    with pytest.raises(errors.MSG_ID_INVALID):
        await cast.read(threads.find, cast.viewer("alice"), channel, plain.message.copy.id)


async def test_readers_of_the_channel_comment_without_joining(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob")
    row, root = await post(cast, channel)
    bare = (await shown(cast, "bob", channel, row.copy.id)).replies
    assert (bare.comments, bare.replies, bare.channel_id, bare.max_id) == (True, 0, -group - 10**12, None)
    assert (await shown(cast, "bob", group, root.copy.id)).replies.replies == 0
    comment = await say(cast, "bob", group, "well said", reply_to=root.copy.id)
    second = await say(cast, "alice", group, "thanks", reply_to=comment.message.copy.id)
    assert comment.message.post is not None
    assert comment.message.post.thread == root.copy.id
    for peer, msg_id in ((channel, row.copy.id), (group, root.copy.id)):
        replies = (await shown(cast, "bob", peer, msg_id)).replies
        assert (replies.replies, replies.max_id) == (2, second.message.copy.id)
    recent = (await shown(cast, "bob", channel, row.copy.id)).replies.recent_repliers
    assert recent == [types.PeerUser(user_id=cast.id("alice")), types.PeerUser(user_id=cast.id("bob"))]
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await say(cast, "carol", group, "me too", reply_to=root.copy.id)
    await cast.act(deleting.delete_posts, cast.viewer("alice"), group, [second.message.copy.id])
    replies = (await shown(cast, "bob", channel, row.copy.id)).replies
    assert (replies.replies, replies.max_id) == (1, comment.message.copy.id)


async def test_an_edited_post_changes_in_the_group_too(cast: Cast) -> None:
    channel, group = await make_linked(cast)
    row, root = await post(cast, channel, "frist")
    await cast.act(editing.edit, cast.viewer("alice"), channel, row.copy.id, ("first", None))
    told = [(r.owner, r.event.subject) for r in cast.told if isinstance(r, Counted)]
    assert told == [(channel, row.copy.id), (group, root.copy.id)]
    message = await shown(cast, "alice", group, root.copy.id)
    assert (message.message, message.edit_date) == ("first", cast.now)
    await cast.act(deleting.delete_posts, cast.viewer("alice"), group, [root.copy.id])
    await cast.act(editing.edit, cast.viewer("alice"), channel, row.copy.id, ("alone", None))
    assert [r.owner for r in cast.told if isinstance(r, Counted)] == [channel]


async def test_a_comment_belongs_to_its_author(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob", "carol")
    _, root = await post(cast, channel)
    comment = (await say(cast, "bob", group, "well sadi", reply_to=root.copy.id)).message.copy.id
    with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
        await cast.act(editing.edit, cast.viewer("carol"), group, comment, ("ill said", None))
    with pytest.raises(errors.MESSAGE_DELETE_FORBIDDEN):
        await cast.act(deleting.delete_posts, cast.viewer("carol"), group, [comment])
    await cast.act(editing.edit, cast.viewer("bob"), group, comment, ("well said", None))
    await cast.act(deleting.delete_posts, cast.viewer("bob"), group, [comment])
    assert await cast.read(store.find, group, comment) is None


async def test_a_group_may_ask_to_be_joined_first_and_ban(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob", "carol")
    _, root = await post(cast, channel)
    await cast.act(members.put, Member(group, cast.id("carol"), Role.BANNED, cast.now, banned=3))
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await say(cast, "carol", group, reply_to=root.copy.id)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(access.readable, cast.viewer("carol"), group)
    await cast.act(lambda tx: store_chats.put(tx, group, flags=GROUP | int(ChatFlag.JOIN_TO_SEND)))
    with pytest.raises(errors.CHAT_WRITE_FORBIDDEN):
        await say(cast, "bob", group, reply_to=root.copy.id)
    await cast.act(joins.join, cast.viewer("bob"), group)
    await say(cast, "bob", group, reply_to=root.copy.id)


async def test_who_left_the_channel_sees_its_group_no_more(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob")
    bob = cast.viewer("bob")
    assert await cast.read(access.readable, bob, group) is not None
    await cast.act(joins.leave, bob, channel)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(access.readable, bob, group)
    await cast.act(public_names.update, cast.viewer("alice"), channel, "daily_news")
    assert await cast.read(access.readable, bob, group) is not None
    await cast.act(members.put, Member(channel, bob.user, Role.BANNED, cast.now))
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(access.readable, bob, group)


async def test_a_thread_in_pages_and_how_far_it_was_read(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob")
    row, root = await post(cast, channel)
    _, elsewhere = await post(cast, channel, "another")
    await say(cast, "alice", group, "elsewhere", reply_to=elsewhere.copy.id)
    ids = [(await say(cast, "alice", group, f"{n}", reply_to=root.copy.id)).message.copy.id for n in range(5)]
    bob = cast.viewer("bob")
    thread = await cast.read(threads.find, bob, channel, row.copy.id)
    assert (thread.peer, thread.id) == (group, root.copy.id)
    for peer, msg_id in ((group, root.copy.id), (group, ids[2])):
        assert (await cast.read(threads.find, bob, peer, msg_id)).id == root.copy.id
    seen: list[int] = []
    while page := await cast.read(
        history.page, group, root.copy.id, Window(2, seen[-1] if seen else 0), history.THREADS
    ):
        seen += [one.copy.id for one in page]
    assert seen == ids[::-1]
    around = await cast.read(history.page, group, root.copy.id, Window(3, ids[2], add_offset=-2), history.THREADS)
    assert [one.copy.id for one in around] == [ids[3], ids[2], ids[1]]
    await cast.act(thread_reading.read, bob, thread, ids[3])
    assert [r for r in cast.told if isinstance(r, ThreadRead)] == [
        ThreadRead(int(bob.user), group, root.copy.id, ids[3], (channel, row.copy.id))
    ]
    assert [r for r in cast.told if isinstance(r, ThreadReadOutbox)] == [
        ThreadReadOutbox(cast.id("alice"), group, root.copy.id, ids[3])
    ]
    await cast.act(thread_reading.read, bob, thread, ids[1])
    assert cast.told == [], "a mark that does not advance tells nobody"
    assert (await shown(cast, "bob", channel, row.copy.id)).replies.read_max_id == ids[3]
    assert (await shown(cast, "alice", channel, row.copy.id)).replies.read_max_id is None


async def test_threads_that_are_none(cast: Cast) -> None:
    channel, group = await make_linked(cast, "bob")
    for peer, msg_id, refusal in (
        (channel, 999, errors.MSG_ID_INVALID),
        (channel, 1, errors.MSG_ID_INVALID),
        (cast.id("alice"), 1, errors.PEER_ID_INVALID),
    ):
        with pytest.raises(refusal):
            await cast.read(threads.find, cast.viewer("bob"), peer, msg_id)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(threads.find, cast.viewer("carol"), group, 1)


async def test_a_post_that_is_deleted_is_taken_out_of_the_group(cast: Cast) -> None:
    channel, group = await make_linked(cast)
    row, root = await post(cast, channel)
    comment = await say(cast, "alice", group, "a comment", reply_to=root.copy.id)
    _, other = await post(cast, channel, "another")
    await cast.act(deleting.delete_posts, cast.viewer("alice"), channel, [row.copy.id])
    assert threads.TAKE_BACK in {r.kind for r in cast.told if isinstance(r, JobRecorded)}
    payload = f"{group} {root.copy.id}".encode()
    await cast.act(discussion.take_back, cast.viewer("alice"), payload)
    assert [r.event.kind for r in cast.told if isinstance(r, Counted)] == [EventKind.DELETE]
    kept = await cast.read(store.by_ids, group, [root.copy.id, comment.message.copy.id, other.copy.id])
    assert [one.copy.id for one in kept] == [comment.message.copy.id, other.copy.id]
    await cast.act(discussion.take_back, cast.viewer("alice"), payload)
    assert cast.told == [], "the job may run again"
    forged = f"{group} {comment.message.copy.id}".encode()
    await cast.act(discussion.take_back, cast.viewer("alice"), forged)
    assert cast.told == [], "nothing else goes"


async def test_an_album_has_one_thread(cast: Cast) -> None:
    channel, group = await make_linked(cast)
    await post(cast, channel)
    album = [(await say(cast, "alice", channel, f"{n}", grouped_id=77)).message.copy.id for n in range(3)]
    await forward(cast, channel, album[0])
    rows = await cast.read(store.by_ids, channel, album)
    roots = [row.post.root for row in rows if row.post is not None]
    for answered in (roots[0], roots[2]):
        said = await say(cast, "alice", group, "a comment", reply_to=answered)
        assert said.message.post is not None
        assert said.message.post.thread == roots[0]
    for msg_id in album:
        thread = await cast.read(threads.find, cast.viewer("alice"), channel, msg_id)
        assert (thread.id, thread.post is not None and thread.post.copy.id) == (roots[0], album[0])
    assert (await shown(cast, "alice", channel, album[0])).replies.replies == 2
