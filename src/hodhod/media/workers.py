"""Processes in which pictures are opened: what a hostile file does to a decoder, it does there.

A worker is started for the first picture, not before. It has a limit of memory, is killed by its own alarm when a
picture takes too long, and ends when the server does. A worker that dies takes the others' pictures under way with
it (that is how a pool of processes breaks); so no more are given out than there are workers, and each is tried once
more on a new pool before it is called broken.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import ParamSpec, TypeVar

from hodhod.media.pictures import Flaw, Size, Use, sizes_of

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 2


class PictureWorkers:
    """Makes sizes of pictures beside the event loop. seconds: for one picture; memory: of one worker, in bytes."""

    def __init__(self, workers: int, seconds: int, memory: int) -> None:
        self._workers = workers
        self._seconds = seconds
        self._memory = memory
        self._free = asyncio.Semaphore(workers)
        self._pool: ProcessPoolExecutor | None = None

    async def sizes(self, data: bytes, use: Use) -> list[Size] | Flaw:
        return await self.run(sizes_of, data, use) or Flaw.BROKEN

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What `work` gives in a worker process; None when it killed the worker."""
        task = partial(_timed, self._seconds, partial(work, *args, **kwargs))
        async with self._free:
            for _ in range(TRIES):
                pool = self._pool = self._pool or self._open()
                try:
                    return await asyncio.wrap_future(pool.submit(task))
                except BrokenProcessPool:
                    if self._pool is pool:
                        self._pool = None
                    pool.shutdown(wait=False)
        return None

    def _open(self) -> ProcessPoolExecutor:
        # spawned, not forked: a fork of a process with threads inherits their locks
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, _begin, (self._memory,))

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


# --- in the worker


def _begin(memory: int) -> None:
    """Bounded, deaf to the terminal's Ctrl-C, and gone when the server is, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _timed(seconds: int, work: Callable[[], T]) -> T:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
