"""Worker processes: what happens to one is told as a broken picture, and the next one works."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from hodhod.media.pictures import Flaw, Size, Use
from hodhod.media.workers import PictureWorkers
from tests.media.test_pictures import picture

MEMORY = 1 << 30


@pytest.fixture
def workers() -> Iterator[PictureWorkers]:
    made = PictureWorkers(1, 2, MEMORY)
    yield made
    made.close()


def pid() -> int:
    return os.getpid()


def dies() -> int:
    os.kill(os.getpid(), signal.SIGSEGV)
    return 0


def hangs() -> int:
    time.sleep(60)
    return 0


def eats() -> bytes:
    return bytes(2 * MEMORY)


async def test_pictures_are_made_elsewhere(workers: PictureWorkers) -> None:
    assert await workers.run(pid) != os.getpid()
    sizes = await workers.sizes(picture(200, 100), Use.PHOTO)
    assert isinstance(sizes, list)
    assert [size.type for size in sizes] == ["i", "s", "m"]
    assert isinstance(sizes[0], Size)
    assert await workers.sizes(b"no picture", Use.PHOTO) is Flaw.NO_PICTURE


async def test_a_worker_that_dies_or_hangs_is_replaced(workers: PictureWorkers) -> None:
    assert await workers.run(dies) is None
    first = await workers.run(pid)
    assert first is not None
    assert await workers.run(hangs) is None
    assert await workers.run(pid) not in (None, first)


async def test_others_are_not_harmed(workers: PictureWorkers) -> None:
    await workers.run(pid)
    results = await asyncio.gather(workers.run(dies), workers.sizes(picture(20, 20), Use.PHOTO))
    assert results[0] is None
    assert isinstance(results[1], list)


async def test_memory_is_limited(workers: PictureWorkers) -> None:
    with pytest.raises(MemoryError):
        await workers.run(eats)
