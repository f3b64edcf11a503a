"""Ends accounts that nobody uses, and erases what deleted accounts owned, slice by slice."""

from __future__ import annotations

from functools import partial

from hodhod.domain import erasing, unused
from hodhod.rpc.context import Services
from hodhod.store import jobs

SLICES = 50
DAY = 24 * 3600
USERS = 200


async def erase_account(services: Services, payload: bytes) -> None:
    """payload: the user id, in digits."""
    step = partial(erasing.step, user_id=int(payload))
    for _ in range(SLICES):
        if not await services.db.write(step):
            return
    now = int(services.clock())
    await services.db.write(lambda tx: jobs.enqueue(tx, erasing.JOB, payload, now))


async def end_unused(services: Services, payload: bytes) -> None:
    """payload: the user id to go on after, in digits, empty for a new walk; the next begins a day later."""
    now, world = int(services.clock()), services.world
    after: int | None = int(payload or b"0")
    for _ in range(SLICES):
        if after is None:
            break
        step = partial(unused.end_some, world=world, now=now, after=after, count=USERS)
        after, records = await services.db.write_with_events(step)
        services.deliver(records, None)
    rest, due = (b"", now + DAY) if after is None else (str(after).encode(), now)
    await services.db.write(lambda tx: jobs.enqueue(tx, unused.JOB, rest, due))
