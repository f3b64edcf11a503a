"""How events and state rows keep what is no TL: packed little-endian integers."""

from __future__ import annotations

import struct
from collections.abc import Sequence


def pack_ids(ids: Sequence[int]) -> bytes:
    """Message ids (int32), in order."""
    return struct.pack(f"<{len(ids)}i", *ids)


def unpack_ids(value: bytes | None) -> list[int]:
    return list(struct.unpack(f"<{len(value) // 4}i", value)) if value else []


def pack_count(count: int) -> bytes:
    """One number (int32)."""
    return struct.pack("<i", count)


def unpack_count(value: bytes | None) -> int:
    return int(struct.unpack("<i", value)[0]) if value else 0


def pack_peers(peers: Sequence[int]) -> bytes:
    """Peers (int64), in order."""
    return struct.pack(f"<{len(peers)}q", *peers)


def unpack_peers(value: bytes | None) -> list[int]:
    return list(struct.unpack(f"<{len(value) // 8}q", value)) if value else []


def pack_folders(moved: Sequence[tuple[int, int]]) -> bytes:
    """(peer, folder) pairs."""
    return b"".join(struct.pack("<qi", peer, folder) for peer, folder in moved)


def unpack_folders(value: bytes | None) -> list[tuple[int, int]]:
    return [(peer, folder) for peer, folder in struct.iter_unpack("<qi", value)] if value else []
