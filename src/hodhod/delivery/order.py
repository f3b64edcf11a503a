"""The order of one mailbox's records where commits may be heard of in another order than they happened.

SQLite commits in one place, and what it hands on is in order. On PostgreSQL two transactions of one mailbox end on two
connections, and with several nodes on two machines: the later one may be heard of first. So records queue by pts, and
one that comes too early waits for those before it, PATIENCE at most; after that it goes, its clients see the gap and
fetch the difference. A session's own records are in the queue too: its answer leaves after what is older.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any, Final

from hodhod.domain.updates import Counted

# seconds; clients give a gap half a second before they fetch the difference
PATIENCE: Final = 0.3

log = logging.getLogger("hodhod.delivery")

Entry = tuple[Any, ...]  # a record, and what the queue's owner keeps with it


class Queue(deque[Entry]):
    """Records on their way to the listeners of one mailbox."""

    __slots__ = ("_arrival", "_waits", "place")

    def __init__(self) -> None:
        super().__init__()
        self.place = 0  # the pts up to which all is told; 0: nothing was told yet
        self._arrival: asyncio.Future[None] | None = None
        self._waits: list[tuple[int, asyncio.Future[None]]] = []

    def put(self, entry: Entry) -> None:
        """Behind the records that have a lower pts, or none."""
        pts = getattr(entry[0], "pts", 0)
        at = len(self)
        while pts and at and getattr(self[at - 1][0], "pts", 0) > pts:
            at -= 1
        self.insert(at, entry)
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def follows(self) -> bool:
        """Is the head's turn: has all that is older been told?"""
        record = self[0][0]
        pts = getattr(record, "pts", 0)
        count = record.event.pts_count if isinstance(record, Counted) else 1
        return not pts or not self.place or pts - count <= self.place

    def take(self) -> Entry:
        """The head, which is told from now on."""
        entry = self.popleft()
        self.place = max(self.place, getattr(entry[0], "pts", 0))
        return entry

    def forget(self) -> None:
        """Drop what is queued: its clients fetch the difference, and the next record begins anew."""
        self.clear()
        self.place = 0

    def until(self, pts: int) -> asyncio.Future[None]:
        """Done when all up to `pts` has been told, or nothing more will be."""
        wait = asyncio.get_running_loop().create_future()
        self._waits.append((pts, wait))
        return wait

    def told(self, *, all_there_is: bool = False) -> None:
        """What was taken has gone; all_there_is: nothing more is told for now."""
        if not self._waits:
            return
        done = [wait for pts, wait in self._waits if all_there_is or pts <= self.place]
        self._waits = [one for one in self._waits if one[1] not in done]
        for wait in done:
            if not wait.done():
                wait.set_result(None)

    async def turn(self) -> None:
        """Until it is the head's turn, or it has waited long enough. The queue is not empty."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while not self.follows() and (left := until - loop.time()) > 0:
            self._arrival = loop.create_future()
            await asyncio.wait([self._arrival], timeout=left)
            self._arrival = None
        if not self.follows():
            log.warning("pts %d is told without what is before it, of which nothing was heard", self[0][0].pts)
