"""How a chat's members came and went, from the rows of its hours. core.telegram.org/api/stats"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hodhod.domain.stats.tally import DAY, KEPT, Way, day_of
from hodhod.domain.viewer import Viewer
from hodhod.store import channel_hours as store
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Tx
from hodhod.store.records import Chat

# days that a graph of growth shows
SHOWN = KEPT // DAY - 1


async def hours(tx: Tx, viewer: Viewer, chat: Chat) -> list[Hour]:
    """All that is kept of the chat, ascending."""
    return await store.since(tx, chat.peer, day_of(viewer.now) - SHOWN * DAY)


def days(viewer: Viewer, chat: Chat) -> list[int]:
    """The days of the chat's life, as many as are shown."""
    today = day_of(viewer.now)
    return list(range(max(day_of(chat.date), today - SHOWN * DAY), today + 1, DAY))


def members_at(chat: Chat, rows: Sequence[Hour], date: int) -> int:
    """How many there were at this moment: those of now, but for who came since, and with who went."""
    return chat.members - sum(row.came - row.gone for row in rows if row.hour >= date)


def members_by_day(chat: Chat, rows: Sequence[Hour], shown: Sequence[int]) -> list[int]:
    """How many there were at the end of each of these days."""
    change = by_day(rows, "came")
    change.subtract(by_day(rows, "gone"))
    found, members = [], chat.members
    for day in reversed(shown):
        found.append(members)
        members -= change[day]
    return found[::-1]


def by_day(rows: Sequence[Hour], column: str) -> Counter[int]:
    """day -> the sum of a column."""
    sums: Counter[int] = Counter()
    for row in rows:
        sums[day_of(row.hour)] += getattr(row, column)
    return sums


def by_way(rows: Sequence[Hour]) -> dict[Way, Counter[int]]:
    """By which ways people came on which day; ways that nobody came are left out."""
    found = {way: by_day(rows, way.value) for way in Way}
    return {way: sums for way, sums in found.items() if any(sums.values())}
