"""Counting what happens in channels and supergroups, for their statistics.

Who comes and goes is added to the row of the hour by the transaction that lets them in or out, which holds the chat
anyway. Views, forwards and readers are gathered in memory (jobs/tallies.py): no message and no forward waits for a
count, and what is in memory when a node dies is lost.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import channel_hours as store
from hodhod.store import chats as store_chats
from hodhod.store import deeds, readers
from hodhod.store.bits import ChatFlag
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Tx
from hodhod.store.deeds import Deeds

HOUR, DAY = 3600, 24 * 3600
# how long the hours are kept; days for which it is known who read in a group, and what its administrators
# did: a week and the one before it, and today
KEPT = 90 * DAY
DAYS_KEPT = 15


class Way(enum.Enum):
    """How somebody came in; the names are columns."""

    LINK = "by_link"
    REQUEST = "by_request"
    INVITED = "invited"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Shared:
    """Ephemeral, for the tally: posts of a channel were forwarded."""

    peer: int
    count: int


def hour_of(date: int) -> int:
    return date - date % HOUR


def day_of(date: int) -> int:
    """The moment at which the day began (UTC)."""
    return date - date % DAY


async def came(tx: Tx, viewer: Viewer, peer: int, way: Way) -> None:
    """Somebody is in. Basic groups have no statistics."""
    if is_channel(peer):
        await store.add(tx, Hour(peer, hour_of(viewer.now), **{way.value: 1}))


async def went(tx: Tx, viewer: Viewer, peer: int) -> None:
    """Somebody is out."""
    if is_channel(peer):
        await store.add(tx, Hour(peer, hour_of(viewer.now), gone=1))


async def did(tx: Tx, viewer: Viewer, peer: int, *, deleted: int = 0, kicked: int = 0, banned: int = 0) -> None:
    """The viewer did this as an administrator: deleted messages of others, threw somebody out, restricted them."""
    if deleted + kicked + banned:
        await deeds.add(tx, peer, viewer.now // DAY, Deeds(int(viewer.user), deleted, kicked, banned))


async def read_today(tx: Tx, peer: int, users: Sequence[int], now: int) -> None:
    """These members read in a supergroup. A channel's readers are not counted, its views are."""
    chat = await store_chats.get(tx, peer)
    if chat is not None and chat.flags & ChatFlag.MEGAGROUP:
        await readers.add(tx, peer, now // DAY, users)
