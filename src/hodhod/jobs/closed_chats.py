"""Takes away what hangs on a deleted group or channel."""

from __future__ import annotations

from functools import partial

from hodhod.domain import closing
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.rpc.context import Services


async def close_chat(services: Services, payload: bytes) -> None:
    """payload: the chat's peer, in digits."""
    viewer = Viewer(EVERYBODY, int(services.clock()), services.world)
    step = partial(closing.step, viewer=viewer, peer=Peer(int(payload)))
    more = True
    while more:
        more, records = await services.db.write_with_events(step)
        services.deliver(records, None)
