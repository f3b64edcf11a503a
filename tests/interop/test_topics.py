"""A forum: Telethon makes it and its topics, TDLib lists them and writes into one; each sees what the other did."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.interop.circle import Circle, Gathering, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.drivers.tdlib_chats import CHANNEL_BASE
from tests.interop.scenario import Record, becomes, unique

LIBRARIES = ("telethon", "tdlib")
GENERAL = 1


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.fixture(scope="module")
def forum(circle: Circle) -> Gathering:
    """Telethon's, with TDLib as a member, who has heard that it is a forum."""
    place = circle.gather("supergroup", "telethon")
    place.actor.do("make_forum", peer=place.peer)
    (member,) = place.others
    becomes(lambda: ask(member, "getSupergroup", supergroup_id=-CHANNEL_BASE - place.peer)["is_forum"], True)
    return place


def ask(one: Client, kind: str, **fields: Any) -> Record:
    answer: Record = one.do("ask", kind=kind, fields=fields)
    return answer


def topic_record(topic: Record) -> Record:
    return {
        "id": topic["info"]["forum_topic_id"],
        "title": topic["info"]["name"],
        "unread": topic["unread_count"],
        "mentions": topic["unread_mention_count"],
        "closed": topic["info"]["is_closed"],
        "pinned": topic["is_pinned"],
    }


def listed_by_tdlib(one: Client, peer: int, query: str = "") -> list[Record]:
    fields = {"query": query, "offset_date": 0, "offset_message_id": 0, "offset_forum_topic_id": 0, "limit": 100}
    return [topic_record(topic) for topic in ask(one, "getForumTopics", chat_id=peer, **fields)["topics"]]


def said_in_topic(one: Client, peer: int, topic: int) -> list[str]:
    fields = {"from_message_id": 0, "offset": 0, "limit": 50}
    found = ask(one, "getForumTopicHistory", chat_id=peer, forum_topic_id=topic, **fields)
    texts = [message["content"] for message in found["messages"]]
    return [content["text"]["text"] for content in texts if content["@type"] == "messageText"]


def place_of(topic: int) -> Record:
    return {"@type": "messageTopicForum", "forum_topic_id": topic}


