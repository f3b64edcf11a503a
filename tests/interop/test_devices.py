"""One account on seven devices, each with another library, and somebody who talks to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.interop.clients import LIBRARIES, Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import ids_of, unique, within
from tests.interop.server import Server

LAYERS = {
    "telethon": 229,
    "kurigram": 229,
    "pyrogram": 158,
    "tdlib": 229,
    "gramjs": 198,
    "teleproto": 214,
    "mtcute": 223,
}


@dataclass(frozen=True, slots=True)
class Scene:
    devices: dict[str, Client]
    friend: Client

    @property
    def me(self) -> int:
        return next(iter(self.devices.values())).id

    def others(self, library: str) -> list[Client]:
        return [device for name, device in self.devices.items() if name != library]


@pytest.fixture(scope="module")
def scene(client: Make, phone: Phones) -> Scene:
    number = phone()
    devices = {library: client(library).sign_up(number, "Many", "Devices") for library in LIBRARIES}
    friend = client("telethon").sign_up(phone(), "Friend")
    friend.do("import_contact", phone=number, first_name="Many")
    for device in devices.values():
        assert device.do("import_contact", phone=friend.phone, first_name="Friend") == friend.id
    return Scene(devices, friend)


def test_each_library_announces_the_layer_that_it_was_made_for(scene: Scene, server: Server) -> None:
    with closing(sqlite3.connect(server.data / "hodhod.db")) as database:
        rows = database.execute("SELECT layer FROM authorizations WHERE user_id = ?", [scene.me]).fetchall()
    assert sorted(layer for (layer,) in rows) == sorted(LAYERS[library] for library in scene.devices)


def test_all_devices_get_a_message_once(scene: Scene) -> None:
    text = unique("for all of you")
    scene.friend.do("send", peer=scene.me, text=text)
    ids = {device.wait("message", text=text)["id"] for device in scene.devices.values()}
    assert len(ids) == 1
    assert all(len(device.seen("message", text=text)) == 1 for device in scene.devices.values())


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_one_device_sends_the_others_see(scene: Scene, library: str) -> None:
    text = unique("from one device")
    sent = scene.devices[library].do("send", peer=scene.friend.id, text=text)
    for other in scene.others(library):
        seen = other.wait("message", text=text)
        assert (seen["id"], seen["out"], seen["chat"]) == (sent["id"], True, scene.friend.id)
    scene.friend.wait("message", text=text)
    assert not scene.devices[library].seen("message", text=text), "its own send is not pushed to it"


@pytest.mark.parametrize("library", LIBRARIES)
def test_edit_and_delete_reach_the_others(scene: Scene, library: str) -> None:
    device = scene.devices[library]
    text, after = unique("before"), unique("after")
    sent = device.do("send", peer=scene.friend.id, text=text)
    for other in scene.others(library):
        other.wait("message", text=text)
    device.do("edit", peer=scene.friend.id, id=sent["id"], text=after)
    for other in scene.others(library):
        assert other.wait("edit", text=after)["id"] == sent["id"]
    device.do("delete", peer=scene.friend.id, ids=[sent["id"]], revoke=True)
    for other in scene.others(library):
        other.wait("delete", ids=[sent["id"]])


@pytest.mark.parametrize("library", LIBRARIES)
def test_reading_on_one_device_reads_on_all(scene: Scene, library: str) -> None:
    text = unique("read it anywhere")
    scene.friend.do("send", peer=scene.me, text=text)
    seen = next(iter([device.wait("message", text=text) for device in scene.devices.values()]))
    scene.devices[library].do("read", peer=scene.friend.id, max_id=seen["id"])
    for other in scene.others(library):
        other.wait("read", peer=scene.friend.id, max_id=seen["id"], inbox=True)


@pytest.mark.parametrize("library", LIBRARIES)
def test_drafts_and_marks_reach_the_others(scene: Scene, library: str) -> None:
    draft = unique("half a thought")
    device = scene.devices[library]
    device.do("draft", peer=scene.friend.id, text=draft)
    device.do("mark_unread", peer=scene.friend.id, unread=True)
    for other in scene.others(library):
        other.wait("draft", peer=scene.friend.id, text=draft)
        other.wait("marked", peer=scene.friend.id, unread=True)
    device.do("mark_unread", peer=scene.friend.id, unread=False)
    device.do("draft", peer=scene.friend.id, text="")
    for other in scene.others(library):
        other.wait("marked", peer=scene.friend.id, unread=False)


def test_histories_agree(scene: Scene) -> None:
    last = unique("the last word")
    scene.friend.do("send", peer=scene.me, text=last)
    for device in scene.devices.values():
        device.wait("message", text=last)
    histories = [ids_of(device.do("history", peer=scene.friend.id, limit=200)) for device in scene.devices.values()]
    assert all(history == histories[0] for history in histories)
    assert len(set(histories[0])) == len(histories[0]) > 4


MISSED = 200


@pytest.mark.parametrize("library", LIBRARIES)
def test_missed_messages_are_caught_up(scene: Scene, library: str) -> None:
    device = scene.devices[library]
    device.do("disconnect")
    texts = [unique("while you were away") for _ in range(MISSED)]
    scene.friend.do("send_many", peer=scene.me, texts=texts, timeout=60)
    device.restart()
    within(lambda: len(missed_of(device, texts)) >= MISSED, 30)
    missed = missed_of(device, texts)
    assert len(missed) == len(set(missed)) == MISSED
    assert set(missed) == set(texts)
    history = device.do("history", peer=scene.friend.id, limit=MISSED)
    assert sorted(one["text"] for one in history) == sorted(texts)


def missed_of(device: Client, texts: list[str]) -> list[str]:
    wanted = set(texts)
    return [event["text"] for event in device.seen("message") if event["text"] in wanted]


def test_many_quick_messages_keep_their_order(scene: Scene) -> None:
    """TDLib orders what it sends at once by invokeAfterMsg."""
    texts = [unique("quick") for _ in range(250)]
    ids = scene.devices["tdlib"].do("send_many", peer=scene.friend.id, texts=texts, timeout=60)
    assert ids == sorted(ids)
    within(lambda: len(missed_of(scene.friend, texts)) >= len(texts), 20)
    assert missed_of(scene.friend, texts) == texts
    history = scene.friend.do("history", peer=scene.me, limit=len(texts))
    assert [one["text"] for one in reversed(history)] == texts
