"""Reactions and polls in groups: one library writes, the others react and vote, and all see the same."""

from __future__ import annotations

from functools import partial

import pytest

from hodhod.domain.reaction_set import STANDARD
from tests.interop.circle import CIRCLE, Circle, Gathering, make_circle
from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, becomes, unique, within

UP, HEART = STANDARD[0], STANDARD[2]


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone)


@pytest.fixture(params=[(kind, library) for kind in ("group", "supergroup") for library in CIRCLE], ids="-".join)
def place(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    return circle.gather(*request.param)


def test_reactions(place: Gathering) -> None:
    place.say(place.actor, unique("hello"))  # from here on all know the chat
    for one in place.everybody:
        if one.library == "tdlib":
            one.do("allowed", peer=place.peer)
    text = unique("what do you think")
    ids = {place.actor.library: place.actor.do("send", peer=place.peer, text=text)["id"]}
    ids |= {library: heard["id"] for library, heard in place.heard(place.actor, text).items()}
    chosen: dict[str, str] = {}

    def react(who: Client, emoji: str, wanted: dict[str, int]) -> None:
        """Everybody sees it before the next one reacts: TDLib overlooks what happens while it changes its own."""
        who.do("react", peer=place.peer, id=ids[who.library], emoji=emoji)
        chosen[who.library] = emoji
        for one in place.everybody:
            expected = {name: [count, chosen.get(one.library) == name] for name, count in wanted.items()}
            becomes(partial(one.do, "reactions", peer=place.peer, id=ids[one.library]), expected)

    first, second, third = place.others
    react(first, UP, {UP: 1})
    react(second, HEART, {UP: 1, HEART: 1})
    react(third, UP, {UP: 2, HEART: 1})
    react(first, HEART, {HEART: 2, UP: 1})
    react(third, "", {HEART: 2})


def test_polls(place: Gathering) -> None:
    question = unique("which one")
    place.actor.do("make_poll", peer=place.peer, question=question, options=["one", "two"])
    ids = {one.library: poll_of(one, place, question)["id"] for one in place.everybody}
    for number, one in enumerate(place.others):
        one.do("vote", peer=place.peer, id=ids[one.library], options=[number % 2])
    for number, one in enumerate(place.others):
        within(lambda: poll_of(one, place, question)["voters"] == [2, 1])  # noqa: B023
        assert poll_of(one, place, question)["chosen"] == [number % 2], one.library
    within(lambda: poll_of(place.actor, place, question)["total"] == 3)
    place.actor.do("stop_poll", peer=place.peer, id=ids[place.actor.library])
    for one in place.others:
        within(lambda: poll_of(one, place, question)["closed"])  # noqa: B023


def poll_of(one: Client, place: Gathering, question: str) -> Record:
    within(lambda: one.do("poll", peer=place.peer, question=question) is not None)
    found: Record = one.do("poll", peer=place.peer, question=question)
    return found
