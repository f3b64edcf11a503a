"""Work to be done after a commit: recorded by the transaction that wants it, done at least once.

    WAITING --claim--> CLAIMED --finish--> (row deleted)
       ^                  |
       +----- retry ------+-- retry, tries used up --> FAILED

A worker claims due jobs for a lease; on PostgreSQL SKIP LOCKED keeps workers from waiting for each other. A job whose
lease has run out (its worker died) is claimed again like a due one. `finish` and `retry` name the claim by its `tries`:
a worker that has outlived its lease changes nothing. So a job may run twice, and must be repeatable.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import jobs

WAITING: Final = 0
CLAIMED: Final = 1
FAILED: Final = 2

MAX_TRIES: Final = 8
FIRST_PAUSE: Final = 5
LONGEST_PAUSE: Final = 3600
_ERROR_LENGTH: Final = 500


class Job(NamedTuple):
    """A claimed job. `tries` counts this claim too."""

    id: int
    kind: str
    payload: bytes
    tries: int


class JobRecorded(NamedTuple):
    """Emitted by the transaction that records a job: whoever runs jobs may look at once."""

    kind: str


_j = jobs.c
_DUE = or_(
    and_(_j.state == WAITING, _j.due <= bindparam("now")),
    and_(_j.state == CLAIMED, _j.claimed_until <= bindparam("now")),
)


def _claim(*conditions: ColumnElement[bool]) -> Query:
    due = (
        select(_j.id)
        .where(_DUE, *conditions)
        .order_by(_j.due, _j.id)
        .limit(bindparam("count"))
        .with_for_update(skip_locked=True)
        .cte("due")  # as a plain subquery PostgreSQL may run it more than once, and claim more than `count`
    )
    return Query(
        update(jobs)
        .where(_j.id.in_(select(due.c.id)))
        .values(state=CLAIMED, tries=_j.tries + 1, claimed_until=bindparam("until"))
        .returning(_j.id, _j.kind, _j.payload, _j.tries)
    )


ENQUEUE = Query(
    insert(jobs).values(kind=bindparam("kind"), payload=bindparam("payload"), due=bindparam("due")).returning(_j.id)
)
CLAIM = _claim()
CLAIM_KINDS = _claim(any_of(_j.kind, "kinds"))
_THIS_CLAIM = and_(_j.id == bindparam("job_id"), _j.state == CLAIMED, _j.tries == bindparam("claim"))
FINISH = Query(delete(jobs).where(_THIS_CLAIM))
EXTEND = Query(update(jobs).where(_THIS_CLAIM).values(claimed_until=bindparam("until")))
RETRY = Query(
    update(jobs)
    .where(_THIS_CLAIM)
    .values(state=bindparam("new_state"), due=bindparam("new_due"), error=bindparam("new_error"))
)
NEXT_DUE = Query(
    select(func.min(_j.due))
    .where(_j.state == WAITING)
    .union_all(select(func.min(_j.claimed_until)).where(_j.state == CLAIMED))
)
NEXT_OF_KINDS = Query(
    select(func.min(_j.due))
    .where(_j.state == WAITING, any_of(_j.kind, "kinds"))
    .union_all(select(func.min(_j.claimed_until)).where(_j.state == CLAIMED, any_of(_j.kind, "kinds")))
)
COUNT = Query(select(_j.kind, _j.state, func.count()).group_by(_j.kind, _j.state))
REVIVE = Query(
    update(jobs)
    .where(_j.state == FAILED, _j.kind == bindparam("of_kind"))
    .values(state=WAITING, tries=0, due=bindparam("new_due"))
)


async def enqueue(tx: Tx, kind: str, payload: bytes, due: int) -> int:
    """Record a job of this transaction, to be done at `due` (unix seconds) or soon after. Returns its id."""
    row = await tx.one(ENQUEUE, kind=kind, payload=payload, due=due)
    assert row is not None
    tx.emit(JobRecorded(kind))
    return int(row[0])


async def claim(tx: Tx, now: int, lease: int, count: int, kinds: list[str] | None = None) -> list[Job]:
    """Take up to `count` due jobs for `lease` seconds, of all kinds or of some, the longest due first."""
    if kinds is None:
        rows = await tx.all(CLAIM, now=now, until=now + lease, count=count)
    else:
        rows = await tx.all(CLAIM_KINDS, now=now, until=now + lease, count=count, kinds=kinds)
    return sorted((Job(*row) for row in rows), key=lambda job: job.id)


async def finish(tx: Tx, job: Job) -> bool:
    """The job is done. False when the claim was lost: somebody else has it, or has done it."""
    return bool(await tx.run(FINISH, job_id=job.id, claim=job.tries))


async def extend(tx: Tx, job: Job, until: int) -> bool:
    """Keep a claim longer. False when it was lost."""
    return bool(await tx.run(EXTEND, job_id=job.id, claim=job.tries, until=until))


async def retry(tx: Tx, job: Job, now: int, error: str, max_tries: int = MAX_TRIES) -> bool:
    """It failed: try again after a pause, or give it up when its tries are used up. False when the claim was lost."""
    state = FAILED if job.tries >= max_tries else WAITING
    due = now + pause(job.tries)
    return bool(
        await tx.run(
            RETRY, job_id=job.id, claim=job.tries, new_state=state, new_due=due, new_error=error[:_ERROR_LENGTH]
        )
    )


def pause(tries: int) -> int:
    """Seconds before the next try: 5, 10, 20 ... up to an hour."""
    return int(min(FIRST_PAUSE << min(tries - 1, 16), LONGEST_PAUSE))


async def next_due(tx: Tx, kinds: list[str] | None = None) -> int | None:
    """When the next job, or the next of some kinds, becomes due, past or future; None when there is none."""
    rows = await tx.all(NEXT_DUE) if kinds is None else await tx.all(NEXT_OF_KINDS, kinds=kinds)
    times = [row[0] for row in rows if row[0] is not None]
    return min(times, default=None)


async def counts(tx: Tx) -> dict[tuple[str, int], int]:
    """How many jobs of each (kind, state) there are."""
    return {(kind, state): count for kind, state, count in await tx.all(COUNT)}


async def revive(tx: Tx, kind: str, now: int) -> int:
    """Let all failed jobs of a kind run again. Returns how many."""
    return await tx.run(REVIVE, of_kind=kind, new_due=now)
