"""Polls and reactions as clients of older layers read them and ask for them."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.domain import poll_making, polls
from hodhod.domain.media import sending
from hodhod.domain.messages import Outgoing
from hodhod.domain.reaction_set import STANDARD
from hodhod.domain.updates import NewMessage
from hodhod.store import messages as store
from hodhod.store.db import Tx
from hodhod.store.records import Poll
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.polls import SeenPoll, changed, media
from tests.domain.carrying import poll
from tests.domain.test_chats import GROUP, make_channel, say
from tests.domain.test_reactions import react
from tests.domain.world import Cast
from tests.tl.said import heard, said, written

LAYERS = (158, 198, 214, 223, 224, 229)


def question(layer: int, text: str) -> Any:
    return text if layer < 179 else written(layer, "textWithEntities", text=text, entities=[])


async def answered(cast: Cast) -> SeenPoll:
    """A quiz that bob answered rightly."""
    alice = cast.viewer("alice")
    carried = poll(alice, quiz=True, correct_answers=[1], solution="because", close_period=60)
    record = await cast.act(sending.send, alice, cast.id("bob"), Outgoing(random_id=1), carried)
    assert isinstance(record, NewMessage)
    row = await cast.act(polls.vote, cast.viewer("bob"), cast.id("alice"), record.message.copy.id, [b"1"])
    return SeenPoll(row, 2)


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_poll_is_read_by_every_layer(cast: Cast, layer: int) -> None:
    one = await answered(cast)
    for shown in (media(one, cast.viewer("bob")), changed(one, cast.viewer("bob"))):
        tree = said(shown, layer)
        text = tree["poll"]["question"]
        assert (text if layer < 179 else text["text"]) == "Who?"
        assert [answer["option"] for answer in tree["poll"]["answers"]] == [b"0", b"1", b"2"]
        found = tree["results"]
        assert [voters["voters"] for voters in found["results"]] == [0, 1, 0]
        assert [bool(voters.get("chosen")) for voters in found["results"]] == [False, True, False]
        assert (found["total_voters"], found["solution"]) == (1, "because")


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_poll_is_made_by_every_layer(cast: Cast, layer: int) -> None:
    """Until layer 223 clients named the answers themselves, and the right ones by their names."""
    old = layer < 224
    kind = "pollAnswer" if old else "inputPollAnswer"
    names = {"option": b"x"}, {"option": b"y"}
    answers = [
        written(layer, kind, text=question(layer, text), **(name if old else {}))
        for text, name in zip(("one", "two"), names, strict=True)
    ]
    fields = {"quiz": True, "question": question(layer, "Who?"), "answers": answers}
    asked = written(layer, "poll", **fields)
    given = heard(layer, "inputMediaPoll", poll=asked, correct_answers=[b"y"] if old else [1])
    row = poll_making.carried(cast.viewer("alice"), given).new
    assert isinstance(row, Poll)
    assert polls.options_of(row) == ([b"x", b"y"] if old else [b"0", b"1"])
    assert (polls.described(row).quiz, row.correct) == (True, 2)


@pytest.mark.parametrize("layer", [136, 140, 158, 198, 214, 229])
async def test_reactions_are_read_by_every_layer(cast: Cast, layer: int) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    msg_id = (await say(cast, "alice", peer)).message.copy.id
    await react(cast, "bob", peer, msg_id)
    (message,) = await cast.read(_shown, cast, peer, msg_id)
    tree = said(message, layer)["reactions"]
    (one,) = tree["results"]
    assert (one["reaction"] if layer < 145 else one["reaction"]["emoticon"], one["count"]) == (STANDARD[0], 1)


async def _shown(tx: Tx, cast: Cast, peer: int, msg_id: int) -> list[types.TypeMessage]:
    return await view.messages(tx, cast.viewer("bob"), await store.by_ids(tx, peer, [msg_id]))
