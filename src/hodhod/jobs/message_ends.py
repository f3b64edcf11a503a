"""Deletes messages whose time is over. Each run records the next: when the next message ends, and now and then, because
no message lives for less than EVERY."""

from __future__ import annotations

from functools import partial

from hodhod.domain import expiring
from hodhod.rpc.context import Services
from hodhod.store import jobs

EVERY = 3600
# What ends within so many seconds goes together.
PAUSE = 10
SLICES = 100


async def expire_messages(services: Services, payload: bytes) -> None:
    now = int(services.clock())
    step = partial(expiring.step, world=services.world, now=now)
    more, slices = True, 0
    while more and slices < SLICES:
        more, records = await services.db.write_with_events(step)
        services.deliver(records, None)
        slices += 1
    end = await services.db.read(expiring.next_end)
    due = now + EVERY if end is None else min(max(end, now + PAUSE), now + EVERY)
    await services.db.write(lambda tx: jobs.enqueue(tx, expiring.JOB, b"", due))
