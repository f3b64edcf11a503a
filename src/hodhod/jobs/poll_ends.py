"""Closes polls whose time is up."""

from __future__ import annotations

from hodhod.domain import polls
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.rpc.context import Services


async def close_poll(services: Services, payload: bytes) -> None:
    """payload: the poll's id, in digits."""
    viewer = Viewer(EVERYBODY, int(services.clock()), services.world)
    _, records = await services.db.write_with_events(lambda tx: polls.time_is_up(tx, viewer, int(payload)))
    services.deliver(records, None)
