"""Answers that voters add to a poll and take away again: who may, what becomes of the votes, who hears of it."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain import banning, forwarding, poll_answers, poll_making, polls
from hodhod.domain.forwarding import Forward
from hodhod.domain.rights import Ban
from hodhod.domain.updates import Counted, EventKind, NewMessage
from hodhod.ids import Peer
from hodhod.tl import types
from hodhod.views.updates import render
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group
from tests.domain.test_polls import ONE, ask, counts, seen_by, vote
from tests.domain.world import Cast


def words(text: str) -> types.InputPollAnswer:
    return types.InputPollAnswer(text=types.TextWithEntities(text=text, entities=[]))


async def add(cast: Cast, who: str, peer: Peer, msg_id: int, text: str) -> bytes:
    """Add an answer: its option."""
    await cast.act(poll_answers.add, cast.viewer(who), peer, msg_id, words(text))
    answers = (await seen_by(cast, cast.viewer(who), peer, msg_id)).poll.answers
    return next(one.option for one in answers if isinstance(one, types.PollAnswer) and one.text.text == text)


async def delete(cast: Cast, who: str, peer: Peer, msg_id: int, option: bytes) -> None:
    await cast.act(poll_answers.delete, cast.viewer(who), peer, msg_id, option)


async def open_poll(cast: Cast, peer: Peer, **more: bool) -> int:
    return (await ask(cast, "alice", peer, public_voters=True, open_answers=True, **more)).message.copy.id


async def test_an_added_answer_is_told_and_can_be_chosen(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob", "carol")
    post = await open_poll(cast, group)
    option = await add(cast, "bob", group, post, "tea")
    edited, notice = [one for one in cast.told if isinstance(one, Counted | NewMessage)]
    assert isinstance(edited, Counted)
    assert edited.event.kind == EventKind.EDIT
    assert isinstance(notice, NewMessage)
    assert notice.message.reply_id == post
    shown = await cast.read(render, cast.viewer("carol"), cast.told)
    assert shown is not None
    assert cast.id("bob") in {one.id for one in shown.users}
    await vote(cast, "carol", group, post, option)
    seen = await seen_by(cast, cast.viewer("carol"), group, post)
    assert counts(seen) == [(0, False), (0, False), (0, False), (1, True)]
    (*_, tea) = seen.poll.answers
    assert isinstance(tea, types.PollAnswer)
    assert (tea.added_by, tea.date) == (types.PeerUser(user_id=cast.id("bob")), cast.now)


async def test_votes_for_a_deleted_answer_are_gone_and_others_stay(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob", "carol")
    post = await open_poll(cast, group, multiple_choice=True)
    tea, milk = await add(cast, "bob", group, post, "tea"), await add(cast, "carol", group, post, "milk")
    await vote(cast, "alice", group, post, tea)
    await vote(cast, "bob", group, post, tea, milk)
    await vote(cast, "carol", group, post, ONE)
    await delete(cast, "bob", group, post, tea)
    seen = await seen_by(cast, cast.viewer("bob"), group, post)
    assert counts(seen) == [(1, False), (0, False), (0, False), (1, True)]
    assert seen.results.total_voters == 2, "alice chose nothing else"
    assert seen.results.recent_voters == [types.PeerUser(user_id=cast.id(name)) for name in ("carol", "bob")]
    assert [one.text.text for one in seen.poll.answers][-1] == "milk"
    coffee = await add(cast, "bob", group, post, "coffee")
    assert coffee not in (tea, milk)
    await vote(cast, "alice", group, post, coffee)
    seen = await seen_by(cast, cast.viewer("alice"), group, post)
    assert counts(seen)[-2:] == [(1, False), (1, True)]
    with pytest.raises(errors.OPTION_INVALID):
        await vote(cast, "alice", group, post, tea)
    with pytest.raises(errors.OPTION_INVALID):
        await vote(cast, "alice", group, post, b"")


async def test_who_may_delete_an_answer(cast: Cast) -> None:
    await cast.join("dave")
    group = await make_channel(cast, GROUP, "bob", "carol", "dave")
    post = (await ask(cast, "bob", group, public_voters=True, open_answers=True)).message.copy.id
    for who in ("carol", "bob", "alice"):  # who added it, who asked, an administrator
        option = await add(cast, "carol", group, post, f"for {who}")
        with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
            await delete(cast, "dave", group, post, option)
        await delete(cast, who, group, post, option)
    for option in (ONE, b"", b"99"):
        with pytest.raises(errors.OPTION_INVALID):
            await delete(cast, "bob", group, post, option)


async def test_what_may_not_be_added(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob")
    post = await open_poll(cast, group)
    for text, refusal in (
        ("", errors.POLL_ANSWER_INVALID),
        ("x" * 101, errors.POLL_ANSWER_INVALID),
        ("one", errors.POLL_OPTION_DUPLICATE),
    ):
        with pytest.raises(refusal):
            await add(cast, "bob", group, post, text)
    given = types.InputPollAnswer(text=words("a").text, media=types.InputMediaEmpty())
    with pytest.raises(errors.MEDIA_INVALID):
        await cast.act(poll_answers.add, cast.viewer("bob"), group, post, given)
    for number in range(poll_making.MAX_ANSWERS - 3):
        await add(cast, "bob", group, post, f"more {number}")
    with pytest.raises(errors.POLL_ANSWERS_INVALID):
        await add(cast, "bob", group, post, "too many")


async def test_places_are_not_taken_for_ever(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob")
    post = await open_poll(cast, group)
    for number in range(poll_answers.MAX_PLACES - 3):
        await delete(cast, "bob", group, post, await add(cast, "bob", group, post, f"{number} times"))
    with pytest.raises(errors.POLL_ANSWERS_INVALID):
        await add(cast, "bob", group, post, "once more")


async def test_where_nothing_may_be_added(cast: Cast) -> None:
    group = await make_channel(cast, GROUP, "bob", "carol")
    plain = (await ask(cast, "alice", group)).message.copy.id
    with pytest.raises(errors.POLL_ANSWERS_INVALID):
        await add(cast, "bob", group, plain, "tea")
    post = await open_poll(cast, group)
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await add(cast, "bob", group, 99, "tea")
    await cast.act(banning.edit_banned, cast.viewer("alice"), group, cast.id("carol"), int(Ban.POLLS), 0)
    with pytest.raises(errors.CHAT_SEND_POLL_FORBIDDEN):
        await add(cast, "carol", group, post, "tea")
    to = await make_group(cast, "bob")
    ((copy, _),) = await cast.act(forwarding.forward, cast.viewer("bob"), to, Forward(group, [post], [77]))
    assert isinstance(copy, NewMessage)
    with pytest.raises(errors.POLL_ANSWERS_INVALID):
        await add(cast, "bob", to, copy.message.copy.id, "tea")
    option = await add(cast, "bob", group, post, "tea")
    await cast.act(polls.close, cast.viewer("alice"), group, post)
    for call in (add(cast, "bob", group, post, "milk"), delete(cast, "bob", group, post, option)):
        with pytest.raises(errors.MESSAGE_POLL_CLOSED):
            await call


async def test_a_channel_does_not_tell_who_votes(cast: Cast) -> None:
    channel = await make_channel(cast, CHANNEL, "bob")
    with pytest.raises(errors.BROADCAST_PUBLIC_VOTERS_FORBIDDEN):
        await open_poll(cast, channel)


async def test_a_private_poll_takes_answers_of_both(cast: Cast) -> None:
    post = await open_poll(cast, cast.id("bob"))
    option = await add(cast, "bob", cast.id("alice"), 1, "tea")
    await vote(cast, "alice", cast.id("bob"), post, option)
    assert counts(await seen_by(cast, cast.viewer("bob"), cast.id("alice"), 1))[-1] == (1, False)
