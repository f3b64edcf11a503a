"""The figures of one message. core.telegram.org/constructor/stats.messageStats

By the hour it is known who looked at a post as long as the rows are kept by which each viewer counts once, a week;
reactions are known for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.domain.stats import public_forwards
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import statistics as store
from hodhod.store.db import Tx
from hodhod.store.records import Message


@dataclass(frozen=True, slots=True)
class MessageFigures:
    """views: by the beginning of the hour; None where views are not counted. reactions: (day, reaction, count)."""

    row: Message
    views: dict[int, int] | None
    reactions: list[tuple[int, str, int]]


async def figures(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> MessageFigures:
    """Raises what public_forwards.post raises."""
    row = await public_forwards.post(tx, viewer, peer, msg_id)
    views = await store.views_by_hour(tx, peer, msg_id) if public_forwards.is_post(row) else None
    return MessageFigures(row, views, await store.reactions_by_day(tx, row.content.id))
