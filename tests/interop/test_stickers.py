"""Stickers: TDLib makes a set, somebody else installs it on one device and sees it on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.media.sticking import animated, drawn, video
from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, becomes, unique
from tests.interop.test_media import file_with


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice makes sets; Bob has two devices."""

    alice: Client
    bob: Client
    bobs: Client


@pytest.fixture(scope="module")
def scene(client: Make, phone: Phones) -> Iterator[Scene]:
    alice, bob, bobs = client("tdlib").sign_up(phone(), "Alice"), client("tdlib"), client("telethon")
    bob.sign_up(phone(), "Bob")
    bobs.sign_up(bob.phone, "Bob")
    for one, other in ((alice, bob), (bob, alice), (bobs, alice)):
        assert one.do("import_contact", phone=other.phone, first_name="Friend") == other.id
    bob.do("set_online", online=True)
    yield Scene(alice, bob, bobs)
    for device in (alice, bob, bobs):
        device.close()


def made(scene: Scene, folder: Path, kind: str = "Regular") -> Record:
    side = 100 if kind == "CustomEmoji" else 512
    files = [
        [file_with(folder, "one.webp", drawn(side)), "😀"],
        [file_with(folder, "two.tgs", animated()), "🔥👍"],
        [file_with(folder, "three.webm", video()), "🎩"],
    ]
    found: Record = scene.alice.do("make_stickers", title=unique("Set"), kind=kind, files=files)
    assert found["emojis"] == ["😀", "🔥", "🎩"]
    return found


def test_a_set_is_made_installed_and_used(scene: Scene, tmp_path: Path) -> None:
    alice, bob, bobs = scene.alice, scene.bob, scene.bobs
    cats = made(scene, tmp_path)
    assert bob.do("find_stickers", short_name=cats["name"]) == cats
    bob.do("install_stickers", id=cats["id"])
    bobs.wait("stickers", list="new")
    assert bobs.do("installed_stickers") == bob.do("installed_stickers") == [cats["id"]]
    for number, sender, named in ((0, bob, {"set_id": cats["id"]}), (1, bobs, {"short_name": cats["name"]})):
        sender.do("send_sticker", peer=alice.id, number=number, **named)
        seen = {"set": cats["id"], "emoji": cats["emojis"][number]}
        becomes(lambda: (alice.do("got_sticker", peer=bob.id) or {}).items() >= seen.items(), True)  # noqa: B023
    bobs.wait("stickers", list="recent")
    assert bobs.do("kept_stickers", which="Recent") == ["🔥", "😀"]
    becomes(lambda: bob.do("kept_stickers", which="Recent"), ["🔥", "😀"])
    bob.do("favour_sticker", set_id=cats["id"], number=2)
    bobs.wait("stickers", list="favourite")
    bobs.do("favour_sticker", short_name=cats["name"], number=0)
    becomes(lambda: bob.do("kept_stickers", which="Favorite"), ["😀", "🎩"])
    assert bobs.do("kept_stickers", which="Favorite") == ["😀", "🎩"]


def test_what_the_other_device_does_is_heard(scene: Scene, tmp_path: Path) -> None:
    bob, bobs = scene.bob, scene.bobs
    before = bob.do("installed_stickers")
    dogs = made(scene, tmp_path)
    bobs.do("install_stickers", short_name=dogs["name"])
    bob.wait("stickers", list="regular", ids=[dogs["id"], *before])
    bob.do("ask", kind="reorderInstalledStickerSets", fields=order([*before[:1], dogs["id"], *before[1:]]))
    bobs.wait("stickers", list="order")
    bob.do("install_stickers", id=dogs["id"], installed=False)
    bobs.wait("stickers", list="changed")
    assert bobs.do("installed_stickers") == before
    scene.alice.do("ask", kind="setStickerSetTitle", fields={"name": dogs["name"], "title": "Tigers"})
    assert bob.do("find_stickers", short_name=dogs["name"])["title"] == "Tigers"


def order(ids: list[int]) -> Record:
    return {"sticker_type": {"@type": "stickerTypeRegular"}, "sticker_set_ids": ids}


def test_custom_emoji_in_a_text(scene: Scene, tmp_path: Path) -> None:
    alice, bob = scene.alice, scene.bob
    faces = made(scene, tmp_path, "CustomEmoji")
    # TDLib sends only emoji that it knows to be for everybody
    assert [one["emoji"] for one in bob.do("emoji_of", ids=faces["stickers"])] == faces["emojis"]
    text = unique("😀🔥 hello")
    bob.do("send_emoji", peer=alice.id, text=text, ids=faces["stickers"][:2])
    seen = alice.wait("message", text=text)
    assert [one[0] for one in seen["entities"]] == ["customemoji"] * 2
