"""Goes on deleting the history of a supergroup or channel."""

from __future__ import annotations

from functools import partial

from hodhod.domain import clearing
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.rpc.context import Services


async def clear_history(services: Services, payload: bytes) -> None:
    """payload: the channel's peer and the id of the last message to go, in digits."""
    peer, upto = (int(word) for word in payload.split())
    viewer = Viewer(EVERYBODY, int(services.clock()), services.world)
    step = partial(clearing.clear_some, viewer=viewer, peer=Peer(peer), upto=upto)
    more = True
    while more:
        more, records = await services.db.write_with_events(step)
        services.deliver(records, None)
