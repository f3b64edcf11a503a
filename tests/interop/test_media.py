"""Files between two people: what arrives is what was sent, and every library finds it."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, unique, within
from tests.interop.test_chat import Pair, acquainted

KIB = 1024
MIB = 1024 * KIB
SIZES = (1, 512 * KIB - 1, 512 * KIB, 512 * KIB + 1, 5 * MIB)
# a wholly silent Opus file would do as well: nobody opens it
VOICE = b"OggS" + bytes(4000)


@pytest.fixture(scope="module", params=("telethon", "kurigram", "pyrogram", "tdlib"))
def pair(request: pytest.FixtureRequest, client: Make, phone: Phones) -> Iterator[Pair]:
    other = "kurigram" if request.param == "telethon" else "telethon"
    pair = acquainted(client(request.param), client(other), phone)
    yield pair
    pair.alice.close()
    pair.bob.close()


def file_with(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def picture(width: int, height: int, shade: int = 100) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), shade).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def measures(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def arrived(pair: Pair, caption: str) -> Record:
    """What Bob sees of the file with this caption."""
    found: list[Record] = []

    def there() -> bool:
        found[:] = [one for one in pair.bob.do("media", peer=pair.alice.id, limit=10) if one["caption"] == caption]
        return bool(found)

    within(there)
    return found[0]


@pytest.mark.parametrize("size", SIZES)
def test_documents_arrive_as_they_were(pair: Pair, tmp_path: Path, size: int) -> None:
    path, caption = file_with(tmp_path, "کتاب.bin", os.urandom(size)), unique(f"{size} bytes")
    sent = pair.alice.do("send_file", peer=pair.bob.id, path=path, kind="document", caption=caption, timeout=60)
    seen = arrived(pair, caption)
    assert (seen["kind"], seen["size"], seen["name"]) == ("document", size, "کتاب.bin")
    pair.bob.do("fetch", peer=pair.alice.id, id=seen["id"], path=str(tmp_path / "his"), timeout=60)
    pair.alice.do("fetch", peer=pair.bob.id, id=sent, path=str(tmp_path / "hers"), timeout=60)
    assert digest(tmp_path / "his") == digest(tmp_path / "hers") == digest(Path(path))


def test_documents_arrive_from_the_other_side(pair: Pair, tmp_path: Path) -> None:
    path, caption = file_with(tmp_path, "back.bin", os.urandom(3 * MIB + 7)), unique("back")
    pair.bob.do("send_file", peer=pair.alice.id, path=path, kind="document", caption=caption, timeout=60)
    back = Pair(pair.bob, pair.alice)
    seen = arrived(back, caption)
    pair.alice.do("fetch", peer=pair.bob.id, id=seen["id"], path=str(tmp_path / "hers"), timeout=60)
    assert digest(tmp_path / "hers") == digest(Path(path))


def test_photos_have_sizes(pair: Pair, tmp_path: Path) -> None:
    path, caption = file_with(tmp_path, "photo.jpg", picture(1000, 700)), unique("photo")
    pair.alice.do("send_file", peer=pair.bob.id, path=path, kind="photo", caption=caption)
    seen = arrived(pair, caption)
    assert seen["kind"] == "photo"
    pair.bob.do("fetch", peer=pair.alice.id, id=seen["id"], path=str(tmp_path / "his.jpg"))
    assert measures(tmp_path / "his.jpg") == (1000, 700)
    found = pair.alice.do("media", peer=pair.bob.id, limit=10, only="photo")
    assert [one["caption"] for one in found][:1] == [caption]


def test_a_stripped_size_is_a_picture_to_clients(pair: Pair, tmp_path: Path) -> None:
    telethon, other = (pair.alice, pair.bob) if pair.alice.library == "telethon" else (pair.bob, pair.alice)
    path = file_with(tmp_path, "wide.jpg", picture(640, 320))
    sent = telethon.do("send_file", peer=other.id, path=path, kind="photo")
    preview = io.BytesIO(bytes.fromhex(telethon.do("preview", peer=other.id, id=sent)))
    with Image.open(preview) as image:
        image.load()
        assert (image.format, image.size) == ("JPEG", (40, 20))


def test_an_album_of_three(pair: Pair, tmp_path: Path) -> None:
    shades = (30, 60, 90)
    paths = [file_with(tmp_path, f"{shade}.jpg", picture(300, 200, shade)) for shade in shades]
    caption = unique("album")
    sent = pair.alice.do("send_album", peer=pair.bob.id, paths=paths, caption=caption, timeout=60)
    first = arrived(pair, caption)
    album = [one for one in pair.bob.do("media", peer=pair.alice.id, limit=10) if one["group"] == first["group"]]
    assert len(sent) == len(album) == 3
    assert first["group"]
    assert [one["caption"] for one in album[::-1]] == [caption, "", ""]


def test_voice_is_heard(pair: Pair, tmp_path: Path) -> None:
    path, caption = file_with(tmp_path, "note.ogg", VOICE), unique("voice")
    sent = pair.alice.do("send_file", peer=pair.bob.id, path=path, kind="voice", caption=caption)
    seen = arrived(pair, caption)
    assert (seen["kind"], seen["unheard"] is False) == ("voice", False)
    pair.bob.do("fetch", peer=pair.alice.id, id=seen["id"], path=str(tmp_path / "his"))
    assert digest(tmp_path / "his") == digest(Path(path))
    assert pair.alice.do("media", peer=pair.bob.id, limit=5, only="voice")[0]["id"] == sent
    pair.bob.do("listen", peer=pair.alice.id, id=seen["id"])
    within(lambda: pair.alice.do("media", peer=pair.bob.id, limit=5)[0]["unheard"] in (False, None))


def test_profile_photos(pair: Pair, tmp_path: Path) -> None:
    fetched = tmp_path / "hers.jpg"
    assert pair.bob.do("fetch_photo", user=pair.alice.id, path=str(fetched)) is False
    pair.alice.do("set_photo", path=file_with(tmp_path, "me.jpg", picture(800, 700)))
    within(lambda: bool(pair.bob.do("fetch_photo", user=pair.alice.id, path=str(fetched))))
    assert measures(fetched) == (640, 640)
