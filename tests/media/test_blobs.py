"""Blobs on disk: whole or not there, equal content once."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hodhod.media.blobs import INCOMING, DiskBlobs


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_is_kept_is_read_in_pieces(blobs: DiskBlobs) -> None:
    data = os.urandom(300_000)
    blob = await blobs.keep([data[:100_000], b"", data[100_000:]])
    assert blob == (hashlib.sha256(data).digest(), len(data))
    assert await blobs.read(blob.hash, 0, len(data)) == data
    assert await blobs.read(blob.hash, 299_990, 4096) == data[299_990:]
    assert await blobs.read(blob.hash, 300_000, 4096) == b""


async def test_equal_content_is_kept_once(blobs: DiskBlobs, tmp_path: Path) -> None:
    data = os.urandom(1000)
    kept = await asyncio.gather(*[blobs.keep([data]) for _ in range(8)])
    assert len(set(kept)) == 1
    assert files_below(tmp_path / "blobs") == [blobs.path(kept[0].hash)]


async def test_what_breaks_off_leaves_nothing(blobs: DiskBlobs, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("the rest is gone")

    with pytest.raises(OSError, match="the rest is gone"):
        await blobs.keep(broken())
    assert files_below(tmp_path / "blobs") == []
    assert (tmp_path / "blobs" / INCOMING).is_dir()


async def test_a_blob_that_is_not_there(blobs: DiskBlobs) -> None:
    with pytest.raises(LookupError):
        await blobs.read(bytes(32), 0, 1)
