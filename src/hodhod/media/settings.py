"""Bounds of what is done with files."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """Bytes, seconds and numbers of workers."""

    pending_bytes: int = 4 * 1024 * MIB
    part_seconds: int = 6 * 3600
    threads: int = 4
    picture_workers: int = 1
    picture_seconds: int = 20
    picture_memory: int = 1024 * MIB
    picture_bytes: int = 20 * MIB
