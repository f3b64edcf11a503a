"""Pages of a forum's topics. core.telegram.org/api/forum"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import topics
from hodhod.domain.folding import index_words, words
from hodhod.domain.history import TOP
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import topics as store
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat, Topic

MAX_PAGE = 100
# topics that one search looks at, those with the newest messages
MAX_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Page:
    """Topics of a forum in the order of the list, and how many there are in all. missing: numbers that were asked for
    and are no topics."""

    seen: SeenChat
    topics: list[Topic]
    total: int
    missing: Sequence[int] = ()


async def page(tx: Tx, viewer: Viewer, peer: Peer, query: str, offset: tuple[int, int], limit: int) -> Page:
    """Topics after offset = (newest message, number) of the last one seen, (0, 0): from the beginning, where the pinned
    ones are. With a query only those in whose titles each of its words begins one.

    Raises CHANNEL_FORUM_MISSING and what topics.forum raises.
    """
    seen = await topics.forum(tx, viewer, peer)
    count = max(0, min(limit, MAX_PAGE))
    newest, last = offset
    if query.strip():
        return await _found(tx, seen, words(query), newest, count)
    pinned = await store.pinned(tx, peer)
    place = next((n for n, row in enumerate(pinned, 1) if row.id == last), 0)
    first = pinned[place:][:count] if place or not newest else []
    room = count - len(first)
    rest = await store.page(tx, peer, newest if newest and not place else TOP, room) if room else []
    return Page(seen, first + rest, await store.count(tx, peer))


async def _found(tx: Tx, seen: SeenChat, wanted: Sequence[str], offset_id: int, count: int) -> Page:
    peer = seen.chat.peer
    rows = await store.pinned(tx, peer) + await store.page(tx, peer, TOP, MAX_LOOKED_AT)
    fitting = sorted((row for row in rows if wanted and _fits(row, wanted)), key=lambda row: -row.top_id)
    return Page(seen, [row for row in fitting if row.top_id < (offset_id or TOP)][:count], len(fitting))


def _fits(row: Topic, wanted: Sequence[str]) -> bool:
    there = index_words(row.title)
    return all(any(one.startswith(word) for one in there) for word in wanted)


async def chosen(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> Page:
    """These topics, in this order. Raises TOPICS_EMPTY, CHANNEL_FORUM_MISSING and what topics.forum raises."""
    if not ids:
        raise errors.TOPICS_EMPTY
    seen = await topics.forum(tx, viewer, peer)
    asked = list(dict.fromkeys(ids))[:MAX_PAGE]
    found = await store.many(tx, peer, asked)
    rows = [found[topic] for topic in asked if topic in found]
    return Page(seen, rows, len(asked), [topic for topic in asked if topic not in found])
