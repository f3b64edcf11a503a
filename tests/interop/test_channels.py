"""Channels: each library has one and posts in it while three others read; who was away catches up by the library's own
means; two devices of one reader stay in step."""

from __future__ import annotations

from typing import Any

import pytest

from tests.interop.circle import CIRCLE, Circle, Gathering, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import becomes, ids_of, peers_of, texts_of, unique, within

MISSED = 150
CATCHES_UP = ("telethon", "kurigram", "tdlib")  # Pyrogram 2.0.106 does not ask for what it missed


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone)


@pytest.fixture(params=CIRCLE)
def channel(request: pytest.FixtureRequest, circle: Circle) -> Gathering:
    return circle.gather("channel", request.param)


def test_readers_see_it(channel: Gathering) -> None:
    for one in channel.everybody:
        full = one.do("full", peer=channel.peer)
        assert (full["title"], full["members"]) == (channel.title, 4), one.library
        assert channel.peer in peers_of(one.do("dialogs")), one.library


def test_posts_reach_everybody_once(channel: Gathering) -> None:
    texts = [unique("news") for _ in range(3)]
    sent = [channel.say(channel.actor, text) for text in texts]
    for text, own in zip(texts, sent, strict=True):
        for library, seen in channel.heard(channel.actor, text).items():
            assert (seen["sender"], seen["id"]) == (channel.peer, own["id"]), library
            assert seen["views"] >= 1, library
    for one in channel.others:
        assert all(len(one.seen("message", text=text)) == 1 for text in texts), one.library
        assert texts_of(one.do("history", peer=channel.peer, limit=3)) == texts[::-1], one.library
    assert not any(channel.actor.seen("message", text=text, out=False) for text in texts)


def test_edits_and_deletions(channel: Gathering) -> None:
    before, after = unique("nwes"), unique("news")
    sent = channel.say(channel.actor, before)
    channel.actor.do("edit", peer=channel.peer, id=sent["id"], text=after)
    for one in channel.others:
        assert one.wait("edit", text=after)["id"] == sent["id"], one.library
    channel.actor.do("delete", peer=channel.peer, ids=[sent["id"]], revoke=True)
    for one in channel.others:
        channel.loses(one, sent["id"])
        assert sent["id"] not in ids_of(one.do("history", peer=channel.peer, limit=5)), one.library


def test_readers_may_not_post_edit_or_delete(channel: Gathering) -> None:
    sent = channel.say(channel.actor, unique("official"))
    forbidden: dict[str, dict[str, Any]] = {
        "send": {"text": "me too"},
        "edit": {"id": sent["id"], "text": "otherwise"},
        "delete": {"ids": [sent["id"]], "revoke": True},
        "set_title": {"title": "Mine"},
    }
    for one in channel.others:
        for call, arguments in forbidden.items():
            with pytest.raises(Refused):
                one.do(call, peer=channel.peer, **arguments)
    assert channel.actor.do("history", peer=channel.peer, limit=1)[0]["id"] == sent["id"]


def test_unread_counts(channel: Gathering) -> None:
    reader = channel.others[0]
    reader.do("read", peer=channel.peer, max_id=reader.do("history", peer=channel.peer, limit=1)[0]["id"])
    becomes(lambda: reader.do("dialog", peer=channel.peer)["unread"], 0)
    sent = [channel.say(channel.actor, unique("count me")) for _ in range(3)]
    becomes(lambda: reader.do("dialog", peer=channel.peer)["unread"], 3)
    assert channel.actor.do("dialog", peer=channel.peer)["unread"] == 0
    reader.do("read", peer=channel.peer, max_id=sent[1]["id"])
    becomes(lambda: reader.do("dialog", peer=channel.peer)["unread"], 1)
    reader.do("read", peer=channel.peer, max_id=sent[2]["id"])
    becomes(lambda: reader.do("dialog", peer=channel.peer)["unread"], 0)


def test_who_left_hears_nothing_more(channel: Gathering) -> None:
    leaver = channel.others[-1]
    leaver.do("leave", peer=channel.peer)
    missed = unique("without you")
    channel.actor.do("send", peer=channel.peer, text=missed)
    for one in channel.others[:-1]:
        one.wait("message", text=missed)
    becomes(lambda: channel.actor.do("full", peer=channel.peer)["members"], 3)
    assert not leaver.seen("message", text=missed)
    assert channel.peer not in peers_of(leaver.do("dialogs"))
    channel.actor.do("invite", peer=channel.peer, users=[leaver.id])
    within(lambda: channel.peer in peers_of(leaver.do("dialogs")))
    channel.say(channel.actor, unique("welcome back"))


@pytest.mark.parametrize("library", CATCHES_UP)
def test_two_devices_of_a_reader(library: str, circle: Circle, client: Make) -> None:
    """What one device reads is read on the other; both hear of a post."""
    first = circle.people[library]
    second = client("kurigram" if library == "telethon" else "telethon").sign_up(first.phone, "The same")
    actor = "tdlib" if library != "tdlib" else "kurigram"
    channel = circle.gather("channel", actor)
    second.do("dialogs")
    text = unique("for both devices")
    sent = channel.say(channel.actor, text)
    assert second.wait("message", chat=channel.peer, text=text)["id"] == sent["id"]
    first.do("read", peer=channel.peer, max_id=sent["id"])
    second.wait("read", peer=channel.peer, max_id=sent["id"], inbox=True)
    supergroup = circle.gather("supergroup", actor)
    second.do("dialogs")
    text = unique("from one device")
    sent = first.do("send", peer=supergroup.peer, text=text)
    seen = second.wait("message", chat=supergroup.peer, text=text)
    assert (seen["id"], seen["out"]) == (sent["id"], True)
    first.do("delete", peer=supergroup.peer, ids=[sent["id"]], revoke=True)
    second.wait("delete", ids=[sent["id"]], chat=supergroup.peer)
    second.close()


@pytest.mark.parametrize("library", CATCHES_UP)
def test_missed_posts_are_caught_up(library: str, circle: Circle) -> None:
    """None is lost, none comes twice, and afterwards it goes on live."""
    reader = circle.people[library]
    actor = "telethon" if library != "telethon" else "kurigram"
    channel, supergroup = circle.gather("channel", actor), circle.gather("supergroup", actor)
    seen_live = [unique("before"), unique("before")]
    for place, text in zip((channel, supergroup), seen_live, strict=True):
        place.say(place.actor, text)
    reader.do("disconnect")
    texts = [unique("while you were away") for _ in range(MISSED)]
    channel.actor.do("send_many", peer=channel.peer, texts=texts, timeout=60)
    talk = [unique("and talked") for _ in range(20)]
    supergroup.actor.do("send_many", peer=supergroup.peer, texts=talk)
    gone = supergroup.actor.do("send", peer=supergroup.peer, text=unique("and deleted"))
    supergroup.actor.do("delete", peer=supergroup.peer, ids=[gone["id"]], revoke=True)
    reader.restart()
    within(lambda: len(caught(reader, texts)) >= MISSED and len(caught(reader, talk)) >= len(talk), 30)
    for place in (channel, supergroup):
        place.say(place.actor, unique("and on"))
    assert sorted(caught(reader, texts)) == sorted(texts)
    assert sorted(caught(reader, talk)) == sorted(talk)
    history = texts_of(reader.do("history", peer=channel.peer, limit=MISSED + 1))[1:]
    assert sorted(history) == sorted(texts)


def caught(reader: Client, texts: list[str]) -> list[str]:
    wanted = set(texts)
    return [event["text"] for event in reader.seen("message") if event["text"] in wanted]
