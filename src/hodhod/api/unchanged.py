"""Answers that a client may have already: it sends the hash of what it has. core.telegram.org/api/offsets"""

from __future__ import annotations

import zlib

from hodhod import tl


def unchanged(has: int, now: int) -> bool:
    """May the answer be *NotModified? 0 is what a client sends that has nothing, and never a reason to send nothing."""
    return has != 0 and has == now


def content_hash(value: tl.TLObject) -> int:
    """A positive int32 that changes with the content."""
    return zlib.crc32(tl.encode(value)) & 0x7FFFFFFF or 1
