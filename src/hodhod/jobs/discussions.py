"""Forwards the posts of channels into their discussion groups."""

from __future__ import annotations

from functools import partial

from hodhod.domain import discussion
from hodhod.rpc.context import Services


async def discuss(services: Services, payload: bytes) -> None:
    """payload: see domain/discussion.py."""
    step = partial(discussion.forward_some, world=services.world, payload=payload, now=int(services.clock()))
    more = True
    while more:
        more, records = await services.db.write_with_events(step)
        services.deliver(records, None)
