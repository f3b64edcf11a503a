"""The thread pool for modular powers, behind a bounded admission queue."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class WorkPool:
    """A few threads; more than `limit` pieces of work at a time are refused instead of queued."""

    __slots__ = ("_executor", "_limit", "under_way")

    def __init__(self, threads: int, limit: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="hodhod-power")
        self._limit = limit
        self.under_way = 0

    @property
    def is_full(self) -> bool:
        return self.under_way >= self._limit

    async def run(self, work: Callable[[], object]) -> object:
        self.under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work)
        finally:
            self.under_way -= 1

    def close(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
