"""What a sender says of a document: kept as said, within bounds. core.telegram.org/type/DocumentAttribute

The file itself is not opened; a claim about it harms nobody but whoever looks at this document.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hodhod import tl
from hodhod.tl import types

MAX_GIVEN = 32
MAX_NAME = 255
MAX_WORDS = 128
MAX_ALT = 64
MAX_WAVEFORM = 255
MAX_SIDE = 1 << 16
MAX_SECONDS = 1 << 20
OTHER_TYPE = "application/octet-stream"
_MIME_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,127}")

Attribute = types.TypeDocumentAttribute


def mime_type(given: str) -> str:
    """A well-formed type, without parameters."""
    plain = given.partition(";")[0].strip().lower()
    return plain if _MIME_TYPE.fullmatch(plain) else OTHER_TYPE


def kept(given: Sequence[Attribute], *, only_file: bool = False) -> list[Attribute]:
    """One attribute of each type, bounded; of those that only the server may give, none. only_file: the sender asked
    for a plain file, so nothing but its name and measures stays."""
    found: dict[type, Attribute] = {}
    for attribute in given[:MAX_GIVEN]:
        rule = _RULES.get(type(attribute))
        plain = isinstance(attribute, types.DocumentAttributeFilename | types.DocumentAttributeImageSize)
        if rule is not None and (plain or not only_file):
            found[type(attribute)] = rule(attribute)
    return list(found.values())


def file_name(given: str) -> str:
    """The last part of a path, without control characters and signs that turn the direction of writing."""
    name = given.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cs") and c not in _OVERRIDES)[:MAX_NAME]


_OVERRIDES = "\u202d\u202e\u2066\u2067\u2068"


def pack(attributes: Iterable[Attribute]) -> bytes:
    """As they are stored."""
    return b"".join(tl.encode(attribute) for attribute in attributes)


def unpack(stored: bytes) -> list[Attribute]:
    found: list[Any] = []
    at = 0
    while at < len(stored):
        one, at = tl.decode_from(stored, at)
        found.append(one)
    return found


def _side(given: int) -> int:
    return min(max(given, 0), MAX_SIDE)


def _seconds(given: float) -> float:
    return min(max(given, 0.0), MAX_SECONDS) if math.isfinite(given) else 0.0


def _filename(given: types.DocumentAttributeFilename) -> Attribute:
    return types.DocumentAttributeFilename(file_name=file_name(given.file_name))


def _image(given: types.DocumentAttributeImageSize) -> Attribute:
    return types.DocumentAttributeImageSize(w=_side(given.w), h=_side(given.h))


def _animated(given: types.DocumentAttributeAnimated) -> Attribute:
    return types.DocumentAttributeAnimated()


def _video(given: types.DocumentAttributeVideo) -> Attribute:
    return types.DocumentAttributeVideo(
        round_message=given.round_message,
        supports_streaming=given.supports_streaming,
        nosound=given.nosound,
        duration=_seconds(given.duration),
        w=_side(given.w),
        h=_side(given.h),
    )


def _audio(given: types.DocumentAttributeAudio) -> Attribute:
    return types.DocumentAttributeAudio(
        voice=given.voice,
        duration=int(_seconds(float(given.duration))),
        title=given.title[:MAX_WORDS] if given.title else None,
        performer=given.performer[:MAX_WORDS] if given.performer else None,
        waveform=given.waveform[:MAX_WAVEFORM] if given.waveform else None,
    )


def _sticker(given: types.DocumentAttributeSticker) -> Attribute:
    """Without the set that it claims to belong to: sets know their stickers."""
    return types.DocumentAttributeSticker(alt=given.alt[:MAX_ALT], stickerset=types.InputStickerSetEmpty())


_RULES: dict[type, Callable[[Any], Attribute]] = {
    types.DocumentAttributeFilename: _filename,
    types.DocumentAttributeImageSize: _image,
    types.DocumentAttributeAnimated: _animated,
    types.DocumentAttributeVideo: _video,
    types.DocumentAttributeAudio: _audio,
    types.DocumentAttributeSticker: _sticker,
}
