"""Pictures: any JPEG, PNG or WebP becomes progressive JPEGs of the usual sizes, upright, without metadata.

Pure functions over bytes. They are hostile bytes: they are opened in a worker process of their own (workers.py), their
measures are looked at before a pixel is decoded, and only the decoders named here are tried.

Sizes, by the letter under which clients ask for them (core.telegram.org/api/files#image-thumbnail-types):

    photos      s 100, m 320, x 800, y 1280, w 2560    the longer side; up to the first that the picture itself fits in
    profiles    a 160, b 320, c 640                    squares, cut from the middle
    stripped    i                                      at most 40 pixels, without the head of a JPEG that clients know

A sticker is the one that stays a WebP of its own measures.
"""

from __future__ import annotations

import enum
import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
STICKER_FORMATS = ("PNG", "WEBP")
STICKER_SIDE = 512
PHOTO_BOXES = (("s", 100), ("m", 320), ("x", 800), ("y", 1280), ("w", 2560))
PROFILE_BOXES = (("a", 160), ("b", 320), ("c", 640))
THUMB_BOXES = (("m", 320),)
# what Telegram says of photos: at most 10,000 pixels in width and height together, at most 20 times as long as wide
MAX_SIDES = 10_000
MAX_RATIO = 20
QUALITY = 87
STRIPPED_SIDE = 40
STRIPPED_QUALITY = 20
# of a baseline JPEG with the standard tables: up to the end of its SOS marker
STRIPPED_HEAD = 623


class Use(enum.Enum):
    """What a picture is to become."""

    PHOTO = "photo"
    PROFILE = "profile"
    THUMB = "thumb"
    STICKER = "sticker"


class Flaw(enum.Enum):
    """Why nothing was made of it."""

    NO_PICTURE = "no picture"
    MEASURES = "measures"
    BROKEN = "broken"


class Size(NamedTuple):
    """A finished JPEG; of type "i" the stripped bytes, of type "w" a WebP when it is a sticker."""

    type: str
    width: int
    height: int
    data: bytes


def sizes_of(data: bytes, use: Use) -> list[Size] | Flaw:
    """All sizes, the stripped one first."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # measures are judged by `_acceptable`, oddities inside do not matter
            return _sizes(data, use)
    except UnidentifiedImageError:
        return Flaw.NO_PICTURE
    except Image.DecompressionBombError:
        return Flaw.MEASURES
    except Exception:
        # Pillow's decoders raise nearly everything at broken files
        return Flaw.BROKEN


def _sizes(data: bytes, use: Use) -> list[Size] | Flaw:
    if use is Use.STICKER:
        return _sticker(data)
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if not _acceptable(*opened.size):
            return Flaw.MEASURES
        picture = _plain(opened)
    if use is Use.PROFILE:
        side = min(picture.size)
        picture = ImageOps.fit(picture, (side, side))
        made = _boxed(picture, PROFILE_BOXES)
    else:
        made = _boxed(picture, PHOTO_BOXES if use is Use.PHOTO else THUMB_BOXES)
    return [stripped(picture), *made]


def _sticker(data: bytes) -> list[Size] | Flaw:
    """One WebP with its transparency: the file itself when it is a plain one, else its pixels without loss."""
    with Image.open(io.BytesIO(data), formats=STICKER_FORMATS) as opened:
        if max(opened.size) > STICKER_SIDE or getattr(opened, "is_animated", False):
            return Flaw.MEASURES
        opened.load()
        plain = opened.format == "WEBP" and not {"exif", "xmp"} & opened.info.keys()
        return [Size("w", *opened.size, data if plain else _webp(opened))]


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    bare(picture.convert("RGBA")).save(out, "WEBP", lossless=True)
    return out.getvalue()


def _acceptable(width: int, height: int) -> bool:
    low, high = sorted((width, height))
    return low > 0 and low + high <= MAX_SIDES and high <= low * MAX_RATIO


def _plain(opened: Image.Image) -> Image.Image:
    """Upright, RGB, on white where it was transparent."""
    opened.draft("RGB", (PHOTO_BOXES[-1][1],) * 2)
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        above = upright.convert("RGBA")
        ground = Image.new("RGB", above.size, "white")
        ground.paste(above, mask=above.getchannel("A"))
        return ground
    return upright.convert("RGB")


def _boxed(picture: Image.Image, boxes: tuple[tuple[str, int], ...]) -> list[Size]:
    made: list[Size] = []
    for type, side in boxes:
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        made.append(Size(type, *small.size, _jpeg(small)))
        if max(picture.size) <= side:
            break
    return made


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    bare(picture).save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return out.getvalue()


def bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: what else was in the file (where it was taken, by what) is not written again."""
    picture.info.clear()
    return picture


def stripped(picture: Image.Image) -> Size:
    """A tiny JPEG without its head, which clients put back: 1, height, width, then the scan without its end marker."""
    small = picture.copy()
    small.thumbnail((STRIPPED_SIDE, STRIPPED_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    bare(small).save(out, "JPEG", quality=STRIPPED_QUALITY, subsampling="4:2:0", optimize=False, progressive=False)
    scan = out.getvalue()[STRIPPED_HEAD:-2]
    return Size("i", *small.size, bytes((1, small.height, small.width)) + scan)
