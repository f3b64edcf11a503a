"""Basic groups and supergroups: each library makes one and acts in it while three others observe."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.interop.circle import CIRCLE, Circle, Gathering, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import becomes, ids_of, peers_of, texts_of, unique, within


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone)


@pytest.fixture(params=CIRCLE)
def group(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    return circle.gather("group", request.param)


@pytest.fixture(params=CIRCLE)
def supergroup(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    return circle.gather("supergroup", request.param)


@pytest.fixture(params=[(kind, library) for kind in ("group", "supergroup") for library in CIRCLE], ids="-".join)
def place(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    return circle.gather(*request.param)


def full_of(one: Client, place: Gathering, key: str) -> Callable[[], Any]:
    """Reads a value of the whole chat as this person's library has it."""
    return lambda: one.do("full", peer=place.peer)[key]


def test_members_hear_of_it(place: Gathering) -> None:
    for one in place.others:
        assert one.wait("message", chat=place.peer, service=True)["sender"] == place.actor.id
    for one in place.everybody:
        full = one.do("full", peer=place.peer)
        assert (full["title"], full["members"]) == (place.title, 4), one.library
        assert place.peer in peers_of(one.do("dialogs")), one.library


def test_messages_reach_everybody_once(place: Gathering) -> None:
    texts = []
    for who in place.everybody:
        texts.append(unique(f"from {who.library}"))
        place.say(who, texts[-1])
        assert {seen["sender"] for seen in place.heard(who, texts[-1]).values()} == {who.id}
    for who in place.everybody:
        assert all(len(who.seen("message", text=text)) <= 1 for text in texts), who.library
        assert texts_of(who.do("history", peer=place.peer, limit=4)) == texts[::-1], who.library


def test_answers_and_mentions(place: Gathering) -> None:
    """An answer names the message by the reader's own id, and counts as a mention for whom it answers."""
    question, answer = unique("a question"), unique("an answer")
    asked = place.say(place.actor, question)
    known = {place.actor.library: asked["id"]}
    known |= {library: seen["id"] for library, seen in place.heard(place.actor, question).items()}
    other = place.others[0]
    place.say(other, answer, reply_to=known[other.library])
    for library, seen in place.heard(other, answer).items():
        assert seen["reply_to"] == known[library], library
        assert seen["mentioned"] == (library == place.actor.library), library
    becomes(lambda: place.actor.do("dialog", peer=place.peer)["mentions"], 1)
    place.actor.do("read_mentions", peer=place.peer)
    becomes(lambda: place.actor.do("dialog", peer=place.peer)["mentions"], 0)


def test_edits_and_deletions_reach_everybody(place: Gathering) -> None:
    before, after = unique("frist"), unique("first")
    for who in (place.actor, place.others[0]):
        sent = place.say(who, before)
        heard = place.heard(who, before)
        who.do("edit", peer=place.peer, id=sent["id"], text=after)
        for one in place.everybody:
            if one is not who:
                assert one.wait("edit", text=after)["id"] == heard[one.library]["id"], one.library
        who.do("delete", peer=place.peer, ids=[sent["id"]], revoke=True)
        for one in place.everybody:
            if one is not who:
                place.loses(one, heard[one.library]["id"])
            assert before not in texts_of(one.do("history", peer=place.peer, limit=3)), one.library
        before, after = unique("secnod"), unique("second")


def test_members_may_not_delete_what_others_wrote(place: Gathering) -> None:
    text = unique("mine")
    place.say(place.actor, text)
    other = next(one for one in place.others if one.library != "tdlib")  # it knows by itself and does not ask
    with pytest.raises(Refused) as refused:
        other.do("delete", peer=place.peer, ids=[other.wait("message", text=text)["id"]], revoke=True)
    assert refused.value.name == "MESSAGE_DELETE_FORBIDDEN"
    place.say(other, unique("over"))
    kept = place.actor.do("history", peer=place.peer, limit=2)[1]["id"]
    assert not place.actor.seen("delete", chat=place.peer, ids=[kept])


