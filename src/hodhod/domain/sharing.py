"""What people have or give in common: links to messages, and groups that two are in. core.telegram.org/api/links"""

from __future__ import annotations

from hodhod.domain import access
from hodhod.domain.viewer import Viewer
from hodhod.ids import CHANNEL_BASE, Peer, peer_ref
from hodhod.store import members as store_members
from hodhod.store.db import Tx

# More than anybody can share: joining stops earlier.
MAX_COMMON = 2_000


async def message_link(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, grouped: bool, thread: bool) -> str:
    """A link to a message of a supergroup or channel, by its name where it is public. grouped: to the album rather than
    to one picture of it; thread: as it stands in its thread.

    Raises CHANNEL_INVALID, CHANNEL_PRIVATE, MESSAGE_ID_INVALID.
    """
    row = await access.message(tx, viewer, peer, msg_id)
    chat = (await access.chat(tx, viewer, peer)).chat
    place = chat.username or f"c/{-CHANNEL_BASE - peer}"
    options = []
    if row.content.grouped_id and not grouped:
        options.append("single")
    if thread and row.post is not None and row.post.thread:
        options.append(f"thread={row.post.thread}")
    return f"{viewer.world.public_url}{place}/{msg_id}" + ("?" + "&".join(options) if options else "")


async def common_groups(tx: Tx, viewer: Viewer, user: int) -> list[int]:
    """Groups with the viewer and this user in them, by their ids descending; channels do not count, because their
    members are not shown."""
    if user == viewer.user:
        return []
    peers = await store_members.common(tx, viewer.user, user, MAX_COMMON)
    return sorted(peers, key=lambda peer: -peer_ref(peer).id)


def after(peers: list[int], max_id: int, count: int) -> list[int]:
    """The slice of `common_groups` below an id; 0: from the beginning."""
    return [peer for peer in peers if not max_id or peer_ref(peer).id < max_id][:count]
