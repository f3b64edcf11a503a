"""People who ask to be let into a group or channel: by a link that says so, or into a public group that does.

A request is a row of `importers` until an administrator answers it (domain/approving.py), or until somebody adds its
author. Administrators who may invite hear how many wait as a state row each, so that catching up tells the same.
"""

from __future__ import annotations

from typing import NamedTuple

from hodhod.domain import rights
from hodhod.domain.rights import Admin
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.values import pack_peers
from hodhod.domain.viewer import Viewer
from hodhod.store import invites as store
from hodhod.store import members as store_members
from hodhod.store.db import Tx
from hodhod.store.invites import Page
from hodhod.store.records import Importer, SeenChat

RECENT = 3
# Newer than anything: the beginning of a list that goes back in time.
NEWEST = Page(2**31 - 1, 2**62, RECENT)


class Waiting(NamedTuple):
    """How many ask to come in, and who asked last."""

    total: int
    recent: list[int]


async def waiting(tx: Tx, peer: int) -> Waiting:
    recent = await store.importers_of(tx, peer, None, True, NEWEST)
    count = await store.count_importers(tx, peer, None, True) if len(recent) == RECENT else len(recent)
    return Waiting(count, [row.user_id for row in recent])


async def ask(tx: Tx, viewer: Viewer, seen: SeenChat, link_hash: str) -> None:
    """The viewer asks to come in; asking again changes nothing. The caller has checked that they may."""
    peer = seen.chat.peer
    if await store.request_of(tx, peer, viewer.user) is None:
        await store.put_importer(tx, Importer(peer, int(viewer.user), link_hash, viewer.now, requested=1))
        await tell(tx, viewer, peer)


async def withdraw(tx: Tx, viewer: Viewer, peer: int, user: int) -> bool:
    """The request is answered, or pointless. False: there was none."""
    dropped = await store.drop_request(tx, peer, user)
    if dropped:
        await tell(tx, viewer, peer)
    return dropped


async def tell(tx: Tx, viewer: Viewer, peer: int) -> None:
    """Tell those who may let people in how many wait."""
    now = await waiting(tx, peer)
    for row in await store_members.admins(tx, peer):
        if rights.has(row, Admin.INVITE):
            await set_state(tx, row.user_id, StateKind.JOIN_REQUESTS, peer, pack_peers(now.recent), viewer.now)
