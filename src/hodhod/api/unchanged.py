"""Answers that a client may have already: it sends the hash of what it has. core.telegram.org/api/offsets"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence

from hodhod import tl

ALL_ONES = (1 << 64) - 1


def unchanged(has: int, now: int) -> bool:
    """May the answer be *NotModified? 0 is what a client sends that has nothing, and never a reason to send nothing."""
    return has != 0 and has == now


def content_hash(value: tl.TLObject) -> int:
    """A positive int32 that changes with the content."""
    return zlib.crc32(tl.encode(value)) & 0x7FFFFFFF or 1


def list_hash(numbers: Iterable[int]) -> int:
    """The hash of a list as clients compute it themselves. core.telegram.org/api/offsets#hash-generation"""
    found = 0
    for number in numbers:
        found ^= found >> 21
        found ^= found << 35 & ALL_ONES
        found ^= found >> 4
        found = found + number & ALL_ONES
    return found - (1 << 64) if found >> 63 else found


def reactions_hash(names: Sequence[str]) -> int:
    """Of a list of reactions: TDLib complains of another. Each counts as 0 and the head of its MD5, read as int32."""
    numbers = []
    for name in names:
        digest = hashlib.md5(name.replace("\ufe0f", "").encode(), usedforsecurity=False).digest()
        numbers += [0, int.from_bytes(digest[:4], "big", signed=True)]
    return list_hash(numbers)
