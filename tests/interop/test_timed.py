"""Scheduled messages and timers: what Telethon does on one device, TDLib sees, changes and sends on another, and the
other way round."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, becomes, unique, within
from tests.interop.server import Server

DAY = 24 * 3600
SHIFT = 20


@dataclass(frozen=True, slots=True)
class Scene:
    """Sara's two devices, and Reza's."""

    script: Client
    app: Client
    reza: Client


@pytest.fixture(scope="module")
def scene(client: Make, phone: Phones) -> Scene:
    number = phone()
    script = client("telethon").sign_up(number, "Sara")
    reza = client("tdlib").sign_up(phone(), "Reza")
    assert reza.do("import_contact", phone=number, first_name="Sara") == script.id
    reza.do("send", peer=script.id, text="hello")
    script.wait("message", text="hello")
    app = client("tdlib").sign_up(number, "Sara")
    for one in (script, app):
        assert one.do("import_contact", phone=reza.phone, first_name="Reza") == reza.id
    ask(app, "createPrivateChat", user_id=reza.id, force=False)
    return Scene(script, app, reza)


def ask(device: Client, kind: str, **fields: Any) -> Record:
    answer: Record = device.do("ask", kind=kind, fields=fields)
    return answer


def words(text: str) -> Record:
    return {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": text}}


def at(date: int) -> Record:
    return {"@type": "messageSchedulingStateSendAtDate", "send_date": date}


def listed(device: Client, chat: int) -> list[Record]:
    """TDLib's schedule of a chat."""
    messages: list[Record] = ask(device, "getChatScheduledMessages", chat_id=chat)["messages"]
    return [one for one in messages if not one.get("sending_state")]


def texts(device: Client, chat: int) -> list[str]:
    return [one["content"]["text"]["text"] for one in listed(device, chat)]


def test_a_schedule_is_the_same_on_both_devices(scene: Scene) -> None:
    script, app, chat = scene.script, scene.app, scene.reza.id
    later = unique("later")
    script.do("schedule", peer=chat, text=later, seconds=3600)
    becomes(lambda: texts(app, chat), [later])
    (message,) = listed(app, chat)
    assert message["is_outgoing"]
    assert ask(app, "getChat", chat_id=chat)["has_scheduled_messages"]
    better = unique("better")
    ask(app, "editMessageText", chat_id=chat, message_id=message["id"], input_message_content=words(better))
    becomes(lambda: [one["text"] for one in script.do("scheduled", peer=chat)], [better])
    date = int(time.time()) + 7200
    ask(
        app,
        "editMessageSchedulingState",
        chat_id=chat,
        message_id=listed(app, chat)[0]["id"],
        scheduling_state=at(date),
    )
    becomes(lambda: [one["date"] for one in script.do("scheduled", peer=chat)], [date])
    (message,) = listed(app, chat)
    assert message["scheduling_state"]["send_date"] == date
    ask(app, "editMessageSchedulingState", chat_id=chat, message_id=message["id"])
    scene.reza.wait("message", text=better, out=False)
    becomes(lambda: texts(app, chat), [])
    assert script.do("scheduled", peer=chat) == []


def test_its_time_comes(scene: Scene) -> None:
    script, app, reza = scene.script, scene.app, scene.reza
    soon = unique("soon")
    script.do("schedule", peer=reza.id, text=soon, seconds=2)
    becomes(lambda: texts(app, reza.id), [soon])
    reza.wait("message", text=soon, out=False)
    app.wait("message", text=soon, out=True)
    becomes(lambda: texts(app, reza.id), [])


def test_a_reader_who_comes_online_gets_it(scene: Scene) -> None:
    app, reza = scene.app, scene.reza
    for online in (True, False):  # when somebody was here last is what TDLib asks before it waits for them
        reza.do("set_online", online=online)
        time.sleep(0.3)  # a change that is taken back at once is told to nobody
    becomes(lambda: app.do("user", user=reza.id)["status"], "offline")
    text = unique("welcome")
    options = {"scheduling_state": {"@type": "messageSchedulingStateSendWhenOnline"}}
    ask(app, "sendMessage", chat_id=reza.id, input_message_content=words(text), options=options)
    becomes(lambda: texts(app, reza.id), [text])
    reza.do("set_online", online=True)
    reza.wait("message", text=text, out=False)
    becomes(lambda: texts(app, reza.id), [])


@pytest.mark.slow
def test_what_falls_due_while_the_server_is_dead_is_sent_once(scene: Scene, server: Server) -> None:
    script, reza = scene.script, scene.reza
    text = unique("in the meantime")
    script.do("schedule", peer=reza.id, text=text, seconds=1.5)
    server.kill()
    time.sleep(1.5)
    server.start()
    reza.wait("message", 20, text=text, out=False)
    becomes(lambda: script.do("scheduled", peer=reza.id), [])
    assert len(reza.seen("message", text=text)) == 1


