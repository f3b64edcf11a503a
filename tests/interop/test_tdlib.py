"""What only TDLib shows by itself: the topics of Saved Messages, and logins that wait to be confirmed."""

from __future__ import annotations

from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, unique, within

LOAD = {"limit": 20}


def topic_of(device: Client, name: str, text: str) -> Record:
    """The topic of this kind as soon as its newest message has this text."""

    def fits(event: Record) -> bool:
        return event["event"] == "saved_topic" and kind(event["topic"]) == name and last_text(event["topic"]) == text

    topic: Record = device.wait_for(fits, what=(name, text))["topic"]
    return topic


def kind(topic: Record) -> str:
    return str(topic["type"]["@type"]).removeprefix("savedMessagesTopicType")


def last_text(topic: Record) -> str:
    return str(topic.get("last_message", {}).get("content", {}).get("text", {}).get("text", ""))


def history(device: Client, topic: Record) -> list[str]:
    fields = {"saved_messages_topic_id": topic["id"], "from_message_id": 0, "offset": 0, "limit": 20}
    found = device.do("ask", kind="getSavedMessagesTopicHistory", fields=fields)["messages"]
    return [message["content"].get("text", {}).get("text", "") for message in found]


def test_saved_messages_by_origin(client: Make, phone: Phones) -> None:
    number = phone()
    sara = client("tdlib").sign_up(number, "Sara")
    reza = client("tdlib").sign_up(phone(), "Reza")
    assert sara.do("import_contact", phone=reza.phone, first_name="Reza") == reza.id
    assert reza.do("import_contact", phone=number, first_name="Sara") == sara.id
    own, theirs, secret, note = unique("own"), unique("theirs"), unique("secret"), unique("note")
    sara.do("send", peer=sara.id, text=own)
    sent = sara.do("send", peer=reza.id, text=theirs)
    sara.do("forward", peer=sara.id, source=reza.id, ids=[sent["id"]])
    hide = {"@type": "userPrivacySettingShowLinkInForwardedMessages"}
    nobody = {"@type": "userPrivacySettingRules", "rules": [{"@type": "userPrivacySettingRuleRestrictAll"}]}
    reza.do("ask", kind="setUserPrivacySettingRules", fields={"setting": hide, "rules": nobody})
    reza.do("send", peer=sara.id, text=secret)
    sara.do("forward", peer=sara.id, source=reza.id, ids=[sara.wait("message", text=secret)["id"]])
    sara.do("forward", peer=reza.id, source=sara.id, ids=[sara.do("send", peer=sara.id, text=note)["id"]])

    # live, and then as a device finds it that comes later
    later = client("tdlib").sign_up(number, "Sara")
    for device in (sara, later):
        device.do("ask", kind="loadSavedMessagesTopics", fields=LOAD)
        found = [
            topic_of(device, *wanted)
            for wanted in (("MyNotes", note), ("SavedFromChat", theirs), ("AuthorHidden", secret))
        ]
        histories = [history(device, topic) for topic in found]
        assert [len(one) for one in histories[1:]] == [1, 1]
        assert histories[0][:2] == [note, own]
        assert found[1]["type"]["chat_id"] == reza.id

    hidden = found[2]["id"]
    pin = {"saved_messages_topic_id": hidden, "is_pinned": True}
    later.do("ask", kind="toggleSavedMessagesTopicIsPinned", fields=pin)
    sara.wait_for(
        lambda one: one["event"] == "saved_topic" and one["topic"]["id"] == hidden and one["topic"]["is_pinned"],
        what="a pinned topic",
    )
    later.do("ask", kind="deleteSavedMessagesTopicHistory", fields={"saved_messages_topic_id": hidden})
    within(lambda: history(sara, found[2]) == [])


def test_a_login_is_confirmed(client: Make, phone: Phones) -> None:
    number = phone()
    first = client("tdlib").sign_up(number, "Sara")
    client("telethon").sign_up(number, "Sara")
    told = first.wait_for(
        lambda one: one["event"] == "unconfirmed" and one["session"] is not None, what="a new session"
    )
    session = told["session"]
    assert session["device_model"]
    first.do("ask", kind="confirmSession", fields={"session_id": session["type"]["session_id"]})
    within(lambda: first.seen("unconfirmed")[-1]["session"] is None)
    sessions = first.do("ask", kind="getActiveSessions", fields={})["sessions"]
    assert [one["is_unconfirmed"] for one in sessions] == [False, False]