def words(text: str) -> Record:
    return {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": text}}


def write_in_topic(one: Client, peer: int, topic: int, text: str) -> None:
    ask(one, "sendMessage", chat_id=peer, topic_id=place_of(topic), input_message_content=words(text))


def test_topics_from_one_library_to_the_other(forum: Gathering) -> None:
    owner, (member,), peer = forum.actor, forum.others, forum.peer
    birds, cats = unique("Birds"), unique("Cats")
    first = owner.do("begin_topic", peer=peer, title=birds)
    becomes(lambda: [one["title"] for one in listed_by_tdlib(member, peer)], [birds, "General"])
    icon = {"@type": "forumTopicIcon", "color": 0xCB86DB}
    second = ask(member, "createForumTopic", chat_id=peer, name=cats, icon=icon)["forum_topic_id"]
    assert [one["id"] for one in owner.do("topics", peer=peer)] == [second, first, GENERAL]
    assert [one["id"] for one in listed_by_tdlib(member, peer, query=cats)] == [second]
    hello, answer, plain = unique("in a topic"), unique("an answer"), unique("in General")
    write_in_topic(member, peer, first, hello)
    heard = owner.wait("message", chat=peer, text=hello)
    assert heard["reply_to"] == first
    owner.do("send", peer=peer, text=answer, reply_to=heard["id"])
    said = member.wait("message", chat=peer, text=answer)
    owner.do("send", peer=peer, text=plain)
    member.wait("message", chat=peer, text=plain)
    for read in (partial(said_in_topic, member), partial(owner.do, "said_in_topic")):
        becomes(partial(read, peer=peer, topic=first), [answer, hello])
        assert read(peer=peer, topic=GENERAL)[0] == plain
        assert read(peer=peer, topic=second) == []
    counts = {one["id"]: (one["unread"], one["mentions"]) for one in listed_by_tdlib(member, peer)}
    assert (counts[first][1], counts[second]) == (1, (0, 0)), "who is answered is named"
    source = {"@type": "messageSourceForumTopicHistory"}
    ask(member, "viewMessages", chat_id=peer, message_ids=[said["id"] << 20], source=source, force_read=True)
    becomes(lambda: [one["unread"] for one in listed_by_tdlib(member, peer) if one["id"] == first], [0])
    owner.do("read_topic", peer=peer, topic=first, max_id=heard["id"])
    becomes(lambda: owner.do("topic", peer=peer, topic=first)["unread"], 0)


def test_topics_are_closed_pinned_and_deleted(forum: Gathering) -> None:
    owner, (member,), peer = forum.actor, forum.others, forum.peer
    topic = owner.do("begin_topic", peer=peer, title=unique("Dogs"))
    becomes(lambda: listed_by_tdlib(member, peer)[0]["id"], topic)
    content = {"@type": "draftMessageContentText", "text": {"@type": "formattedText", "text": "soon"}}
    soon = {"@type": "draftMessage", "content": content}
    ask(member, "setChatDraftMessage", chat_id=peer, topic_id=place_of(topic), draft_message=soon)
    muted = {"@type": "chatNotificationSettings", "mute_for": 2**31 - 1, "use_default_mute_for": False}
    fields = {"chat_id": peer, "forum_topic_id": topic}
    ask(member, "setForumTopicNotificationSettings", **fields, notification_settings=muted)
    owner.do("close_topic", peer=peer, topic=topic, closed=True)
    becomes(lambda: listed_by_tdlib(member, peer)[0]["closed"], True)
    with pytest.raises(Refused):
        ask(member, "toggleForumTopicIsClosed", **fields, is_closed=False)
    owner.do("pin_topic", peer=peer, topic=GENERAL, pinned=True)
    becomes(lambda: [one["id"] for one in listed_by_tdlib(member, peer) if one["pinned"]], [GENERAL])
    found = ask(member, "getForumTopic", **fields)
    assert found["notification_settings"]["mute_for"] > 0
    assert found["draft_message"] is not None
    owner.do("delete_topic", peer=peer, topic=topic)
    becomes(lambda: topic in [one["id"] for one in listed_by_tdlib(member, peer)], False)
    assert owner.do("topic", peer=peer, topic=topic) is None


def test_tdlib_makes_a_forum(circle: Circle) -> None:
    place = circle.gather("supergroup", "tdlib")
    owner, (member,), peer = place.actor, place.others, place.peer
    number = -1_000_000_000_000 - peer
    ask(owner, "toggleSupergroupIsForum", supergroup_id=number, is_forum=True, has_forum_tabs=False)
    icon = {"@type": "forumTopicIcon", "color": 0x6FB9F0}
    topic = ask(owner, "createForumTopic", chat_id=peer, name="Owls", icon=icon)["forum_topic_id"]
    fields = {"chat_id": peer, "forum_topic_id": topic}
    ask(owner, "editForumTopic", **fields, name="Rare owls", edit_icon_custom_emoji=False)
    ask(owner, "toggleForumTopicIsPinned", **fields, is_pinned=True)
    ask(owner, "toggleGeneralForumTopicIsHidden", chat_id=peer, is_hidden=True)
    with pytest.raises(Refused) as refused:
        member.do("send", peer=peer, text="may I")
    assert refused.value.name == "TOPIC_CLOSED"
    shown = member.do("topics", peer=peer)
    assert [(one["title"], one["pinned"], one["closed"]) for one in shown] == [
        ("Rare owls", True, False),
        ("General", False, True),
    ]
    events = ask(owner, "getChatEventLog", chat_id=peer, query="", from_event_id=0, limit=100, user_ids=[])["events"]
    kinds = [event["action"]["@type"].removeprefix("chatEvent") for event in events]
    assert kinds[:5] == [
        "ForumTopicToggleIsHidden",
        "ForumTopicPinned",
        "ForumTopicEdited",
        "ForumTopicCreated",
        "IsForumToggled",
    ]
    ask(owner, "deleteForumTopic", **fields)
    becomes(lambda: [one["id"] for one in member.do("topics", peer=peer)], [GENERAL])
