"""Comments below posts: TDLib and Telethon write to each other in a discussion group that the reader never joins."""

from __future__ import annotations

from functools import partial

import pytest

from tests.interop.circle import Circle, make_circle
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import becomes, unique

TDLIB_MAY_SAY = (
    (r"received not through update from on_get_dialog_messages_search_result", "no updates come of a group not joined"),
)

LIBRARIES = ("telethon", "tdlib")


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_reader_comments_a_post(circle: Circle, library: str) -> None:
    place = circle.gather("channel", library)
    owner, (reader,) = place.actor, place.others
    group = owner.do("create_channel", title=unique("Talk"), broadcast=False)
    owner.do("discuss", peer=place.peer, group=group)
    post, comment, answer = unique("a post"), unique("a comment"), unique("an answer")
    sent = place.say(owner, post)
    heard = owner.wait("message", chat=group, text=post)
    thread = reader.do("thread", peer=place.peer, id=sent["id"])
    assert thread == {"group": group, "first": heard["id"], "count": 0, "said": []}
    reader.do("send", peer=group, text=comment, reply_to=heard["id"])
    told = owner.wait("message", chat=group, text=comment)
    assert (told["sender"], told["reply_to"]) == (reader.id, heard["id"])
    owner.do("send", peer=group, text=answer, reply_to=told["id"])
    for who in (owner, reader):
        becomes(
            partial(who.do, "thread", peer=place.peer, id=sent["id"]), thread | {"count": 2, "said": [answer, comment]}
        )
