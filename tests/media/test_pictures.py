"""Pictures: the usual sizes, upright, without metadata; and hostile ones."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from hodhod.media.pictures import Flaw, Size, Use, sizes_of

# tag 0x0112: which way is up; 0x8825: where it was taken
ORIENTATION, GPS = 0x0112, 0x8825


def picture(width: int, height: int, mode: str = "RGB", format: str = "JPEG", **options: Any) -> bytes:
    """Left half red, right half blue."""
    image = Image.new(mode, (width, height), (255, 0, 0, 255)[: len(mode)])
    image.paste((0, 0, 255, 255)[: len(mode)], (width // 2, 0, width, height))
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def made(data: bytes, use: Use = Use.PHOTO) -> list[Size]:
    sizes = sizes_of(data, use)
    assert isinstance(sizes, list), sizes
    return sizes


def opened(size: Size) -> Image.Image:
    image = Image.open(io.BytesIO(size.data))
    image.load()
    return image


@pytest.mark.parametrize(
    "measures, letters, largest",
    [
        ((50, 40), "is", (50, 40)),
        ((100, 100), "is", (100, 100)),
        ((101, 100), "ism", (101, 100)),
        ((640, 480), "ismx", (640, 480)),
        ((1280, 960), "ismxy", (1280, 960)),
        ((960, 1281), "ismxyw", (960, 1281)),
        ((3000, 1500), "ismxyw", (2560, 1280)),
    ],
)
def test_sizes_of_a_photo(measures: tuple[int, int], letters: str, largest: tuple[int, int]) -> None:
    sizes = made(picture(*measures))
    assert "".join(size.type for size in sizes) == letters
    assert (sizes[-1].width, sizes[-1].height) == largest
    for size in sizes[1:]:
        image = opened(size)
        assert (image.format, image.size) == ("JPEG", (size.width, size.height))
        assert image.info["progressive"]


def test_sizes_of_a_profile_photo_are_squares() -> None:
    sizes = made(picture(800, 500), Use.PROFILE)
    assert [(size.type, size.width, size.height) for size in sizes[1:]] == [
        ("a", 160, 160),
        ("b", 320, 320),
        ("c", 500, 500),
    ]


def test_it_is_turned_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held sideways
    exif.get_ifd(GPS)[1] = "N"
    data = picture(60, 40, exif=exif, comment=b"secret", icc_profile=b"profile")
    assert b"secret" in data
    for size in made(data)[1:]:
        image = opened(size)
        assert image.size == (40, 60)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        red, _, blue = opened(size).convert("RGB").getpixel((20, 5))  # type: ignore[misc]
        assert red > blue  # the left half is on top now


@pytest.mark.parametrize(
    "mode, format", [("RGBA", "PNG"), ("RGBA", "WEBP"), ("LA", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG")]
)
def test_other_kinds_of_pixels_become_plain_ones(mode: str, format: str) -> None:
    image = Image.new(mode, (30, 30), 0 if mode == "L" else (0,) * len(mode))
    out = io.BytesIO()
    image.save(out, format)
    result = opened(made(out.getvalue())[-1])
    assert result.mode == "RGB"
    if "A" in mode:
        assert min(result.getpixel((15, 15))) > 250  # type: ignore[arg-type]


def test_the_stripped_size_is_a_picture_once_its_head_is_put_back() -> None:
    """The head is what Pillow writes with these tables, and what clients carry (compared with Telethon's in
    tests/interop)."""
    stripped = made(picture(400, 200))[0]
    assert (stripped.type, stripped.width, stripped.height) == ("i", 40, 20)
    assert stripped.data[:3] == bytes((1, 20, 40))
    assert len(stripped.data) < 1000
    head = bytearray(picture(40, 20, quality=20, subsampling="4:2:0")[:623])
    head[164], head[166] = stripped.data[1], stripped.data[2]
    image = Image.open(io.BytesIO(bytes(head) + stripped.data[3:] + b"\xff\xd9"))
    assert image.size == (40, 20)
    red, _, blue = image.getpixel((5, 10))  # type: ignore[misc]
    assert red > 200 > 60 > blue


# --- hostile ones


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that claims these measures."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "measures", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (9_999, 2), (210, 10), (1, 21), (5_001, 5_000)]
)
def test_measures_are_judged_before_a_pixel_is_decoded(measures: tuple[int, int]) -> None:
    assert sizes_of(png(*measures), Use.PHOTO) is Flaw.MEASURES


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        picture(10, 10, format="GIF"),
        picture(10, 10, format="TIFF"),
        os.urandom(1000),
    ],
)
def test_what_is_no_picture_of_a_kind_that_we_take(data: bytes) -> None:
    assert sizes_of(data, Use.PHOTO) is Flaw.NO_PICTURE


def test_broken_files() -> None:
    whole = picture(500, 500, format="PNG")
    for data in (whole[: len(whole) // 2], png(100, 100, b"nonsense"), picture(500, 500)[:700]):
        assert sizes_of(data, Use.PHOTO) in (Flaw.BROKEN, Flaw.NO_PICTURE)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_flipped_bytes_never_raise(format: str) -> None:
    whole = bytearray(picture(64, 48, format=format))
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        bad = bytes(whole[:at]) + bytes((whole[at] ^ 0xFF,)) + bytes(whole[at + 1 :])
        assert sizes_of(bad, Use.PHOTO)
