"""The time that statistics speak of: so many days up to now, and as many before them.

A week where that is little enough to be counted; fewer days in a channel where more is said. Days are UTC's.
"""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.domain.stats.tally import DAY, day_of
from hodhod.domain.viewer import Viewer
from hodhod.store import messages as store_messages
from hodhod.store import statistics as store
from hodhod.store.db import Tx
from hodhod.store.records import Chat

LENGTHS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `middle` to now, and from `begin` to `middle`, in unix seconds; first: the first message of the earlier
    part, 0 = there is none in either."""

    begin: int
    middle: int
    now: int
    first: int

    @property
    def days(self) -> list[int]:
        """The beginnings of all its days."""
        return list(range(self.begin, self.now + 1, DAY))

    def is_current(self, date: int) -> bool:
        return date >= self.middle


async def of(tx: Tx, viewer: Viewer, chat: Chat, most: int) -> Period:
    """The longest one with no more messages than these; the shortest where even that has more."""
    for days in LENGTHS:
        middle = day_of(viewer.now) - (days - 1) * DAY
        begin = middle - days * DAY
        first = await store_messages.first_at(tx, chat.peer, chat.peer, begin)
        period = Period(begin, middle, viewer.now, first)
        if not first or chat.top_n - await store.ordinal(tx, chat.peer, first) < most:
            break
    return period
