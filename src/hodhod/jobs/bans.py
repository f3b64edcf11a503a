"""Lifts bans and restrictions that have come to their end."""

from __future__ import annotations

from hodhod.domain import banning
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.rpc.context import Services


async def lift_ban(services: Services, payload: bytes) -> None:
    """payload: the chat's peer and the user's id, in digits."""
    viewer = Viewer(EVERYBODY, int(services.clock()), services.world)
    peer, user = (int(word) for word in payload.split())
    _, records = await services.db.write_with_events(lambda tx: banning.lift(tx, viewer, Peer(peer), user))
    services.deliver(records, None)