def test_read_ticks_and_unread_counts(place: Gathering) -> None:
    reader = place.others[0]
    reader.do("read", peer=place.peer, max_id=reader.do("history", peer=place.peer, limit=1)[0]["id"])
    within(lambda: reader.do("dialog", peer=place.peer)["unread"] == 0)
    texts = [unique("count me") for _ in range(3)]
    sent = [place.say(place.actor, text) for text in texts]
    newest = reader.wait("message", text=texts[-1])
    within(lambda: reader.do("dialog", peer=place.peer)["unread"] == 3)
    assert place.actor.do("dialog", peer=place.peer)["unread"] <= len(place.everybody) * 9
    reader.do("read", peer=place.peer, max_id=newest["id"])
    place.actor.wait("read", peer=place.peer, max_id=sent[-1]["id"], inbox=False)
    within(lambda: reader.do("dialog", peer=place.peer)["unread"] == 0)
    assert reader.do("dialog", peer=place.peer)["read_inbox"] == newest["id"]


def test_a_new_title(place: Gathering) -> None:
    title = unique("Another name")
    place.actor.do("set_title", peer=place.peer, title=title)
    for one in place.everybody:
        becomes(full_of(one, place, "title"), title)


def test_leaving_and_coming_back(place: Gathering) -> None:
    leaver = place.others[-1]
    rest = [one for one in place.everybody if one is not leaver]
    leaver.do("leave", peer=place.peer)
    missed = unique("without you")
    place.actor.do("send", peer=place.peer, text=missed)
    for one in rest[1:]:
        one.wait("message", chat=place.peer, text=missed)
    for one in rest:
        becomes(full_of(one, place, "members"), 3)
    assert not leaver.seen("message", text=missed)
    with pytest.raises(Refused):
        leaver.do("send", peer=place.peer, text="let me in")
    place.actor.do("invite", peer=place.peer, users=[leaver.id])
    place.say(place.actor, unique("welcome back"))
    place.say(leaver, unique("thanks"))


def test_members_of_a_group(group: Gathering) -> None:
    everybody = sorted(person.id for person in group.everybody)
    for one in group.everybody:
        becomes(partial(one.do, "members", peer=group.peer), everybody, 15)


def test_removing_from_a_group(group: Gathering) -> None:
    gone = group.others[0]
    group.actor.do("remove", peer=group.peer, user=gone.id)
    gone.wait_for(
        lambda one: one["event"] == "message" and one.get("action") in LEAVING and one["chat"] == group.peer,
        what="a word of it",
    )
    with pytest.raises(Refused):
        gone.do("send", peer=group.peer, text="let me in")
    for one in (group.actor, *group.others[1:]):
        becomes(full_of(one, group, "members"), 3)
    group.actor.do("invite", peer=group.peer, users=[gone.id])
    group.say(gone, unique("back again"))


LEAVING = {"ChatDeleteUser", "LEFT_CHAT_MEMBERS", "LEFT_CHAT_MEMBER", "ChatDeleteMember"}


def test_pins(place: Gathering) -> None:
    """The creator pins for everybody; in a basic group each has an id of their own."""
    text = unique("keep this in sight")
    sent = place.say(place.actor, text)
    place.actor.do("pin", peer=place.peer, id=sent["id"])
    for library, seen in place.heard(place.actor, text).items():
        one = next(person for person in place.others if person.library == library)
        one.wait("pinned", peer=place.peer, ids=[seen["id"]], pinned=True)
    place.actor.do("unpin", peer=place.peer, id=sent["id"])
    for library, seen in place.heard(place.actor, text).items():
        one = next(person for person in place.others if person.library == library)
        one.wait("pinned", peer=place.peer, ids=[seen["id"]], pinned=False)


def test_histories_of_a_supergroup_are_one(supergroup: Gathering) -> None:
    supergroup.say(supergroup.actor, unique("the last word"))
    histories = [ids_of(one.do("history", peer=supergroup.peer, limit=200)) for one in supergroup.everybody]
    assert all(history == histories[0] for history in histories)
    assert len(set(histories[0])) == len(histories[0]) > 4
