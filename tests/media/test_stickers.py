"""What sticker files say of themselves; hostile ones say nothing."""

from __future__ import annotations

import gzip
import io
import json
import zlib

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hodhod.media.pictures import Flaw, Use, sizes_of
from hodhod.media.stickers import MAX_UNPACKED, Measures, tgs, webm
from tests.api.media.sticking import animated, drawn, video


def test_measures_are_read() -> None:
    assert tgs(animated(512, 2)) == Measures(512, 512, 2.0)
    assert webm(video(512)) == Measures(512, 512, 2.0)
    for said in (-1.0, float("nan"), float("inf"), 1e300):
        assert webm(video(512, seconds=said)) == Measures(512, 512)


NO_ANIMATIONS = [
    b"",
    b"{}",
    gzip.compress(b"no json"),
    gzip.compress(b"[1]"),
    gzip.compress(b"{}"),
    gzip.compress(b"[" * 100_000),
    animated()[:-20],
    animated(w="512"),
    animated(w=512.5),
    animated(fr=0),
    animated(fr=1000),
    animated(ip=5, op=5),
    animated(op=1e308),
    animated(layers={}),
    gzip.compress(json.dumps({"layers": [], "w": float("nan")}).encode()),
    gzip.compress(bytes(MAX_UNPACKED + 1)),
    zlib.compress(b"{}"),
]
NO_VIDEOS = [b"", b"\x1a\x45\xdf\xa3", video()[:-30], video(0), video(doc_type=b"mp4!")]


def test_other_files_are_none() -> None:
    assert [tgs(data) for data in NO_ANIMATIONS] == [None] * len(NO_ANIMATIONS)
    assert [webm(data) for data in NO_VIDEOS] == [None] * len(NO_VIDEOS)


@given(st.binary(max_size=200), st.integers(0, 60))
def test_hostile_bytes_are_no_videos_and_end(data: bytes, kept: int) -> None:
    webm(b"\x1a\x45\xdf\xa3" + data)
    webm(video()[:kept] + data)
    tgs(b"\x1f\x8b" + data)


def test_a_picture_becomes_a_webp_that_is_still_transparent() -> None:
    made = sizes_of(drawn(format="PNG"), Use.STICKER)
    assert isinstance(made, list)
    with Image.open(io.BytesIO(made[0].data)) as image:
        assert (image.format, image.mode, image.size) == ("WEBP", "RGBA", (512, 512))
        assert image.getpixel((0, 0)) == (0, 200, 100, 128)


def test_a_plain_webp_stays_as_it_is_and_says_nothing_of_where_it_was_made() -> None:
    plain = drawn()
    made = sizes_of(plain, Use.STICKER)
    assert isinstance(made, list)
    assert made[0].data == plain
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    told = sizes_of(drawn(exif=exif), Use.STICKER)
    assert isinstance(told, list)
    assert b"a camera" not in told[0].data


def test_pictures_that_are_no_stickers() -> None:
    moving = io.BytesIO()
    frames = [Image.new("RGBA", (512, 512), (shade, 0, 0, 255)) for shade in (0, 200)]
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    assert sizes_of(moving.getvalue(), Use.STICKER) is Flaw.MEASURES
    assert sizes_of(drawn(513), Use.STICKER) is Flaw.MEASURES
    jpeg = io.BytesIO()
    Image.new("RGB", (512, 512)).save(jpeg, "JPEG")
    assert sizes_of(jpeg.getvalue(), Use.STICKER) is Flaw.NO_PICTURE
