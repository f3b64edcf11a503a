"""Stickers: TDLib makes a set, somebody else installs it on one device and sees it on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api.media.sticking import animated, drawn, video
from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.drivers.tdlib_chats import CHANNEL_BASE
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


def test_a_gif_that_is_sent_is_saved(scene: Scene, tmp_path: Path) -> None:
    def saved() -> int:
        return len(scene.bob.do("ask", kind="getSavedAnimations", fields={})["animations"])

    assert saved() == 0
    scene.bobs.do("send_gif", peer=scene.alice.id, path=file_with(tmp_path, "moving.mp4", b"moving"))
    becomes(saved, 1)


def test_what_was_missed_is_heard_of_later(scene: Scene, tmp_path: Path) -> None:
    bob, bobs = scene.bob, scene.bobs
    birds = made(scene, tmp_path)
    before = bob.do("kept_stickers", which="Favorite")
    bob.do("disconnect")
    bobs.do("install_stickers", short_name=birds["name"])
    bobs.do("favour_sticker", short_name=birds["name"], number=1)
    bob.restart()
    becomes(lambda: bob.do("installed_stickers")[:1], [birds["id"]])
    becomes(lambda: bob.do("kept_stickers", which="Favorite"), ["🔥", *before])


def test_its_maker_changes_a_set(scene: Scene, tmp_path: Path) -> None:
    alice, bob = scene.alice, scene.bob
    mice = made(scene, tmp_path)
    name = mice["name"]

    def ask(device: Client, request: str, **fields: Any) -> Any:
        return device.do("ask", kind=request, fields=fields)

    def local(path: str, data: bytes) -> Record:
        return {"@type": "inputFileLocal", "path": file_with(tmp_path, path, data)}

    def files() -> list[Record]:
        found = ask(alice, "searchStickerSet", name=name, ignore_cache=True)["stickers"]
        return [{"@type": "inputFileId", "id": one["sticker"]["id"]} for one in found]

    first, second, third = files()
    ask(alice, "setStickerEmojis", sticker=first, emojis="😎🐭")
    ask(alice, "setStickerKeywords", sticker=first, keywords=["mouse", "cool"])
    ask(alice, "setStickerPositionInSet", sticker=third, position=0)
    webp = {"@type": "stickerFormatWebp"}
    picture = local("thumb.webp", drawn(100))
    ask(alice, "setStickerSetThumbnail", user_id=0, name=name, thumbnail=picture, format=webp)
    other = {"sticker": local("four.png", drawn(format="PNG", shade=3)), "format": webp, "emojis": "👀", "keywords": []}
    ask(alice, "replaceStickerInSet", user_id=0, name=name, old_sticker=second, new_sticker=other)
    ask(alice, "addStickerToSet", user_id=0, name=name, sticker={**other, "emojis": "🐱"})
    ask(alice, "removeStickerFromSet", sticker=third)
    seen = ask(bob, "searchStickerSet", name=name, ignore_cache=True)
    assert [one["emoji"] for one in seen["stickers"]] == ["😎", "👀", "🐱"]
    assert [one["emojis"] for one in seen["emojis"]] == [["😎", "🐭"], ["👀"], ["🐱"]]
    thumb = ask(bob, "downloadFile", file_id=seen["thumbnail"]["file"]["id"], priority=32, synchronous=True)
    assert Path(thumb["local"]["path"]).read_bytes() == drawn(100)
    regular = {"@type": "stickerTypeRegular"}
    found = ask(
        bob, "searchStickers", sticker_type=regular, emojis="🐭", query="", input_language_codes=[], offset=0, limit=9
    )
    assert [one["emoji"] for one in found["stickers"]] == ["😎"]
    found = ask(bob, "searchStickerSets", sticker_type=regular, query=mice["title"])
    assert [one["name"] for one in found["sets"]] == [name]
    mine = ask(alice, "getOwnedStickerSets", offset_sticker_set_id=0, limit=100)["sets"]
    assert name in [one["name"] for one in mine]
    ask(bob, "changeStickerSet", set_id=mice["id"], is_installed=False, is_archived=True)
    away = ask(bob, "getArchivedStickerSets", sticker_type=regular, offset_sticker_set_id=0, limit=10)
    assert [one["name"] for one in away["sets"]] == [name]
    ask(alice, "deleteStickerSet", name=name)


def test_a_group_has_stickers(scene: Scene, tmp_path: Path) -> None:
    alice = scene.alice
    cats = made(scene, tmp_path)
    chat = alice.do("create_channel", title=unique("group"), broadcast=False)
    group = -CHANNEL_BASE - chat
    fields = {"supergroup_id": group, "sticker_set_id": cats["id"]}
    alice.do("ask", kind="setSupergroupStickerSet", fields=fields)
    full = alice.do("ask", kind="getSupergroupFullInfo", fields={"supergroup_id": group})
    assert (full["can_set_sticker_set"], int(full["sticker_set_id"])) == (True, cats["id"])


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
