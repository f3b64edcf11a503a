"""One thread that does one thing after the other and tells the loop: cheaper than an executor's futures."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable

Job = Callable[[], BaseException | None]
Done = Callable[[BaseException | None], object]


class Worker:
    """`submit(job, done)`: the job runs in the thread; `done(error)` on the loop, with what it returned or raised."""

    def __init__(self, name: str, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._jobs: queue.SimpleQueue[tuple[Job, Done] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job, done: Done) -> None:
        self._jobs.put((job, done))

    def stop(self) -> None:
        """Finish what was submitted and end the thread. Blocks."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None:
            job, done = item
            try:
                error = job()
            except Exception as raised:
                error = raised
            with contextlib.suppress(RuntimeError):  # the loop was closed without closing the database
                self._loop.call_soon_threadsafe(done, error)
