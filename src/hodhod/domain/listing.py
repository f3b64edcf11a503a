"""The hash of a list, by which clients ask for it only when it changed. core.telegram.org/api/offsets"""

from __future__ import annotations

from collections.abc import Iterable

_MASK = (1 << 64) - 1


def vector_hash(numbers: Iterable[int]) -> int:
    """As a signed int64."""
    value = 0
    for number in numbers:
        value ^= value >> 21
        value ^= value << 35 & _MASK
        value ^= value >> 4
        value = value + number & _MASK
    return value - (1 << 64) if value >> 63 else value
