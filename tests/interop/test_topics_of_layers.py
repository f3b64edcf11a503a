"""The topics of one forum in today's layer, by Kurigram, and in one where its methods were those of channels, by
Pyrogram."""

from __future__ import annotations

import pytest

from tests.interop.circle import Circle, make_circle
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import unique

LIBRARIES = ("kurigram", "pyrogram")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_forum_of_one_is_seen_by_the_other(circle: Circle, library: str) -> None:
    place = circle.gather("supergroup", library)
    owner, (member,), peer = place.actor, place.others, place.peer
    owner.do("make_forum", peer=peer)
    first, second = owner.do("begin_topic", peer=peer, title="Birds"), member.do("begin_topic", peer=peer, title="Cats")
    owner.do("pin_topic", peer=peer, topic=first, pinned=True)
    member.do("close_topic", peer=peer, topic=second, closed=True)
    wanted = [(first, "Birds", False, True), (second, "Cats", True, False), (1, "General", False, False)]
    for one in (owner, member):
        seen = one.do("topics", peer=peer)
        assert [(topic["id"], topic["title"], topic["closed"], topic["pinned"]) for topic in seen] == wanted
    text = unique("in a topic")
    member.do("send", peer=peer, text=text, reply_to=first)
    heard = owner.wait("message", chat=peer, text=text)
    assert heard["reply_to"] == first
    member.do("delete_topic", peer=peer, topic=second)
    assert [topic["id"] for topic in owner.do("topics", peer=peer)] == [first, 1]
