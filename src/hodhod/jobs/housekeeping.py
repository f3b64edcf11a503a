"""Forgets what has run out: codes, tokens, temporary keys, idle sessions, kept answers, parts of uploads; and what was
sent a week ago.

Two jobs, each of which records its successor: hourly what is little, and daily a walk through what was sent, which is
much. The walk stops after WALKED slices and goes on in a job of its own, so that no run is long.
"""

from __future__ import annotations

import struct
from functools import partial

from hodhod.domain import admin_log, expiring, read_dates, sessions, slow_mode, unused, viewing
from hodhod.domain.stats import tally
from hodhod.rpc.context import Services
from hodhod.store import admin_log as store_log
from hodhod.store import (
    auth_keys,
    channel_hours,
    codes,
    deeds,
    jobs,
    once,
    read_marks,
    readers,
    sent,
    slowed,
    tokens,
    viewed,
)
from hodhod.store.db import Tx

JOB = "housekeeping"
SENT_JOB = "forget_sent"
EVERY = 3600
DAY = 24 * 3600
# rows are kept a while longer, so that a late client is told "expired" and not "unknown"
GRACE = 3600
BATCH = 200
FIRST_KEY = -(2**63)
SLICE = 1000
WALKED = 200


async def begin(tx: Tx, now: int) -> None:
    """Record the jobs, unless they are recorded already."""
    counts = await jobs.counts(tx)
    for kind in (JOB, SENT_JOB, unused.JOB, expiring.JOB):
        if not counts.get((kind, jobs.WAITING)) and not counts.get((kind, jobs.CLAIMED)):
            await jobs.enqueue(tx, kind, b"", now + EVERY)


async def keep_house(services: Services, payload: bytes) -> None:
    """The successor is recorded last: a run that fails is tried again by itself."""
    now = int(services.clock())

    async def forget(tx: Tx) -> None:
        await codes.expire(tx, now - GRACE)
        await tokens.expire(tx, now - GRACE)
        await auth_keys.expire(tx, now - GRACE)
        await once.expire(tx, now)
        await store_log.expire(tx, now - admin_log.KEPT)
        await slowed.expire(tx, now - max(slow_mode.STEPS))

    await services.db.write(forget)
    await _forget_much(services, now)
    await _end_idle_sessions(services, now)
    await services.media.parts.expire(now - services.settings.files.part_seconds)
    await services.db.write(lambda tx: jobs.enqueue(tx, JOB, b"", now + EVERY))


async def _forget_much(services: Services, now: int) -> None:
    """In slices, however much there is."""
    before_days = now // DAY - tally.DAYS_KEPT
    for expire, before in (
        (viewed.expire, now - viewing.KEPT),
        (read_marks.expire, now - read_dates.KEPT),
        (channel_hours.expire, now - tally.KEPT),
        (readers.expire, before_days),
        (deeds.expire, before_days),
    ):
        while await services.db.write(partial(expire, before=before, count=SLICE)):
            pass


async def _end_idle_sessions(services: Services, now: int) -> None:
    after: int | None = FIRST_KEY
    while after is not None:
        end = partial(sessions.end_idle, now=now, after=after, count=BATCH)
        after, records = await services.db.write_with_events(end)
        services.deliver(records, None)


async def forget_sent(services: Services, payload: bytes) -> None:
    """payload: the key to go on after, empty for a new walk."""
    now = int(services.clock())
    before = now - services.world.limits.sent_kept
    after: sent.Key | None = sent.Key(*struct.unpack("<qq", payload)) if payload else sent.FIRST
    walked = 0
    while after is not None and walked < WALKED:
        after = await services.db.write(partial(sent.expire, before=before, after=after, count=SLICE))
        walked += 1
    rest, due = (b"", now + DAY) if after is None else (struct.pack("<qq", *after), now)
    await services.db.write(lambda tx: jobs.enqueue(tx, SENT_JOB, rest, due))
