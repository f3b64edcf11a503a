"""Pictures are opened in processes of their own: what a hostile file does to a decoder, it does there.

A worker is started for the first picture, not before, and does one at a time. It has a limit of memory, and its own
alarm kills it when a picture takes too long; its picture is then called broken, and the next one gets a new worker.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

from hodhod.media import worker
from hodhod.media.pictures import Flaw, Size, Use
from hodhod.media.worker import FLAWS, REQUEST, SIZE, USES

# more than any size that a worker makes
MAX_SIZE = 64 * 1024 * 1024


class PictureWorkers:
    """Makes sizes of pictures beside the event loop. seconds: for one picture; memory: of one worker, in bytes."""

    def __init__(self, workers: int, seconds: float, memory: int) -> None:
        self._arguments = ("-m", worker.__name__, str(memory), str(seconds))
        self._free = asyncio.Semaphore(workers)
        self._idle: list[Process] = []

    async def sizes(self, data: bytes, use: Use) -> list[Size] | Flaw:
        async with self._free:
            process = await self._take()
            try:
                made = await _ask(process, data, use)
            except (EOFError, OSError, ValueError):
                await _end(process)
                return Flaw.BROKEN
            except BaseException:
                await _end(process)
                raise
            self._idle.append(process)
            return made

    async def _take(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
        # a session of its own: Ctrl-C in the terminal is not for it
        return await asyncio.create_subprocess_exec(
            sys.executable, *self._arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )

    async def close(self) -> None:
        while self._idle:
            await _end(self._idle.pop())


async def _ask(process: Process, data: bytes, use: Use) -> list[Size] | Flaw:
    """Raises EOFError, OSError, ValueError: the worker died or answers nonsense."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(REQUEST.pack(USES.index(use), len(data)))
    process.stdin.write(data)
    await process.stdin.drain()
    (count,) = await process.stdout.readexactly(1)
    if not count:
        (number,) = await process.stdout.readexactly(1)
        return FLAWS[number] if number < len(FLAWS) else Flaw.BROKEN
    return [await _size(process.stdout) for _ in range(count)]


async def _size(source: asyncio.StreamReader) -> Size:
    letter, width, height, size = SIZE.unpack(await source.readexactly(SIZE.size))
    if size > MAX_SIZE or not letter.isalpha():
        raise ValueError("a worker's answer of another form")
    return Size(letter.decode(), width, height, await source.readexactly(size))


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
    if process.stdin is not None:
        process.stdin.close()
