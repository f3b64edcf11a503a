"""Feeds the search index from the log, never inside a send; at most about two seconds behind.

It is nudged after commits and waits a moment so that one pass takes many messages. New contents are found by id: ids
are ordered
by time. On SQLite the order of ids is the order of commits; on PostgreSQL a slow transaction may commit below the
cursor, so a
pass reads again what is younger than MARGIN (entering twice is harmless there). Edits are found by their date.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence

from hodhod.domain.search import entry_of
from hodhod.ids import first_content_id
from hodhod.store import contents
from hodhod.store.db import Database
from hodhod.store.records import Content
from hodhod.store.search import SearchIndex

log = logging.getLogger("hodhod.jobs")

GATHER = 0.5
IDLE = 30.0
BATCH = 500
MARGIN = 10.0
RETRY = 5.0


class Indexer:
    """Start once; `nudge` after every commit that changed words."""

    def __init__(self, db: Database, index: SearchIndex, clock: Callable[[], float]) -> None:
        self._db = db
        self._index = index
        self._clock = clock
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._edits_from = 0

    def nudge(self) -> None:
        self._wake.set()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._index.close()

    async def _run(self) -> None:
        while True:
            try:
                await self._pass()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), IDLE)
                await asyncio.sleep(GATHER)
            except Exception:
                log.exception("the search index fell behind")
                await asyncio.sleep(RETRY)

    async def _pass(self) -> None:
        """Enter everything that is new, batch by batch, then what was edited."""
        self._wake.clear()
        started = self._clock()
        cursor = await self._index.cursor()
        reread = first_content_id(started - MARGIN) if self._db.dialect == "postgresql" else cursor
        position = min(cursor, reread)
        while batch := await self._new_after(position):
            position = batch[-1].id
            await self._index.add([entry_of(content) for content in batch if content.text], max(cursor, position))
        edited = await self._edited(self._edits_from or int(started - IDLE * 10))
        if edited:
            await self._index.add([entry_of(content) for content in edited], max(cursor, position))
        self._edits_from = int(started) - 1

    async def _new_after(self, position: int) -> Sequence[Content]:
        return await self._db.read(lambda tx: contents.after(tx, position, BATCH))

    async def _edited(self, since: int) -> Sequence[Content]:
        return await self._db.read(lambda tx: contents.edited_since(tx, since, BATCH))
