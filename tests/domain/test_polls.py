"""Polls: what may be asked, how votes are counted, who sees what, how they end."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.delivery.channels import seen_differently
from hodhod.domain import deleting, editing, forwarding, poll_making, polls
from hodhod.domain.forwarding import Forward
from hodhod.domain.media import sending
from hodhod.domain.messages import Outgoing
from hodhod.domain.rights import Ban
from hodhod.domain.updates import Counted, NewMessage, PollChanged
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import jobs
from hodhod.store import messages as store
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import dialogs, lists
from hodhod.views import messages as view
from hodhod.views.updates import render
from tests.domain.carrying import asking, poll
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast

ONE, TWO, THREE = b"0", b"1", b"2"


async def ask(cast: Cast, who: str, peer: Peer, **more: Any) -> NewMessage:
    cast.random_id += 1
    message = Outgoing(random_id=cast.random_id)
    sent = await cast.act(sending.send, cast.viewer(who), peer, message, poll(cast.viewer(who), **more))
    assert isinstance(sent, NewMessage)
    return sent


async def vote(cast: Cast, who: str, peer: Peer, msg_id: int, *options: bytes) -> Any:
    return await cast.act(polls.vote, cast.viewer(who), peer, msg_id, options)


async def seen_by(cast: Cast, viewer: Viewer, peer: Peer, msg_id: int) -> types.MessageMediaPoll:
    row = await cast.read(store.find, viewer.box(peer) or peer, msg_id)
    assert row is not None
    (message,) = await cast.read(view.messages, viewer, [row])
    assert isinstance(message, types.Message)
    assert isinstance(message.media, types.MessageMediaPoll)
    return message.media


def counts(media: Any) -> list[tuple[int | None, bool]]:
    """(voters, did the viewer choose it) of each answer"""
    return [(one.voters, one.chosen) for one in media.results.results or []]


async def test_what_may_not_be_asked(cast: Cast) -> None:
    viewer, media = cast.viewer("alice"), types.InputMediaEmpty()
    words = types.TextWithEntities(text=" ", entities=[])
    same = [types.PollAnswer(text=types.TextWithEntities(text=text, entities=[]), option=b"x") for text in "ab"]
    long = types.PollAnswer(text=types.TextWithEntities(text="a", entities=[]), option=b"x" * 101)
    quiz = {"quiz": True}
    for given, refusal in (
        (asking("a", "b", question=words), errors.POLL_QUESTION_INVALID),
        (asking("a"), errors.POLL_ANSWERS_INVALID),
        (asking(*"abcdefghijklm"), errors.POLL_ANSWERS_INVALID),
        (asking("a", ""), errors.POLL_ANSWER_INVALID),
        (asking("a", "b" * 101), errors.POLL_ANSWER_INVALID),
        (asking(answers=same), errors.POLL_OPTION_DUPLICATE),
        (asking(answers=[same[0], long]), errors.POLL_OPTION_INVALID),
        (asking("a", "b", **quiz), errors.QUIZ_CORRECT_ANSWERS_EMPTY),
        (asking("a", "b", **quiz, correct_answers=[0, 1]), errors.QUIZ_CORRECT_ANSWERS_TOO_MUCH),
        (asking("a", "b", **quiz, correct_answers=[2]), errors.QUIZ_CORRECT_ANSWER_INVALID),
        (asking("a", "b", **quiz, correct_answers=[0], multiple_choice=True), errors.QUIZ_MULTIPLE_INVALID),
        (asking("a", "b", **quiz, correct_answers=[0], solution="x" * 201), errors.MESSAGE_TOO_LONG),
        (asking("a", "b", close_period=4), errors.MEDIA_INVALID),
        (asking("a", "b", close_date=cast.now - 1), errors.MEDIA_INVALID),
        (asking("a", "b", open_answers=True), errors.MEDIA_INVALID),
        (asking("a", "b", **quiz, correct_answers=[0], public_voters=True, open_answers=True), errors.MEDIA_INVALID),
        (asking("a", "b", subscribers_only=True), errors.MEDIA_INVALID),
        (asking("a", "b", attached_media=media), errors.MEDIA_INVALID),
    ):
        with pytest.raises(refusal):
            poll_making.carried(viewer, given)


async def test_votes_are_counted_changed_and_taken_back(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await ask(cast, "alice", bob)
    await vote(cast, "bob", alice, 1, TWO)
    assert counts(await seen_by(cast, cast.viewer("bob"), alice, 1)) == [(0, False), (1, True), (0, False)]
    assert counts(await seen_by(cast, cast.viewer("alice"), bob, 1)) == [(0, False), (1, False), (0, False)]
    await vote(cast, "bob", alice, 1, ONE)
    await vote(cast, "alice", bob, 1, ONE)
    found = await seen_by(cast, cast.viewer("bob"), alice, 1)
    assert (counts(found)[0], found.results.total_voters) == ((2, True), 2)
    await vote(cast, "bob", alice, 1)
    found = await seen_by(cast, cast.viewer("bob"), alice, 1)
    assert (counts(found)[0], found.results.total_voters) == ((1, False), 1)
    cast.told = []
    await vote(cast, "bob", alice, 1)
    assert cast.told == []


async def test_what_is_no_vote(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await cast.send("alice", "bob")
    await ask(cast, "alice", bob)
    for msg_id in (1, 99):
        with pytest.raises(errors.MESSAGE_ID_INVALID):
            await vote(cast, "bob", alice, msg_id, ONE)
    with pytest.raises(errors.OPTION_INVALID):
        await vote(cast, "bob", alice, 2, b"9")
    with pytest.raises(errors.OPTIONS_TOO_MUCH):
        await vote(cast, "bob", alice, 2, ONE, TWO)
    channel = await make_channel(cast, CHANNEL, "bob")
    post = (await ask(cast, "alice", channel)).message.copy.id
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await vote(cast, "carol", channel, post, ONE)


async def test_several_answers_where_the_poll_lets_one(cast: Cast) -> None:
    await ask(cast, "alice", cast.id("bob"), multiple_choice=True)
    await vote(cast, "bob", cast.id("alice"), 1, ONE, THREE)
    found = await seen_by(cast, cast.viewer("bob"), cast.id("alice"), 1)
    assert counts(found) == [(1, True), (0, False), (1, True)]
    assert found.results.total_voters == 1


async def test_a_quiz_is_answered_once_and_tells_then(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await ask(cast, "alice", bob, quiz=True, correct_answers=[2], solution="because")
    found: Any = await seen_by(cast, cast.viewer("bob"), alice, 1)
    assert (found.results.solution, [one.correct for one in found.results.results]) == (None, [False] * 3)
    await vote(cast, "bob", alice, 1, ONE)
    found = await seen_by(cast, cast.viewer("bob"), alice, 1)
    assert found.results.solution == "because"
    assert [one.correct for one in found.results.results] == [False, False, True]
    for options in ((), (THREE,)):
        with pytest.raises(errors.REVOTE_NOT_ALLOWED):
            await vote(cast, "bob", alice, 1, *options)


async def test_hidden_results_are_told_at_the_end(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    msg_id = (await ask(cast, "alice", peer, hide_results_until_close=True)).message.copy.id
    await vote(cast, "bob", peer, msg_id, TWO)
    assert counts(await seen_by(cast, cast.viewer("bob"), peer, msg_id)) == [(None, True)]
    assert counts(await seen_by(cast, cast.viewer("alice"), peer, msg_id))[1] == (1, False)
    await cast.act(polls.close, cast.viewer("alice"), peer, msg_id)
    assert counts(await seen_by(cast, cast.viewer("bob"), peer, msg_id))[1] == (1, True)


async def test_who_is_told_of_a_vote(cast: Cast) -> None:
    group = await make_group(cast, "bob", "carol")
    sent = (await ask(cast, "alice", group)).message
    row = await cast.read(store.by_content, cast.id("bob"), sent.content.id)
    assert row is not None
    await vote(cast, "bob", group, row.copy.id, ONE)
    assert {record.owner for record in cast.told if isinstance(record, PollChanged)} == set(cast.people.values())
    peer = await make_channel(cast, GROUP, "bob", "carol")
    msg_id = (await ask(cast, "alice", peer)).message.copy.id
    await vote(cast, "bob", peer, msg_id, ONE)
    (record,) = cast.told
    assert set(seen_differently(record)) == {int(cast.id("bob")), int(cast.id("alice"))}
    everybody: Any = await cast.read(render, Viewer(EVERYBODY, cast.now, cast.world), [record])
    assert everybody.updates[0].results.min
    assert counts(everybody.updates[0])[0] == (1, False)
    mine: Any = await cast.read(render, cast.viewer("bob"), [record])
    assert (mine.updates[0].results.min, counts(mine.updates[0])[0]) == (False, (1, True))


async def test_closing_is_an_edit_that_all_hear_of(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await ask(cast, "alice", bob)
    with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
        await cast.act(polls.close, cast.viewer("bob"), alice, 1)
    cast.now += 10 * 24 * 3600  # long after texts may be edited
    await cast.act(polls.close, cast.viewer("alice"), bob, 1)
    assert {record.owner for record in cast.told if isinstance(record, Counted)} == {alice, bob}
    record = next(record for record in cast.told if isinstance(record, Counted) and record.owner == bob)
    told: Any = await cast.read(render, cast.viewer("bob"), [record])
    assert told.updates[0].message.media.poll.closed
    with pytest.raises(errors.MESSAGE_POLL_CLOSED):
        await vote(cast, "bob", alice, 1, ONE)
    with pytest.raises(errors.MESSAGE_NOT_MODIFIED):
        await cast.act(polls.close, cast.viewer("alice"), bob, 1)


async def test_who_may_close_in_a_channel(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    post = (await ask(cast, "alice", peer)).message.copy.id
    with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
        await cast.act(polls.close, cast.viewer("bob"), peer, post)
    with pytest.raises(errors.MEDIA_PREV_INVALID):
        await cast.act(editing.edit, cast.viewer("alice"), peer, post, None, poll(cast.viewer("alice")))
    await cast.act(polls.close, cast.viewer("alice"), peer, post)


async def test_a_poll_ends_by_its_date(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    sent = await ask(cast, "alice", bob, close_period=60)
    found: Any = (await seen_by(cast, cast.viewer("bob"), alice, 1)).poll
    assert (found.close_period, found.close_date, found.closed) == (60, cast.now + 60, False)
    assert await cast.read(jobs.next_due) == cast.now + 60
    server = Viewer(EVERYBODY, cast.now, cast.world)
    await cast.act(polls.time_is_up, server, sent.message.content.media_id)
    assert cast.told == []
    cast.now += 60
    with pytest.raises(errors.MESSAGE_POLL_CLOSED):
        await vote(cast, "bob", alice, 1, ONE)
    server = Viewer(EVERYBODY, cast.now, cast.world)
    await cast.act(polls.time_is_up, server, sent.message.content.media_id)
    assert {record.owner for record in cast.told if isinstance(record, PollChanged)} == {alice, bob}
    await cast.act(polls.time_is_up, server, sent.message.content.media_id)
    assert cast.told == []


async def test_a_forward_shares_the_poll(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await ask(cast, "alice", bob)
    await cast.act(forwarding.forward, cast.viewer("bob"), cast.id("carol"), Forward(alice, [1], [77]))
    await vote(cast, "carol", bob, 1, THREE)
    assert counts(await seen_by(cast, cast.viewer("alice"), bob, 1))[2] == (1, False)
    with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
        await cast.act(polls.close, cast.viewer("carol"), bob, 1)


async def test_who_may_not_ask(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await cast.do(lambda tx: store_chats.put(tx, peer, banned=int(Ban.POLLS)))
    with pytest.raises(errors.CHAT_SEND_POLL_FORBIDDEN):
        await ask(cast, "bob", peer)
    await say(cast, "bob", peer)


async def test_who_voted_comes_in_pages(cast: Cast) -> None:
    names = [f"member{n}" for n in range(5)]
    await cast.join(*names)
    peer = await make_channel(cast, GROUP, "bob", *names)
    bob = cast.viewer("bob")
    msg_id = (await ask(cast, "alice", peer, public_voters=True)).message.copy.id
    for n, name in enumerate(names):
        cast.now += n % 2
        await vote(cast, name, peer, msg_id, TWO if n else ONE)
    with pytest.raises(errors.POLL_VOTE_REQUIRED):
        await cast.read(polls.votes, bob, (peer, msg_id), None, ("", 10))
    await vote(cast, "bob", peer, msg_id, ONE)
    offset, found = "", []
    for _ in range(5):
        page = await cast.read(polls.votes, bob, (peer, msg_id), TWO, (offset, 2))
        assert page.total == 4
        found += [row.user_id for row in page.rows]
        if page.next_offset is None:
            break
        offset = page.next_offset
    assert sorted(found) == sorted(cast.id(name) for name in names[1:])
    everybody = await cast.read(polls.votes, bob, (peer, msg_id), None, ("", 10))
    assert (len(everybody.rows), everybody.total) == (6, 6)
    with pytest.raises(errors.OPTION_INVALID):
        await cast.read(polls.votes, bob, (peer, msg_id), b"9", ("", 10))
    secret = (await ask(cast, "alice", peer)).message.copy.id
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.read(polls.votes, bob, (peer, secret), None, ("", 10))
    channel = await make_channel(cast, CHANNEL, "bob")
    post = (await ask(cast, "alice", channel)).message.copy.id
    with pytest.raises(errors.BROADCAST_FORBIDDEN):
        await cast.read(polls.votes, bob, (channel, post), None, ("", 10))


# --- who voted last


async def page(cast: Cast, who: str, peer: Peer) -> Any:
    """A page of the history, with everybody that it mentions."""
    viewer = cast.viewer(who)
    return await cast.read(lambda tx: _page(tx, viewer, peer))


async def _page(tx: Tx, viewer: Viewer, peer: Peer) -> types.messages.TypeMessages:
    rows = await store.older(tx, viewer.box(peer), peer, 2**31 - 1, 0, 10)
    return await lists.messages(tx, viewer, rows, len(rows))


async def test_the_last_voters_of_an_open_vote_are_shown_and_described(cast: Cast) -> None:
    await cast.join("dave", "erin")
    names = ("bob", "carol", "dave", "erin")
    group = await make_channel(cast, GROUP, *names)
    sent = await ask(cast, "alice", group, public_voters=True, multiple_choice=True)
    post = sent.message.copy.id
    for name in names:
        await vote(cast, name, group, post, TWO, *([ONE] if name == "carol" else []))
    results = (await seen_by(cast, cast.viewer("alice"), group, post)).results
    newest = [types.PeerUser(user_id=cast.id(name)) for name in ("erin", "dave", "carol")]
    assert results.recent_voters == newest
    assert [one.recent_voters for one in results.results or []] == [[newest[2]], newest, []]
    shown = await page(cast, "alice", group)
    assert {one.id for one in shown.users} >= {cast.id(name) for name in ("erin", "dave", "carol")}
    await vote(cast, "dave", group, post)
    results = (await seen_by(cast, cast.viewer("alice"), group, post)).results
    assert results.recent_voters == [newest[0], newest[2]]
    updates = await cast.read(render, cast.viewer("alice"), [one for one in cast.told if isinstance(one, PollChanged)])
    assert updates is not None
    assert {one.id for one in updates.users} >= {cast.id("erin"), cast.id("carol")}


async def test_nobody_is_shown_beside_an_anonymous_poll(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await ask(cast, "alice", bob)
    await vote(cast, "bob", alice, 1, ONE)
    results = (await seen_by(cast, cast.viewer("alice"), bob, 1)).results
    assert results.recent_voters is None
    assert not any(one.recent_voters for one in results.results or [])


async def test_nobody_is_shown_beside_results_that_are_hidden(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await ask(cast, "alice", bob, public_voters=True, hide_results_until_close=True)
    await vote(cast, "alice", bob, 1, ONE)
    assert (await seen_by(cast, cast.viewer("bob"), alice, 1)).results.recent_voters is None
    assert (await seen_by(cast, cast.viewer("alice"), bob, 1)).results.recent_voters


# --- what the creator has not seen


async def unread(cast: Cast, who: str, peer: Peer, topic: int = 0) -> list[int]:
    return [row.copy.id for row in await cast.read(polls.unread, cast.viewer(who), peer, topic)]


async def counted(cast: Cast, who: str, peer: Peer) -> int:
    """Polls with unseen votes, as the dialog tells."""
    viewer = cast.viewer(who)
    rows = await cast.read(store_dialogs.many, viewer.user, [peer])
    (one,) = (await cast.read(dialogs.parts, viewer, list(rows.values()))).dialogs
    assert isinstance(one, types.Dialog)
    return one.unread_poll_votes_count


async def test_the_creator_sees_votes_until_they_are_read(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    group = await make_channel(cast, GROUP, "bob")
    for peer, there in ((bob, alice), (group, group)):
        post = (await ask(cast, "alice", peer)).message.copy.id
        await vote(cast, "alice", peer, post, ONE)
        assert await unread(cast, "alice", peer) == [], "one's own vote is no news"
        await vote(cast, "bob", there, post, TWO)
        assert await unread(cast, "alice", peer) == [post]
        assert await unread(cast, "bob", there) == []
        assert await counted(cast, "alice", peer) == 1
        assert (await seen_by(cast, cast.viewer("alice"), peer, post)).results.has_unread_votes
        assert not (await seen_by(cast, cast.viewer("bob"), there, post)).results.has_unread_votes
        assert await cast.act(polls.read_all, cast.viewer("alice"), peer) == 0
        (told,) = cast.told
        assert isinstance(told, PollChanged)
        assert told.owner == alice, "her other devices, and nobody else"
        assert await unread(cast, "alice", peer) == []
        assert await counted(cast, "alice", peer) == 0


async def test_votes_in_a_poll_that_is_deleted_are_no_news(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob")
    post = (await ask(cast, "alice", group)).message.copy.id
    await vote(cast, "bob", group, post, ONE)
    await cast.act(deleting.delete_posts, cast.viewer("alice"), group, [post])
    assert await counted(cast, "alice", group) == 0
    await ask(cast, "alice", cast.id("bob"))
    await vote(cast, "bob", cast.id("alice"), 1, ONE)
    await cast.act(deleting.delete_messages, cast.viewer("alice"), [1], False)
    assert await counted(cast, "alice", cast.id("bob")) == 0


async def test_unread_votes_of_a_chat_that_is_closed_to_the_viewer_are_refused(cast: Cast) -> None:
    channel = await make_channel(cast, GROUP, "bob")
    for call in (polls.unread, polls.read_all):
        with pytest.raises(errors.CHANNEL_PRIVATE):
            await cast.act(call, cast.viewer("carol"), channel)
