"""Gathers what the statistics of channels count, and writes it with the views (jobs/views.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from hodhod.domain.stats import tally
from hodhod.domain.stats.tally import Shared
from hodhod.domain.updates import StateChanged, StateKind
from hodhod.store import channel_hours
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Database

# readers of one transaction, and of all who are remembered for the day: more than these are asked for again
BATCH = 500
MAX_KNOWN = 200_000


class Tallies:
    """From the event loop: views, forwards and readers as they come."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db = db
        self._clock = clock
        self._views: Counter[int] = Counter()
        self._shares: Counter[int] = Counter()
        self._readers: dict[int, set[int]] = {}
        self._known: set[tuple[int, int]] = set()
        self._day = 0

    def viewed(self, channel: int, count: int) -> None:
        self._views[channel] += count

    def shared(self, record: Shared) -> None:
        self._shares[record.peer] += record.count

    def read(self, record: StateChanged) -> None:
        """Somebody's read mark in a channel moved; each counts once a day."""
        if record.state.kind != StateKind.CHANNEL_READ:
            return
        day = int(self._clock()) // tally.DAY
        if day != self._day or len(self._known) >= MAX_KNOWN:
            self._day, self._known = day, set()
        reader = (record.state.subject, record.owner)
        if reader not in self._known:
            self._known.add(reader)
            self._readers.setdefault(reader[0], set()).add(reader[1])

    async def flush(self) -> None:
        views, shares, readers = self._views, self._shares, self._readers
        self._views, self._shares, self._readers = Counter(), Counter(), {}
        now = int(self._clock())
        for peer in sorted({*views, *shares}):
            row = Hour(peer, tally.hour_of(now), views=views[peer], shares=shares[peer])
            await self._db.write(partial(channel_hours.add, row=row))
        for peer, users in readers.items():
            waiting = sorted(users)
            for start in range(0, len(waiting), BATCH):
                part = waiting[start : start + BATCH]
                await self._db.write(partial(tally.read_today, peer=peer, users=part, now=now))
