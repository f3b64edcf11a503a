"""Pages of a chat's messages. core.telegram.org/api/offsets

A page is a window in the list of messages sorted newest first: it begins `add_offset` messages after the first one
that is
older than `offset_id` (0: than the newest), and has `limit` messages; a negative add_offset reaches to newer ones.
min_id and max_id cut what lies outside (both exclusive).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hodhod.store import messages as store
from hodhod.store import saved as store_saved
from hodhod.store import within
from hodhod.store.db import Tx
from hodhod.store.records import Message

MAX_PAGE = 100
TOP = 2**31 - 1


class Source(Protocol):
    """Where the messages of a chat come from: store/messages.py, or store/saved.py for one saved dialog,
    store/within.py for one thread or topic."""

    async def older(self, tx: Tx, owner: int, peer: int, below: int, above: int, count: int) -> list[Message]: ...

    async def newer(
        self, tx: Tx, owner: int, peer: int, from_id: int, bounds: tuple[int, int], count: int
    ) -> list[Message]: ...

    async def first_at(self, tx: Tx, owner: int, peer: int, date: int) -> int: ...

    async def count(self, tx: Tx, owner: int, peer: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Window:
    """Which messages: see above. offset_date: used when offset_id is 0."""

    limit: int
    offset_id: int = 0
    offset_date: int = 0
    add_offset: int = 0
    min_id: int = 0
    max_id: int = 0

    @property
    def count(self) -> int:
        return max(0, min(self.limit, MAX_PAGE))


SAVED: Source = store_saved
THREADS: Source = within.THREADS
TOPICS: Source = within.TOPICS


async def page(tx: Tx, owner: int, peer: int, window: Window, source: Source = store) -> list[Message]:
    """The messages of the window, newest first."""
    offset = await _offset(tx, owner, peer, window, source)
    above, below = window.min_id, window.max_id or TOP + 1
    # nothing is newer than the newest: a window that would begin above it begins at it
    newer = min(max(0, -window.add_offset), MAX_PAGE) if offset < TOP else 0
    rows: list[Message] = []
    if newer:
        rows = (await source.newer(tx, owner, peer, offset, (above, below), newer))[::-1]
        # the window ends `limit` after its start, which may still be before offset_id
        rows = rows[: window.count]
    wanted = window.count - newer
    if wanted > 0:
        skip = min(max(0, window.add_offset), 10_000)
        older = await source.older(tx, owner, peer, min(offset, below), above, wanted + skip)
        rows += older[skip:]
    return rows


async def total(tx: Tx, owner: int, peer: int, source: Source = store) -> int:
    """How many messages the chat has."""
    return await source.count(tx, owner, peer)


async def _offset(tx: Tx, owner: int, peer: int, window: Window, source: Source) -> int:
    """The id that the window is counted from."""
    if window.offset_id:
        return window.offset_id
    if window.offset_date:
        return await source.first_at(tx, owner, peer, window.offset_date) or TOP
    return TOP
