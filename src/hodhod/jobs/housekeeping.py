"""Forgets what has run out: codes, tokens, temporary keys, idle sessions, kept answers. It records its successor."""

from __future__ import annotations

from functools import partial

from hodhod.domain import sessions
from hodhod.rpc.context import Services
from hodhod.store import auth_keys, codes, jobs, once, tokens
from hodhod.store.db import Tx

JOB = "housekeeping"
EVERY = 3600
# rows are kept a while longer, so that a late client is told "expired" and not "unknown"
GRACE = 3600
BATCH = 200
FIRST_KEY = -(2**63)


async def begin(tx: Tx, now: int) -> None:
    """Record the job, unless it is recorded already."""
    counts = await jobs.counts(tx)
    if not counts.get((JOB, jobs.WAITING)) and not counts.get((JOB, jobs.CLAIMED)):
        await jobs.enqueue(tx, JOB, b"", now + EVERY)


async def keep_house(services: Services, payload: bytes) -> None:
    """The successor is recorded last: a run that fails is tried again by itself."""
    now = int(services.clock())

    async def forget(tx: Tx) -> None:
        await codes.expire(tx, now - GRACE)
        await tokens.expire(tx, now - GRACE)
        await auth_keys.expire(tx, now - GRACE)
        await once.expire(tx, now)

    await services.db.write(forget)
    await _end_idle_sessions(services, now)
    await services.db.write(lambda tx: jobs.enqueue(tx, JOB, b"", now + EVERY))


async def _end_idle_sessions(services: Services, now: int) -> None:
    after: int | None = FIRST_KEY
    while after is not None:
        end = partial(sessions.end_idle, now=now, after=after, count=BATCH)
        after, records = await services.db.write_with_events(end)
        services.deliver(records, None)
