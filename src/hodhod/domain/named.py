"""Messages of groups that name somebody who has not looked at them yet. core.telegram.org/api/mentions"""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.domain import access, difference, reading, topics
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import messages as store_messages
from hodhod.store import posts
from hodhod.store.db import Tx
from hodhod.store.records import Message

# So many are listed at most; who has more reads the newest first.
LISTED = 500
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """messages.affectedHistory of the chat's mailbox; left: whether there are more."""

    pts: int
    count: int
    left: int


async def unread(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> list[Message]:
    """Newest first; those of one topic of a forum, if it is named. Raises what access.readable raises."""
    await access.readable(tx, viewer, peer)
    ids = await posts.unseen(tx, viewer.user, peer, LISTED)
    rows = (await store_messages.by_ids(tx, viewer.box(peer), ids))[::-1]
    return await topics.among(tx, peer, rows, topic)


async def look_at_all(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> Looked:
    """The viewer has seen them, as many as one transaction may touch. Raises what access.readable raises."""
    if await topics.in_forum(tx, peer, topic):
        ids = [row.copy.id for row in await unread(tx, viewer, peer, topic)][:AT_ONCE]
    else:
        await access.readable(tx, viewer, peer)
        ids = await posts.unseen(tx, viewer.user, peer, AT_ONCE)
    left = int(len(ids) == AT_ONCE)
    if is_channel(peer):
        await reading.read_channel_contents(tx, viewer, peer, ids)
        return Looked(await difference.pts_of(tx, viewer, peer), 0, left)
    record = await reading.read_contents(tx, viewer, ids)
    if record is None:
        return Looked(await difference.pts_of(tx, viewer), 0, left)
    return Looked(record.pts, record.event.pts_count, left)
