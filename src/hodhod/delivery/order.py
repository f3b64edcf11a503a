"""The order of one mailbox's records where commits may be heard of in another order than they happened.

SQLite commits in one place, and what it hands on is in order. On PostgreSQL two transactions of one mailbox end on two
connections, and with several nodes on two machines: the later one may be heard of first. So records queue by pts, and
one that comes too early waits for those before it, PATIENCE at most; after that it goes, its clients see the gap and
fetch the difference. What a session learns by its answer has its place in the queue too: the answer leaves after what
is older and before what is newer.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any, Final

from hodhod.domain.updates import Counted
from hodhod.rpc.answers import Answer, done

# seconds; clients give a gap half a second before they fetch the difference
PATIENCE: Final = 0.3

log = logging.getLogger("hodhod.delivery")

Entry = tuple[Any, ...]  # a record, and what the queue's owner keeps with it


class Queue(deque[Entry]):
    """Records on their way to the listeners of one mailbox. in_order: they come in the order of their commits, so that
    nothing has to be sorted or waited for."""

    __slots__ = ("_answers", "_arrival", "_in_order", "place")

    def __init__(self, in_order: bool) -> None:
        super().__init__()
        self._in_order = in_order
        self.place = 0  # the pts up to which all is told; 0: unknown
        self._arrival: asyncio.Future[None] | None = None
        self._answers: list[Answer] = []

    def put(self, entry: Entry) -> None:
        """Behind the records that have a lower pts, or none."""
        if self._in_order:
            self.append(entry)
            return
        pts = getattr(entry[0], "pts", 0)
        at = len(self)
        while pts and at and getattr(self[at - 1][0], "pts", 0) > pts:
            at -= 1
        self.insert(at, entry)
        if self._arrival is not None:
            done(self._arrival)

    def follows(self) -> bool:
        """Is the head's turn: has all that is older been told?"""
        if self._in_order:
            return True
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

    def answer(self, pts: int) -> Answer:
        """An answer that holds `pts` of this mailbox wants to leave."""
        answer = Answer(pts)
        self._answers.append(answer)
        return answer

    async def answered(self) -> None:
        """What is older than the record just taken has gone: returns when the answer that tells of this one has
        left. Only then is it pushed to others, and what is newer to anybody."""
        for answer in self._take_answers(self.place) if self._answers else ():
            done(answer.due)
            await asyncio.wait([answer.left], timeout=PATIENCE)

    def ended(self) -> None:
        """Nothing more is told for now: nobody waits any longer."""
        for answer in self._take_answers(None) if self._answers else ():
            done(answer.due)

    def _take_answers(self, place: int | None) -> list[Answer]:
        """Those that are due, the oldest first: two requests of one session may end in another order than they were
        committed."""
        due = [answer for answer in self._answers if place is None or answer.pts <= place]
        self._answers = [answer for answer in self._answers if answer not in due]
        return sorted(due, key=lambda answer: answer.pts)

    async def turn(self) -> None:
        """Until it is the head's turn, or it has waited long enough. The queue is not empty."""
        if self.follows():
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while not self.follows() and (left := until - loop.time()) > 0:
            self._arrival = loop.create_future()
            await asyncio.wait([self._arrival], timeout=left)
            self._arrival = None
        if not self.follows():
            log.warning("pts %d is told without what is before it, of which nothing was heard", self[0][0].pts)
