"""A forum: Telethon makes it and its topics, TDLib lists them and writes into one; each sees what the other did."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.interop.circle import Circle, Gathering, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, becomes, unique

LIBRARIES = ("telethon", "tdlib")
GENERAL = 1


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.fixture(scope="module")
def forum(circle: Circle) -> Gathering:
    """Telethon's, with TDLib as a member."""
    place = circle.gather("supergroup", "telethon")
    place.actor.do("make_forum", peer=place.peer)
    return place


def ask(one: Client, kind: str, **fields: Any) -> Record:
    answer: Record = one.do("ask", kind=kind, fields=fields)
    return answer


def seen_by_tdlib(one: Client, peer: int) -> list[Record]:
    fields = {"query": "", "offset_date": 0, "offset_message_id": 0, "offset_forum_topic_id": 0, "limit": 100}
    found = ask(one, "getForumTopics", chat_id=peer, **fields)
    return [
        {
            "id": topic["info"]["forum_topic_id"],
            "title": topic["info"]["name"],
            "unread": topic["unread_count"],
            "mentions": topic["unread_mention_count"],
            "closed": topic["info"]["is_closed"],
            "pinned": topic["is_pinned"],
        }
        for topic in found["topics"]
    ]


def said_in_topic(one: Client, peer: int, topic: int) -> list[str]:
    fields = {"from_message_id": 0, "offset": 0, "limit": 50}
    found = ask(one, "getForumTopicHistory", chat_id=peer, forum_topic_id=topic, **fields)
    texts = [message["content"] for message in found["messages"]]
    return [content["text"]["text"] for content in texts if content["@type"] == "messageText"]


def write_in_topic(one: Client, peer: int, topic: int, text: str) -> None:
    content = {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": text}}
    place = {"@type": "messageTopicForum", "forum_topic_id": topic}
    ask(one, "sendMessage", chat_id=peer, topic_id=place, input_message_content=content)


def test_topics_from_one_library_to_the_other(forum: Gathering) -> None:
    owner, (member,), peer = forum.actor, forum.others, forum.peer
    birds, cats = unique("Birds"), unique("Cats")
    first = owner.do("begin_topic", peer=peer, title=birds)
    becomes(lambda: [one["title"] for one in seen_by_tdlib(member, peer)], [birds, "General"])
    made = ask(member, "createForumTopic", chat_id=peer, name=cats, icon={"@type": "forumTopicIcon", "color": 0xCB86DB})
    second = made["forum_topic_id"]
    assert [one["id"] for one in owner.do("topics", peer=peer)] == [second, first, GENERAL]
    hello, answer, plain = unique("in a topic"), unique("an answer"), unique("in General")
    write_in_topic(member, peer, first, hello)
    heard = owner.wait("message", chat=peer, text=hello)
    assert heard["reply_to"] == first
    owner.do("send", peer=peer, text=answer, reply_to=heard["id"])
    member.wait("message", chat=peer, text=answer)
    owner.do("send", peer=peer, text=plain)
    member.wait("message", chat=peer, text=plain)
    for read in (partial(said_in_topic, member), partial(owner.do, "said_in_topic")):
        becomes(partial(read, peer=peer, topic=first), [answer, hello])
        assert read(peer=peer, topic=GENERAL)[0] == plain
        assert read(peer=peer, topic=second) == []
    counts = {one["id"]: (one["unread"], one["mentions"]) for one in seen_by_tdlib(member, peer)}
    assert counts[first][1] == 1, "it answers them"
    assert counts[second] == (0, 0)
    owner.do("read_topic", peer=peer, topic=first, max_id=heard["id"])
    becomes(lambda: owner.do("topic", peer=peer, topic=first)["unread"], 0)


def test_topics_are_closed_pinned_and_deleted(forum: Gathering) -> None:
    owner, (member,), peer = forum.actor, forum.others, forum.peer
    topic = owner.do("begin_topic", peer=peer, title=unique("Dogs"))
    becomes(lambda: seen_by_tdlib(member, peer)[0]["id"], topic)
    owner.do("close_topic", peer=peer, topic=topic, closed=True)
    becomes(lambda: seen_by_tdlib(member, peer)[0]["closed"], True)
    with pytest.raises(Refused) as refused:
        ask(member, "toggleForumTopicIsClosed", chat_id=peer, forum_topic_id=topic, is_closed=False)
    assert refused.value.name
    owner.do("pin_topic", peer=peer, topic=GENERAL, pinned=True)
    becomes(lambda: [one["id"] for one in seen_by_tdlib(member, peer) if one["pinned"]], [GENERAL])
    owner.do("delete_topic", peer=peer, topic=topic)
    becomes(lambda: topic in [one["id"] for one in seen_by_tdlib(member, peer)], False)
    assert owner.do("topic", peer=peer, topic=topic) is None
