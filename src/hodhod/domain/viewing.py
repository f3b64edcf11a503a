"""Who has seen a channel's posts. core.telegram.org/method/messages.getMessagesViews

Views are gathered in memory and written in batches (jobs/views.py): a post that a thousand people look at in a second
costs one update of its row. Each viewer counts once as long as their row is kept (KEPT); what is in memory when a node
dies is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from hodhod import errors, tl
from hodhod.domain import access
from hodhod.domain.mentions import peer_id
from hodhod.domain.updates import ViewsChanged
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import messages as store
from hodhod.store import viewed
from hodhod.store.bits import ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, Post
from hodhod.tl import types

MAX_IDS = 100
KEPT = 7 * 24 * 3600
POST = int(ContentFlag.POST)

# (channel, id of a post)
PostPlace = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was asked about: itself, the post whose views count (the original of a forward), and its counters;
    None for what has no views."""

    row: Message | None
    place: PostPlace | None = None
    post: Post | None = None


async def looked_up(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> list[Seen]:
    """The views of these messages, in their order. Raises what access.readable raises, LIMIT_INVALID."""
    if len(ids) > MAX_IDS:
        raise errors.LIMIT_INVALID
    seen = await access.readable(tx, viewer, peer)
    hidden = access.first_hidden(seen) if seen is not None else 0
    rows = {row.copy.id: row for row in await store.by_ids(tx, viewer.box(peer), ids)}
    found = [rows.get(i) if i > hidden else None for i in ids]
    return [await _counted(tx, row) if row is not None and row.copy.peer == peer else Seen(None) for row in found]


async def _counted(tx: Tx, row: Message) -> Seen:
    if row.content.flags & POST and row.post is not None:
        return Seen(row, (row.copy.owner, row.copy.id), row.post)
    place = original_of(row.content)
    original = await store.find(tx, *place) if place is not None else None
    if original is None or original.post is None or not original.content.flags & POST:
        return Seen(row)
    return Seen(row, place, original.post)


def original_of(content: Content) -> PostPlace | None:
    """The post that a message was forwarded from."""
    if content.forward is None:
        return None
    header = cast("types.MessageFwdHeader", tl.decode(content.forward))
    if not header.channel_post or not isinstance(header.from_id, types.PeerChannel):
        return None
    return peer_id(header.from_id), header.channel_post


async def count(tx: Tx, place: PostPlace, users: Sequence[int], now: int) -> int:
    """These users have seen a post: those who had not before are added to its views. How many they are."""
    known = await viewed.among(tx, *place, users)
    fresh = sorted(set(users) - known)
    if not fresh:
        return 0
    views = await viewed.more(tx, *place, len(fresh))
    if views is None:  # deleted in the meantime
        return 0
    await viewed.add(tx, *place, fresh, now)
    tx.emit(ViewsChanged(place[0], place[1], views))
    return len(fresh)
