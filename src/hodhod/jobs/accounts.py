"""Erases what deleted accounts owned, slice by slice; a large account takes several jobs."""

from __future__ import annotations

from functools import partial

from hodhod.domain import erasing
from hodhod.rpc.context import Services
from hodhod.store import jobs

SLICES = 50


async def erase_account(services: Services, payload: bytes) -> None:
    """payload: the user id, in digits."""
    step = partial(erasing.step, user_id=int(payload))
    for _ in range(SLICES):
        if not await services.db.write(step):
            return
    now = int(services.clock())
    await services.db.write(lambda tx: jobs.enqueue(tx, erasing.JOB, payload, now))
