"""Finding groups and channels: one's own by their title, public ones by username or the words of their title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hodhod.domain import access, rights
from hodhod.domain.folding import index_words
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store
from hodhod.store import usernames
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, SeenChat

BROADCAST = int(ChatFlag.BROADCAST)
MAX_RECOMMENDED = 100
# Channels that share a word with another one, looked at for each word.
MAX_SHARING = 200


async def own(tx: Tx, viewer: Viewer) -> list[Chat]:
    """The groups and channels that the viewer is in, those that wrote last first."""
    return sorted(await store.of_member(tx, viewer.user), key=lambda chat: (-chat.top_date, chat.peer))


async def strange(tx: Tx, viewer: Viewer, peers: Iterable[int]) -> dict[int, Chat]:
    """Those of these public chats that the viewer may look at and is not in."""
    found = await store.seen(tx, viewer.user, [peer for peer in peers if peer < 0])
    return {peer: seen.chat for peer, seen in found.items() if _is_strange(seen)}


def _is_strange(seen: SeenChat) -> bool:
    return access.may_look(seen) and not rights.is_member(seen)


async def recommended(tx: Tx, viewer: Viewer) -> list[int]:
    """Public channels of this server that the viewer is not in, the largest first."""
    found = await strange(tx, viewer, await usernames.largest_channels(tx, viewer.user, MAX_RECOMMENDED))
    return sorted(found, key=lambda peer: (-found[peer].members, peer))


async def similar(tx: Tx, viewer: Viewer, peer: Peer) -> list[int]:
    """Public channels that share words of their title with this one, those that share most first. Raises
    CHANNEL_INVALID, CHANNEL_PRIVATE."""
    seen = await access.readable(tx, viewer, peer)
    shared: Counter[int] = Counter()
    for word in sorted(set(index_words(seen.chat.title if seen else ""))):
        shared.update(await usernames.with_word(tx, word, MAX_SHARING))
    found = await strange(tx, viewer, [other for other, _ in shared.most_common(MAX_RECOMMENDED) if other != peer])
    hits = [other for other, chat in found.items() if chat.flags & BROADCAST]
    return sorted(hits, key=lambda other: (-shared[other], -found[other].members, other))
