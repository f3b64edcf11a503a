"""Forwards the posts of channels into their discussion groups, and takes back those that were deleted."""

from __future__ import annotations

from functools import partial

from hodhod.domain import discussion
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.rpc.context import Services


async def discuss(services: Services, payload: bytes) -> None:
    """payload: see domain/discussion.py."""
    step = partial(discussion.forward_some, world=services.world, payload=payload, now=int(services.clock()))
    more = True
    while more:
        more, records = await services.db.write_with_events(step)
        services.deliver(records, None)


async def take_back(services: Services, payload: bytes) -> None:
    """payload: see domain/threads.py."""
    viewer = Viewer(EVERYBODY, int(services.clock()), services.world)
    _, records = await services.db.write_with_events(lambda tx: discussion.take_back(tx, viewer, payload))
    services.deliver(records, None)
