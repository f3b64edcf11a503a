"""Block lists: people, and those who may not see stories. core.telegram.org/api/block"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import blocks as store
from hodhod.store.db import Tx

MAX_BLOCKED = 1000
PEOPLE, STORIES = store.PEOPLE, store.STORIES


async def block(tx: Tx, viewer: Viewer, peer: int, which: int) -> None:
    """Raises CONTACT_ID_INVALID: oneself."""
    if peer == viewer.user:
        raise errors.CONTACT_ID_INVALID
    if await store.add(tx, viewer.user, which, peer, viewer.now):
        await _tell(tx, viewer, peer)


async def unblock(tx: Tx, viewer: Viewer, peer: int, which: int) -> None:
    if await store.remove(tx, viewer.user, which, peer):
        await _tell(tx, viewer, peer)


async def replace(tx: Tx, viewer: Viewer, peers: Sequence[int], which: int) -> None:
    """The list holds exactly these from now on. Raises CONTACT_ID_INVALID, LIMIT_INVALID."""
    if len(peers) > MAX_BLOCKED:
        raise errors.LIMIT_INVALID
    old = await store.peers(tx, viewer.user, which)
    for peer in sorted(set(old) - set(peers)):
        await unblock(tx, viewer, peer, which)
    for peer in sorted(set(peers) - set(old)):
        await block(tx, viewer, peer, which)


async def _tell(tx: Tx, viewer: Viewer, peer: int) -> None:
    """The row's value: a byte for each list on which the peer stands."""
    lists = bytes(sorted(await store.lists_with(tx, viewer.user, peer)))
    await set_state(tx, viewer.user, StateKind.BLOCK, peer, lists, viewer.now)


async def page(tx: Tx, viewer: Viewer, which: int, offset: int, limit: int) -> tuple[list[tuple[int, int]], int]:
    """((peer, date) each, newest first, how many in all) of one of the viewer's lists."""
    return await store.page(tx, viewer.user, which, offset, limit), await store.count(tx, viewer.user, which)
