"""Gathers who looked at which posts, and writes it every few seconds."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence

from hodhod.domain import viewing
from hodhod.domain.viewing import PostPlace
from hodhod.jobs.tallies import Tallies
from hodhod.rpc.client import Client
from hodhod.store.db import Database, Tx

log = logging.getLogger("hodhod.jobs")

GATHER = 3.0
# views of one transaction, and of all that wait: more than these are not counted
BATCH = 500
MAX_WAITING = 200_000


class Views:
    """Start once; `look` for every view, from the event loop."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], float],
        deliver: Callable[[Sequence[object], Client | None], object],
        tallies: Tallies,
    ) -> None:
        self._db = db
        self._clock = clock
        self._deliver = deliver
        self._tallies = tallies
        self._waiting: dict[PostPlace, set[int]] = {}
        self._size = 0
        self._task: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    def look(self, user: int, places: Iterable[PostPlace]) -> None:
        """A user has these posts before their eyes."""
        for place in places:
            viewers = self._waiting.setdefault(place, set())
            if user not in viewers and self._size < MAX_WAITING:
                viewers.add(user)
                self._size += 1

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """What waits, and what is being written, is written before the node ends."""
        self._ending.set()
        if self._task is not None:
            await self._task
        await self.flush()

    async def flush(self) -> None:
        waiting, self._waiting, self._size = self._waiting, {}, 0
        for place, users in waiting.items():
            viewers = sorted(users)
            for start in range(0, len(viewers), BATCH):
                await self._write(place, viewers[start : start + BATCH])
        await self._tallies.flush()

    async def _write(self, place: PostPlace, users: list[int]) -> None:
        now = int(self._clock())

        async def write(tx: Tx) -> int:
            return await viewing.count(tx, place, users, now)

        fresh, records = await self._db.write_with_events(write)
        if fresh:
            self._tallies.viewed(place[0], fresh)
        if records:
            self._deliver(list(records), None)

    async def _run(self) -> None:
        while not self._ending.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), GATHER)
            try:
                await self.flush()
            except Exception:
                log.exception("views were not counted")
