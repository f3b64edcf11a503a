"""Worker processes: what happens to one is told as a broken picture, and the next picture gets another."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image

from hodhod.media import workers as module
from hodhod.media.pictures import Flaw, Use
from hodhod.media.worker import packed, work
from hodhod.media.workers import PictureWorkers
from tests.media.test_pictures import picture

MEMORY = 1 << 30


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[PictureWorkers]:
    made = PictureWorkers(2, 1, MEMORY)
    yield made
    await made.close()


def large(side: int) -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise((side // 8, side // 8), 80).convert("RGB")
    noise.resize((side, side), Image.Resampling.NEAREST).save(out, "JPEG")
    return out.getvalue()


def pids(workers: PictureWorkers) -> set[int]:
    return {process.pid for process in workers._idle}


async def letters(workers: PictureWorkers) -> str:
    sizes = await workers.sizes(picture(200, 100), Use.PHOTO)
    assert isinstance(sizes, list), sizes
    return "".join(size.type for size in sizes)


async def test_workers_are_used_again_and_no_more_than_allowed(workers: PictureWorkers) -> None:
    assert await letters(workers) == "ism"
    first = pids(workers)
    assert await workers.sizes(b"no picture", Use.PHOTO) is Flaw.NO_PICTURE
    assert pids(workers) == first
    assert await asyncio.gather(*[letters(workers) for _ in range(8)]) == ["ism"] * 8
    assert len(pids(workers)) == 2


async def test_a_picture_that_takes_too_long_harms_no_other(workers: PictureWorkers) -> None:
    slow, quick = await asyncio.gather(workers.sizes(large(4900), Use.PHOTO), letters(workers))
    assert (slow, quick) == (Flaw.BROKEN, "ism")
    assert await letters(workers) == "ism"


async def test_a_worker_that_died_is_replaced(workers: PictureWorkers) -> None:
    await letters(workers)
    (pid,) = pids(workers)
    os.kill(pid, signal.SIGSEGV)
    await workers._idle[0].wait()
    assert await letters(workers) == "ism"
    assert pid not in pids(workers)


async def test_memory_is_limited() -> None:
    small = PictureWorkers(1, 20, 160 << 20)
    assert await small.sizes(large(4900), Use.PHOTO) is Flaw.BROKEN
    assert await letters(small) == "ism"
    await small.close()


@pytest.mark.parametrize("answer", [b"\x01s", b"\x01s" + b"\xff" * 8, b"\x01\x00" + bytes(8), b""])
async def test_a_worker_that_answers_nonsense_is_not_believed(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    lying = PictureWorkers(1, 1, MEMORY)
    program = f"import sys; sys.stdin.buffer.read(1); sys.stdout.buffer.write({answer!r})"
    monkeypatch.setattr(lying, "_arguments", ("-c", program))
    assert await lying.sizes(b"data", Use.PHOTO) is Flaw.BROKEN
    assert not lying._idle
    assert module.MAX_SIZE < 0xFFFFFFFF


def test_a_worker_ends_with_its_input() -> None:
    out = io.BytesIO()
    assert not work(io.BytesIO(b"\x00\x01"), out, 1)
    assert out.getvalue() == b""
    assert packed(Flaw.MEASURES) == b"\x00\x01"
