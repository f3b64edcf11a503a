"""Messages whose time is over: they go as if somebody had deleted them for everybody.

Found by an index of the dates of their ends, a slice a transaction. What a former member of a basic group still has
stays with them, without an end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from hodhod.domain import deleting
from hodhod.domain.viewer import EVERYBODY, Viewer, World
from hodhod.ids import is_channel
from hodhod.store import chats as store_chats
from hodhod.store import contents as store
from hodhod.store import members as store_members
from hodhod.store import messages as store_messages
from hodhod.store.contents import Ended
from hodhod.store.db import Tx
from hodhod.store.records import Copy

JOB = "expire_messages"
SLICE = 50


async def step(tx: Tx, world: World, now: int) -> bool:
    """Delete the next slice. False when nothing is left."""
    rows = await store.ended(tx, now, SLICE)
    by_peer: dict[int, list[Ended]] = defaultdict(list)
    for row in rows:
        by_peer[row.peer].append(row)
    for peer in sorted(peer for peer in by_peer if is_channel(peer)):
        await _of_channel(tx, Viewer(EVERYBODY, now, world), peer, [row.id for row in by_peer.pop(peer)])
    if by_peer:
        await _of_people(tx, now, by_peer)
    await store.keep_for_ever(tx, [row.id for row in rows])
    return len(rows) == SLICE


async def _of_channel(tx: Tx, viewer: Viewer, peer: int, ids: Sequence[int]) -> None:
    await store_chats.lock(tx, peer)
    await deleting.remove_posts(tx, viewer, peer, await store_messages.by_contents(tx, peer, ids))


async def _of_people(tx: Tx, now: int, by_peer: dict[int, list[Ended]]) -> None:
    """Private chats and basic groups: one event for all that an owner loses."""
    by_owner: dict[int, list[Copy]] = defaultdict(list)
    for peer, rows in by_peer.items():
        for owner, ids in (await _holders(tx, peer, rows)).items():
            by_owner[owner] += await store_messages.owned_copies(tx, owner, ids)
    await deleting.remove_copies(tx, {owner: by_owner[owner] for owner in sorted(by_owner) if by_owner[owner]}, now)
    private = [row.id for peer, rows in by_peer.items() if peer > 0 for row in rows]
    await deleting.forget_contents(tx, private)


async def _holders(tx: Tx, peer: int, rows: Sequence[Ended]) -> dict[int, list[int]]:
    """Whose mailboxes may hold copies of these contents."""
    found: dict[int, list[int]] = defaultdict(list)
    members = await store_members.ids(tx, peer) if peer < 0 else []
    for row in rows:
        for owner in {row.sender, row.peer} if peer > 0 else {row.sender, *members}:
            found[owner].append(row.id)
    return found


async def next_end(tx: Tx) -> int | None:
    """When the next message ends, None when none does."""
    return await store.next_end(tx)
