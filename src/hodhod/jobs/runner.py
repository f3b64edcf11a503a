"""Does the jobs that transactions recorded: one after the other, repeatable, with bounded retries (store/jobs.py).

A handler is `async def handle(services, payload)`; what it raises puts the job back for a later try. The runner looks
when it is
nudged by a commit on this node, when the next job is due, and now and then for the jobs of other nodes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping

from hodhod.rpc.context import Services
from hodhod.store import jobs
from hodhod.store.db import Tx

log = logging.getLogger("hodhod.jobs")

JobHandler = Callable[[Services, bytes], Awaitable[None]]

AT_ONCE = 16
LEASE = 120
TIMEOUT = 60.0
LONGEST_SLEEP = 15.0


class Runner:
    """Start once, nudge when a job was recorded."""

    def __init__(self, services: Services, handlers: Mapping[str, JobHandler]) -> None:
        self._services = services
        self._handlers = dict(handlers)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def nudge(self) -> None:
        self._wake.set()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """A job under way is cancelled; its lease runs out and it is done again."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                claimed = await self._services.db.write(self._claim)
                await asyncio.gather(*[self._do(job) for job in claimed])
                if not claimed:
                    await self._sleep()
            except Exception:
                log.exception("jobs could not be claimed")
                await asyncio.sleep(LONGEST_SLEEP)

    async def _claim(self, tx: Tx) -> list[jobs.Job]:
        return await jobs.claim(tx, self._now(), LEASE, AT_ONCE, sorted(self._handlers))

    async def _sleep(self) -> None:
        due = await self._services.db.read(lambda tx: jobs.next_due(tx, sorted(self._handlers)))
        seconds = LONGEST_SLEEP if due is None else min(max(due - self._services.clock(), 0.05), LONGEST_SLEEP)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _do(self, job: jobs.Job) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._handlers[job.kind](self._services, job.payload)
        except Exception as error:
            log.warning("job %s of kind %s failed: %s", job.id, job.kind, type(error).__name__, exc_info=True)
            reason = type(error).__name__
            await self._services.db.write(lambda tx: jobs.retry(tx, job, self._now(), reason))
        else:
            await self._services.db.write(lambda tx: jobs.finish(tx, job))

    def _now(self) -> int:
        return int(self._services.clock())
