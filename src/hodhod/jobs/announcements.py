"""Writes an announcement into everybody's service chat, a slice a transaction; a large server takes several jobs."""

from __future__ import annotations

from functools import partial

from hodhod.domain import announcing
from hodhod.rpc.context import Services
from hodhod.store import jobs

SLICES = 50


async def announce(services: Services, payload: bytes) -> None:
    """payload: see domain/announcing.py."""
    now = int(services.clock())
    step = partial(announcing.step, world=services.world, payload=payload, now=now)
    for _ in range(SLICES):
        more, records = await services.db.write_with_events(step)
        services.deliver(records, None)
        if not more:
            return
    await services.db.write(lambda tx: jobs.enqueue(tx, announcing.JOB, payload, now))
