"""Uploads: any order, repeats, bounds, and what a restart finds."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hodhod import errors
from hodhod.media.blobs import DiskBlobs
from hodhod.media.parts import MAX_PART, MAX_PARTS, Named, Parts
from tests.media.conftest import MAX_FILE, MAX_PENDING

KIB = 1024
OWNER, UPLOAD = 7, -123456789


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


async def save_all(parts: Parts, pieces: Sequence[bytes], upload: int = UPLOAD) -> None:
    for number, piece in enumerate(pieces):
        await parts.save(OWNER, upload, number, piece)


async def test_parts_come_in_any_order_at_once_and_again(parts: Parts, blobs: DiskBlobs) -> None:
    data = os.urandom(100 * KIB + 1)
    pieces = list(enumerate(cut(data, 4 * KIB))) * 2
    random.shuffle(pieces)
    await asyncio.gather(*[parts.save(OWNER, UPLOAD, number, piece) for number, piece in pieces])
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    blob = await parts.join(Named(OWNER, UPLOAD, 26, md5), blobs)
    assert blob == (hashlib.sha256(data).digest(), len(data))


async def test_a_joined_upload_is_found_again_and_takes_no_room(parts: Parts, blobs: DiskBlobs, tmp_path: Path) -> None:
    await save_all(parts, [b"a" * KIB, b"b"])
    first = await parts.join(Named(OWNER, UPLOAD, 2), blobs)
    await parts.save(OWNER, UPLOAD, 1, b"b")  # a late repeat
    assert await parts.join(Named(OWNER, UPLOAD, 2), blobs) == first
    assert [path.name for path in (tmp_path / "parts").rglob("*") if path.is_file()] == ["whole"]


async def test_two_requests_join_at_once(parts: Parts, blobs: DiskBlobs) -> None:
    await save_all(parts, cut(os.urandom(MAX_PART * 4), MAX_PART))
    joined = await asyncio.gather(*[parts.join(Named(OWNER, UPLOAD, 4), blobs) for _ in range(6)])
    assert len(set(joined)) == 1


async def test_an_upload_goes_on_after_a_restart(
    parts: Parts, blobs: DiskBlobs, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    await parts.save(OWNER, UPLOAD, 1, b"rest")
    restarted = Parts(tmp_path / "parts", threads, MAX_FILE, MAX_PENDING)
    with pytest.raises(errors.FILE_PART_X_MISSING) as missing:
        await restarted.join(Named(OWNER, UPLOAD, 2), blobs)
    assert missing.value.message == "FILE_PART_0_MISSING"
    await restarted.save(OWNER, UPLOAD, 0, b"s" * KIB)
    assert (await restarted.join(Named(OWNER, UPLOAD, 2), blobs)).size == KIB + 4


async def test_another_users_parts_are_not_found(parts: Parts, blobs: DiskBlobs) -> None:
    await save_all(parts, [b"mine"])
    with pytest.raises(errors.FILE_PART_X_MISSING):
        await parts.join(Named(OWNER + 1, UPLOAD, 1), blobs)


@pytest.mark.parametrize(
    "part, data, refusal",
    [
        (-1, b"x", errors.FILE_PART_INVALID),
        (MAX_PARTS, b"x", errors.FILE_PART_INVALID),
        (0, b"", errors.FILE_PART_EMPTY),
        (0, bytes(MAX_PART + 1), errors.FILE_PART_TOO_BIG),
    ],
)
async def test_bad_parts(parts: Parts, part: int, data: bytes, refusal: type[errors.RpcError]) -> None:
    with pytest.raises(refusal):
        await parts.save(OWNER, UPLOAD, part, data)


async def test_parts_that_do_not_fit_together(parts: Parts, blobs: DiskBlobs) -> None:
    await save_all(parts, [b"aa", b"b", b"c"])
    with pytest.raises(errors.FILE_PART_LENGTH_INVALID):
        await parts.join(Named(OWNER, UPLOAD, 3), blobs)
    await save_all(parts, [b"a", b"bb"], 2)
    with pytest.raises(errors.FILE_PART_LENGTH_INVALID):
        await parts.join(Named(OWNER, 2, 2), blobs)
    for count in (0, -1, MAX_PARTS + 1):
        with pytest.raises(errors.FILE_PARTS_INVALID):
            await parts.join(Named(OWNER, UPLOAD, count), blobs)


async def test_a_wrong_md5(parts: Parts, blobs: DiskBlobs) -> None:
    await save_all(parts, [b"content"])
    with pytest.raises(errors.MD5_CHECKSUM_INVALID):
        await parts.join(Named(OWNER, UPLOAD, 1, "0" * 32), blobs)


async def test_a_file_that_is_too_long(parts: Parts, blobs: DiskBlobs) -> None:
    await save_all(parts, [bytes(MAX_PART)] * (MAX_FILE // MAX_PART + 1))
    with pytest.raises(errors.FILE_PARTS_INVALID):
        await parts.join(Named(OWNER, UPLOAD, MAX_FILE // MAX_PART + 1), blobs)


async def test_what_one_user_may_have_lying_about(
    parts: Parts, blobs: DiskBlobs, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    whole = MAX_PENDING // MAX_PART
    await save_all(parts, [bytes(MAX_PART)] * (whole - 1))
    await save_all(parts, [b"1"], 2)
    with pytest.raises(errors.FLOOD_WAIT_X):
        await parts.save(OWNER, 3, 0, bytes(MAX_PART))
    restarted = Parts(tmp_path / "parts", threads, MAX_FILE, MAX_PENDING)
    with pytest.raises(errors.FLOOD_WAIT_X):
        await restarted.save(OWNER, 3, 0, bytes(MAX_PART))
    await parts.save(OWNER + 1, 3, 0, bytes(MAX_PART))
    await parts.join(Named(OWNER, 2, 1), blobs)
    await parts.save(OWNER, 3, 0, bytes(MAX_PART))


async def test_what_nobody_touched_is_forgotten(parts: Parts, blobs: DiskBlobs, tmp_path: Path) -> None:
    await save_all(parts, [b"old"], 1)
    await save_all(parts, [b"joined"], 2)
    await save_all(parts, [b"new"], 3)
    long_ago = time.time() - 100_000
    for upload in (1, 2):
        os.utime(tmp_path / "parts" / str(OWNER) / f"{upload:016x}", (long_ago, long_ago))
    kept = await parts.join(Named(OWNER, 2, 1), blobs)
    assert await parts.expire(time.time() - 1000) == 1
    assert await parts.join(Named(OWNER, 2, 1), blobs) == kept
    assert (await parts.join(Named(OWNER, 3, 1), blobs)).size == 3
    with pytest.raises(errors.FILE_PART_X_MISSING):
        await parts.join(Named(OWNER, 1, 1), blobs)
