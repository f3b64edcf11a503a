"""Gives chats whose creator left to their heirs."""

from __future__ import annotations

from hodhod.domain import heirs
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.rpc.context import Services


async def inherit(services: Services, payload: bytes) -> None:
    """payload: the chat's peer and the id of whoever left it, in digits."""
    viewer = Viewer(EVERYBODY, int(services.clock()), services.world)
    peer, old = (int(word) for word in payload.split())
    _, records = await services.db.write_with_events(lambda tx: heirs.inherit(tx, viewer, Peer(peer), old))
    services.deliver(records, None)
