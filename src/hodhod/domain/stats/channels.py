"""The figures of a channel. core.telegram.org/constructor/stats.broadcastStats

Views and forwards by the hour are those of all posts; views, forwards and reactions of a post are its counters. Whose
notifications are on is counted among the newest MAX_ASKED members.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import cast

from hodhod import tl
from hodhod.domain import reaction_counts
from hodhod.domain.notify import NotifyScope
from hodhod.domain.stats import access, growth, period
from hodhod.domain.stats.period import Period
from hodhod.domain.stats.tally import day_of
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import statistics as store
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Tx
from hodhod.store.records import Chat
from hodhod.store.statistics import PostFigures
from hodhod.tl import types

# posts of both parts of the period, and those that are listed
MAX_POSTS = 2_000
RECENT = 50
MAX_ASKED = 20_000


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """posts: of the period, newest first. notified: (members who hear of new posts, members who were asked)."""

    chat: Chat
    period: Period
    hours: list[Hour]
    posts: list[PostFigures]
    notified: tuple[int, int]

    @property
    def recent(self) -> list[PostFigures]:
        return self.posts[:RECENT]

    def average(self, counter: str, current: bool) -> float:
        """Views, forwards or reactions of a post, of those written in one part of the period."""
        counts = [
            reactions_of(post).total if counter == "reactions" else getattr(post, counter)
            for post in self.posts
            if self.period.is_current(post.date) == current
        ]
        return sum(counts) / len(counts) if counts else 0.0

    def reactions_by_day(self) -> dict[str, Counter[int]]:
        """reaction -> the day of the post -> how often it was chosen."""
        found: dict[str, Counter[int]] = {}
        for post in self.posts:
            for reaction, count in reactions_of(post).counts:
                found.setdefault(reaction, Counter())[day_of(post.date)] += count
        return found


def reactions_of(post: PostFigures) -> reaction_counts.Counts:
    return reaction_counts.unpack(post.reactions)


async def figures(tx: Tx, viewer: Viewer, peer: Peer) -> ChannelFigures:
    """Raises what access.broadcast raises."""
    chat = (await access.broadcast(tx, viewer, peer)).chat
    span = await period.of(tx, viewer, chat, MAX_POSTS)
    posts = await store.latest_posts(tx, peer, span.first, MAX_POSTS) if span.first else []
    return ChannelFigures(chat, span, await growth.hours(tx, viewer, chat), posts, await _notified(tx, viewer, chat))


async def _notified(tx: Tx, viewer: Viewer, chat: Chat) -> tuple[int, int]:
    rows = await store.notify_settings(tx, chat.peer, StateKind.NOTIFY, NotifyScope.BROADCASTS, MAX_ASKED)
    asked = min(chat.members, MAX_ASKED)
    return asked - sum(_is_muted(own, general, viewer.now) for own, general in rows), asked


def _is_muted(own: bytes | None, general: bytes | None, now: int) -> bool:
    """What is set for the chat itself goes before what is set for all channels."""
    for value in (own, general):
        settings = cast("types.PeerNotifySettings", tl.decode(value)) if value is not None else None
        if settings is not None and settings.mute_until is not None:
            return settings.mute_until > now
    return False
