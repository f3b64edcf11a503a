"""The life of groups and channels with the JavaScript libraries: each makes one of every kind and acts in it, and the
others and Telethon observe."""

from __future__ import annotations

import pytest

from tests.interop.circle import Circle, Gathering, make_circle
from tests.interop.clients import Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import becomes, ids_of, texts_of, unique

SCRIPTS = ("gramjs", "teleproto", "mtcute")


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, ("telethon", *SCRIPTS))


@pytest.fixture(
    params=[(kind, library) for kind in ("group", "supergroup", "channel") for library in SCRIPTS], ids="-".join
)
def place(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    return circle.gather(*request.param)


def test_posts_edits_and_deletions_reach_everybody(place: Gathering) -> None:
    before, after = unique("frist"), unique("first")
    sent = place.say(place.actor, before)
    heard = place.heard(place.actor, before)
    for one in place.others:
        assert one.do("full", peer=place.peer)["members"] == 4, one.library
        assert texts_of(one.do("history", peer=place.peer, limit=1)) == [before], one.library
    place.actor.do("edit", peer=place.peer, id=sent["id"], text=after)
    for one in place.others:
        assert one.wait("edit", text=after)["id"] == heard[one.library]["id"], one.library
    place.actor.do("delete", peer=place.peer, ids=[sent["id"]], revoke=True)
    for one in place.others:
        place.loses(one, heard[one.library]["id"])
        assert heard[one.library]["id"] not in ids_of(one.do("history", peer=place.peer, limit=3)), one.library


def test_reading_and_answering(place: Gathering) -> None:
    reader = next(one for one in place.others if one.library in SCRIPTS)
    sent = place.say(place.actor, unique("count me"))
    newest = reader.do("history", peer=place.peer, limit=1)[0]
    reader.do("read", peer=place.peer, max_id=newest["id"])
    becomes(lambda: reader.do("dialog", peer=place.peer)["unread"], 0)
    if place.kind == "channel":
        with pytest.raises(Refused):
            reader.do("send", peer=place.peer, text="me too")
        return
    place.actor.wait("read", peer=place.peer, max_id=sent["id"], inbox=False)
    answer = unique("an answer")
    place.say(reader, answer, reply_to=newest["id"])
    seen = place.actor.wait("message", text=answer)
    assert (seen["reply_to"], seen["mentioned"]) == (sent["id"], True)
    becomes(lambda: place.actor.do("dialog", peer=place.peer)["mentions"], 1)
    place.actor.do("read_mentions", peer=place.peer)
    becomes(lambda: place.actor.do("dialog", peer=place.peer)["mentions"], 0)


def test_leaving_and_coming_back(place: Gathering) -> None:
    leaver = next(one for one in place.others if one.library in SCRIPTS)
    leaver.do("leave", peer=place.peer)
    missed, title = unique("without you"), unique("Another name")
    place.actor.do("send", peer=place.peer, text=missed)
    place.actor.do("set_title", peer=place.peer, title=title)
    for one in place.others:
        if one is not leaver:
            one.wait("message", text=missed)
            assert one.do("full", peer=place.peer) == {"title": title, "members": 3}, one.library
    assert not leaver.seen("message", text=missed)
    if place.actor.library == "mtcute" and place.kind != "group":
        return  # it takes the access_hash of a min user, whom it met in a supergroup, for one that it may use
    place.actor.do("invite", peer=place.peer, users=[leaver.id])
    place.say(place.actor, unique("welcome back"))
