"""The figures of a supergroup. core.telegram.org/constructor/stats.megagroupStats

Messages are counted from their rows, service messages not among them; who writes as the group or as a channel is in the
counts but named nowhere. Who reads, and what administrators do, is kept by the day (domain/stats/tally.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from hodhod.domain.stats import access, growth, period
from hodhod.domain.stats.period import Period
from hodhod.domain.stats.tally import DAY
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import deeds, readers
from hodhod.store import members as store_members
from hodhod.store import statistics as store
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Tx
from hodhod.store.deeds import Deeds
from hodhod.store.records import Chat
from hodhod.store.statistics import Spoke

# messages of both parts of the period, and people in each list of those who did most
MAX_MESSAGES = 200_000
TOP = 10


@dataclass(frozen=True, slots=True)
class Poster:
    user: int
    messages: int
    avg_chars: int


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """by_hour: messages by the beginning of the hour. readers: (in the current part of the period, before it);
    readers_by_day: by the number of the day."""

    chat: Chat
    period: Period
    hours: list[Hour]
    by_hour: dict[int, int]
    spoke: list[Spoke]
    readers: tuple[int, int]
    readers_by_day: dict[int, int]
    inviters: list[tuple[int, int]] = field(default_factory=list)
    admins: list[Deeds] = field(default_factory=list)

    def messages(self, current: bool) -> int:
        return sum(row.messages for row in self.spoke if self.period.is_current(row.day) == current)

    def posters(self, current: bool) -> int:
        """How many people wrote; who hides behind the group is nobody in particular."""
        return len({row.sender for row in self.spoke if self.period.is_current(row.day) == current and row.sender > 0})

    def top_posters(self) -> list[Poster]:
        messages: Counter[int] = Counter()
        chars: Counter[int] = Counter()
        for row in self.spoke:
            if row.sender > 0 and self.period.is_current(row.day):
                messages[row.sender] += row.messages
                chars[row.sender] += row.chars
        return [Poster(user, count, chars[user] // count) for user, count in messages.most_common(TOP)]

    def messages_by_day(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for row in self.spoke:
            found[row.day] += row.messages
        return found

    def posters_by_day(self) -> Counter[int]:
        return Counter(row.day for row in self.spoke if row.sender > 0)


async def figures(tx: Tx, viewer: Viewer, peer: Peer) -> GroupFigures:
    """Raises what access.megagroup raises."""
    chat = (await access.megagroup(tx, viewer, peer)).chat
    span = await period.of(tx, viewer, chat, MAX_MESSAGES)
    begin, middle, end = span.begin // DAY, span.middle // DAY, viewer.now // DAY + 1
    return GroupFigures(
        chat,
        span,
        await growth.hours(tx, viewer, chat),
        await store.by_hour(tx, peer, span.first) if span.first else {},
        await store.spoke(tx, peer, span.first) if span.first else [],
        (await readers.count(tx, peer, middle, end), await readers.count(tx, peer, begin, middle)),
        await readers.by_day(tx, peer, begin, end),
        await store.inviters(tx, peer, span.middle, TOP),
        await _top_admins(tx, chat, span),
    )


async def _top_admins(tx: Tx, chat: Chat, span: Period) -> list[Deeds]:
    """Of those who are administrators now, who did most."""
    admins = {row.user_id for row in await store_members.admins(tx, chat.peer)}
    did = [done for done in await deeds.since(tx, chat.peer, span.middle // DAY) if done.user in admins]
    return sorted(did, key=lambda done: -done.total)[:TOP]
