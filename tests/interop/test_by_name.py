"""What libraries have no words for: Telethon and Kurigram ask by the methods' names, each is once the actor."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.interop.circle import Circle, Gathering, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, unique, within

LIBRARIES = ("telethon", "kurigram")


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.fixture(params=[(kind, library) for kind in ("group", "supergroup") for library in LIBRARIES], ids="-".join)
def place(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    place = circle.gather(*request.param)
    place.say(place.actor, unique("hello"))  # from here on both know the chat
    return place


def request(one: Client, method: str, **fields: Any) -> Any:
    return one.do("request", method=method, **fields)


def at(place: Gathering) -> Record:
    return {"@peer": place.peer}


def words(text: str) -> Record:
    return {"@type": "TextWithEntities", "text": text, "entities": []}


def open_poll(one: Client, place: Gathering, question: str) -> None:
    answers = [{"@type": "InputPollAnswer", "text": words(text)} for text in ("one", "two")]
    flags = {"public_voters": True, "open_answers": True}
    poll = {"@type": "Poll", "id": 0, "question": words(question), "answers": answers, "hash": 0, **flags}
    media = {"@type": "InputMediaPoll", "poll": poll}
    request(one, "messages.SendMedia", peer=at(place), media=media, message="", random_id=random.getrandbits(63))


def poll_of(one: Client, place: Gathering, question: str) -> Record | None:
    """The message with this question, as the library read it."""
    window = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 10, "max_id": 0, "min_id": 0, "hash": 0}
    page = request(one, "messages.GetHistory", peer=at(place), **window)
    for message in page["messages"]:
        media = message.get("media") or {}
        if media.get("poll") and media["poll"]["question"]["text"] == question:
            found: Record = message
            return found
    return None


def told_poll(one: Client, place: Gathering, question: str) -> Record:
    within(lambda: poll_of(one, place, question) is not None)
    found = poll_of(one, place, question)
    assert found is not None
    return found


def answers(message: Record) -> list[str]:
    return [one["text"]["text"] for one in message["media"]["poll"]["answers"]]


def test_answers_are_added_and_votes_are_looked_at(place: Gathering) -> None:
    question, (other,) = unique("which"), place.others
    open_poll(place.actor, place, question)
    theirs = told_poll(other, place, question)["id"]
    given = {"@type": "InputPollAnswer", "text": words("three")}
    request(other, "messages.AddPollAnswer", peer=at(place), msg_id=theirs, answer=given)
    seen = told_poll(place.actor, place, question)
    assert answers(seen) == ["one", "two", "three"]
    three = seen["media"]["poll"]["answers"][2]
    assert three["added_by"]["user_id"] == other.id
    request(other, "messages.SendVote", peer=at(place), msg_id=theirs, options=[{"@hex": three["option"]}])
    results = told_poll(place.actor, place, question)["media"]["results"]
    assert [one["user_id"] for one in results["recent_voters"]] == [other.id]
    assert results["has_unread_votes"]
    window = {"offset_id": 0, "add_offset": 0, "limit": 10, "max_id": 0, "min_id": 0}
    unread = request(place.actor, "messages.GetUnreadPollVotes", peer=at(place), **window)
    assert [one["id"] for one in unread["messages"]] == [seen["id"]]
    request(place.actor, "messages.ReadPollVotes", peer=at(place))
    assert not request(place.actor, "messages.GetUnreadPollVotes", peer=at(place), **window)["messages"]
    option = {"@hex": three["option"]}
    request(place.actor, "messages.DeletePollAnswer", peer=at(place), msg_id=seen["id"], option=option)
    assert answers(told_poll(other, place, question)) == ["one", "two"]
    with pytest.raises(Refused, match="OPTION_INVALID"):
        request(other, "messages.DeletePollAnswer", peer=at(place), msg_id=theirs, option=option)


def test_a_member_has_a_tag(place: Gathering) -> None:
    (other,) = place.others
    tag = unique("tag")[:16]
    request(other, "messages.EditChatParticipantRank", peer=at(place), participant={"@peer": other.id}, rank=tag)
    if place.kind == "group":
        full = request(place.actor, "messages.GetFullChat", chat_id=-place.peer)
        rows = full["full_chat"]["participants"]["participants"]
    else:
        where = {"channel": {"@channel": place.peer}, "participant": {"@peer": other.id}}
        rows = [request(place.actor, "channels.GetParticipant", **where)["participant"]]
    assert [row["rank"] for row in rows if row["user_id"] == other.id] == [tag]
    whose = {"@peer": place.actor.id}
    with pytest.raises(Refused, match="CHAT_ADMIN_REQUIRED"):
        request(other, "messages.EditChatParticipantRank", peer=at(place), participant=whose, rank="mine")


def test_who_gets_the_chat_when_its_creator_leaves(place: Gathering) -> None:
    (other,) = place.others
    assert request(place.actor, "messages.GetFutureChatCreatorAfterLeave", peer=at(place))["id"] == other.id
    with pytest.raises(Refused, match="CHAT_ADMIN_REQUIRED"):
        request(other, "messages.GetFutureChatCreatorAfterLeave", peer=at(place))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_links_of_a_supergroup_ask(circle: Circle, library: str) -> None:
    place = circle.gather("supergroup", library)
    (other,), channel = place.others, {"channel": {"@channel": place.peer}}
    request(place.actor, "channels.UpdateUsername", **channel, username=f"asks{random.getrandbits(40):x}")
    link = request(place.actor, "messages.ExportChatInvite", peer=at(place))["link"]
    whole = {**channel, "enabled": True, "apply_to_invites": True}
    with pytest.raises(Refused, match="CHAT_ADMIN_REQUIRED"):
        request(other, "channels.ToggleJoinRequest", **whole)
    request(place.actor, "channels.ToggleJoinRequest", **whole)
    told = request(place.actor, "messages.GetExportedChatInvite", peer=at(place), link=link)
    assert told["invite"]["request_needed"]