def test_what_tdlib_schedules_and_deletes(scene: Scene) -> None:
    script, app = scene.script, scene.app
    for chat in (scene.reza.id, app.do("create_channel", title="News", broadcast=True)):
        text = unique("by TDLib")
        options = {"scheduling_state": at(int(time.time()) + 3600)}
        ask(app, "sendMessage", chat_id=chat, input_message_content=words(text), options=options)
        within(lambda chat=chat: len(listed(app, chat)) == 1)  # type: ignore[misc]
        becomes(lambda chat=chat: [one["text"] for one in script.do("scheduled", peer=chat)], [text])  # type: ignore[misc]
        ids = [one["id"] for one in listed(app, chat)]
        ask(app, "deleteMessages", chat_id=chat, message_ids=ids, revoke=True)
        becomes(lambda chat=chat: script.do("scheduled", peer=chat), [])  # type: ignore[misc]


def test_answers_forwards_and_polls_wait_and_are_sent(scene: Scene) -> None:
    """TDLib, which is strict about what may stand in a schedule, has nothing to complain of."""
    app, chat = scene.app, scene.reza.id
    group = app.do("create_channel", title="Talk", broadcast=False)
    options = {"scheduling_state": at(int(time.time()) + 3600)}
    scene.reza.do("send", peer=scene.script.id, text=(said := unique("said")))
    heard = app.wait("message", text=said)["id"] << SHIFT
    answer = {"@type": "inputMessageReplyToMessage", "message_id": heard}
    ask(app, "sendMessage", chat_id=chat, reply_to=answer, input_message_content=words("answer"), options=options)
    poll = {
        "@type": "inputMessagePoll",
        "question": words("Which?")["text"],
        "options": [{"@type": "inputPollOption", "text": words(one)["text"]} for one in ("one", "two")],
        "type": {"@type": "inputPollTypeRegular"},
    }
    ask(app, "sendMessage", chat_id=group, input_message_content=poll, options=options)
    ask(app, "forwardMessages", chat_id=group, from_chat_id=chat, message_ids=[heard], options=options)
    within(lambda: len(listed(app, chat)) == 1 and len(listed(app, group)) == 2)
    (message,) = listed(app, chat)
    assert message["reply_to"]["message_id"] == heard
    for where in (chat, group):
        for one in listed(app, where):
            ask(app, "editMessageSchedulingState", chat_id=where, message_id=one["id"])
        becomes(lambda where=where: listed(app, where), [])  # type: ignore[misc]
    scene.reza.wait("message", text="answer")
    app.wait("message", chat=group, action="Poll")
    app.wait("message", chat=group, text=said)


def timer(device: Client, chat: int) -> int:
    return int(ask(device, "getChat", chat_id=chat)["message_auto_delete_time"])


def a_day_passes(server: Server) -> None:
    """For messages that do not live for ever."""
    with closing(sqlite3.connect(server.data / "hodhod.db", timeout=5)) as database, database:
        database.execute("UPDATE contents SET date = date - ? WHERE ttl > 0", [DAY])
        database.execute("UPDATE jobs SET due = 0 WHERE kind = 'expire_messages'")


def test_a_timer_is_told_and_taken(scene: Scene, server: Server) -> None:
    script, app, reza = scene.script, scene.app, scene.reza
    me = script.id
    ask(app, "setChatMessageAutoDeleteTime", chat_id=reza.id, message_auto_delete_time=DAY)
    assert timer(app, reza.id) == DAY
    reza.wait("message", chat=me, action="ChatSetMessageAutoDeleteTime")
    becomes(lambda: timer(reza, me), DAY)
    text = unique("for a day")
    script.do("send", peer=reza.id, text=text)
    heard = reza.wait("message", text=text)
    shown = ask(reza, "getMessage", chat_id=me, message_id=heard["id"] << SHIFT)
    assert DAY - 60 < shown["auto_delete_in"] <= DAY
    a_day_passes(server)
    # a reminder; a job that is recorded wakes the others that are due
    script.do("schedule", peer=script.id, text="wake up", seconds=3600)
    for one, id in ((reza, heard["id"]), (app, app.wait("message", text=text)["id"])):
        one.wait("delete", ids=[id])
    script.do("set_ttl", peer=reza.id, seconds=0)
    becomes(lambda: timer(reza, me), 0)
    becomes(lambda: timer(app, reza.id), 0)


def test_new_chats_begin_with_the_default(scene: Scene) -> None:
    app, reza = scene.app, scene.reza
    ask(app, "setDefaultMessageAutoDeleteTime", message_auto_delete_time={"time": 7 * DAY})
    assert ask(app, "getDefaultMessageAutoDeleteTime")["time"] == 7 * DAY
    # TDLib says for each group that it makes how long messages live there; Telethon leaves it to the default
    group = scene.script.do("create_group", title="Family", users=[reza.id])
    for one in (reza, app):
        one.wait("message", chat=group, action="ChatSetMessageAutoDeleteTime")
        becomes(lambda one=one: timer(one, group), 7 * DAY)  # type: ignore[misc]
