"""Animated and video stickers: what a file says of itself, looked at without playing it.

A TGS is a Lottie animation, JSON in gzip; a WebM is Matroska, of which only the head is read. Both are hostile bytes:
what comes out of the gzip is bounded, and a length that leads out of the file ends the search. Pure functions; their
answer is (width, height, seconds), None when it is no such file. core.telegram.org/stickers
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

GZIP = b"\x1f\x8b"
EBML = b"\x1a\x45\xdf\xa3"
MAX_UNPACKED = 1024 * 1024
MAX_FRAMES_A_SECOND = 60
MAX_SIDE = 4096
_AUTO = 47
# elements of a Matroska file
_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_DOC_TYPE, _WIDTH, _HEIGHT, _SCALE, _DURATION = 0x4282, 0xB0, 0xBA, 0x2AD7B1, 0x4489
# lengths are told in so many nanoseconds where the file does not say otherwise
MILLISECOND, SECOND = 10**6, 10**9
MAX_SAID = 1 << 20
Span = tuple[int, int]
_UNKNOWN_SIZE = 8


class Measures(NamedTuple):
    """seconds 0: the file does not say."""

    width: int
    height: int
    seconds: float = 0.0


def tgs(data: bytes) -> Measures | None:
    """An animated sticker."""
    if not data.startswith(GZIP):
        return None
    try:
        unpacker = zlib.decompressobj(_AUTO)
        text = unpacker.decompress(data, MAX_UNPACKED)
        if unpacker.unconsumed_tail or not unpacker.eof:
            return None
        return _animation(json.loads(text))
    except (zlib.error, ValueError, RecursionError):
        return None


def _animation(said: object) -> Measures | None:
    if not isinstance(said, dict) or not isinstance(said.get("layers"), list):
        return None
    numbers = [said.get(name) for name in ("w", "h", "fr", "ip", "op")]
    width, height, rate, first, last = (one if isinstance(one, int | float) else -1 for one in numbers)
    if not (0 < rate <= MAX_FRAMES_A_SECOND and 0 <= first < last < 2**31):
        return None
    if not all(0 < side <= MAX_SIDE and int(side) == side for side in (width, height)):
        return None
    return Measures(int(width), int(height), (last - first) / rate)


def webm(data: bytes) -> Measures | None:
    """A video sticker."""
    if not data.startswith(EBML):
        return None
    head = next(_elements(data, 0, len(data)), None)
    if head is None or _child(data, head[1:], _DOC_TYPE).rstrip(b"\0") != b"webm":
        return None
    video = _inside(data, _SEGMENT, _TRACKS, _TRACK, _VIDEO)
    if video is None:
        return None
    width, height = (int.from_bytes(_child(data, video, one), "big") for one in (_WIDTH, _HEIGHT))
    return Measures(width, height, _seconds(data)) if width and height else None


def _seconds(data: bytes) -> float:
    """How long a video says that it is, 0 when it does not say."""
    info = _inside(data, _SEGMENT, _INFO)
    if info is None:
        return 0.0
    scale = int.from_bytes(_child(data, info, _SCALE), "big") or MILLISECOND
    said = _child(data, info, _DURATION)
    form = {4: ">f", 8: ">d"}.get(len(said))
    seconds = struct.unpack(form, said)[0] * scale / SECOND if form else 0.0
    return seconds if 0 <= seconds < MAX_SAID else 0.0


def _inside(data: bytes, *path: int) -> Span | None:
    """Where the content of an element lies, by the ids of those around it and its own."""
    span = (0, len(data))
    for wanted in path:
        found = next(((start, end) for one, start, end in _elements(data, *span) if one == wanted), None)
        if found is None:
            return None
        span = found
    return span


def _child(data: bytes, span: Span, wanted: int) -> bytes:
    return next((data[start : min(end, start + 8)] for one, start, end in _elements(data, *span) if one == wanted), b"")


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(id, where its content begins, where it ends) of the elements that lie beside each other."""
    at = start
    while at < end:
        name, body = _number(data, at, end, keep_mark=True)
        size, body = _number(data, body, end, keep_mark=False)
        if name < 0 or size < -1:
            return
        at = end if size == -1 else min(body + size, end)
        yield name, body, at


def _number(data: bytes, at: int, end: int, *, keep_mark: bool) -> tuple[int, int]:
    """(a number of variable length, where it ends); -1: unknown, -2: there is none."""
    if at >= end or not data[at]:
        return -2, end
    length = _UNKNOWN_SIZE - data[at].bit_length() + 1
    if at + length > end:
        return -2, end
    value = int.from_bytes(data[at : at + length], "big")
    plain = value & ((1 << 7 * length) - 1)
    if not keep_mark and plain == (1 << 7 * length) - 1:
        return -1, at + length
    return value if keep_mark else plain, at + length
