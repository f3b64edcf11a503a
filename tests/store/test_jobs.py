"""Jobs are claimed by one worker at a time, tried again after a failure, and never forgotten."""

from __future__ import annotations

import asyncio

import pytest

from hodhod.store import jobs
from hodhod.store.db import Database, Tx
from hodhod.store.jobs import Job

NOW = 1_700_000_000


async def enqueue(database: Database, *kinds: str, due: int = NOW) -> None:
    async def fn(tx: Tx) -> None:
        for kind in kinds:
            await jobs.enqueue(tx, kind, kind.encode(), due)

    await database.write(fn)


async def claim(database: Database, now: int = NOW, count: int = 10, kinds: list[str] | None = None) -> list[Job]:
    return await database.write(lambda tx: jobs.claim(tx, now, 60, count, kinds))


async def test_a_job_is_there_after_the_commit_only(database: Database) -> None:
    async def refused(tx: Tx) -> None:
        await jobs.enqueue(tx, "sms", b"", NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(refused)
    assert await claim(database) == []
    await enqueue(database, "sms")
    [job] = await claim(database)
    assert (job.kind, job.payload, job.tries) == ("sms", b"sms", 1)


async def test_due_jobs_come_in_order_and_future_ones_not_at_all(database: Database) -> None:
    await enqueue(database, "late", due=NOW + 1)
    await enqueue(database, "second", due=NOW)
    await enqueue(database, "first", due=NOW - 5)
    assert await database.read(jobs.next_due) == NOW - 5
    assert [job.kind for job in await claim(database, count=1)] == ["first"]
    assert [job.kind for job in await claim(database)] == ["second"]
    assert await claim(database) == []
    assert [job.kind for job in await claim(database, now=NOW + 1)] == ["late"]


async def test_a_worker_may_ask_for_some_kinds(database: Database) -> None:
    await enqueue(database, "a", "b", "c", "a")
    assert [job.kind for job in await claim(database, kinds=["a", "c"])] == ["a", "c", "a"]
    assert [job.kind for job in await claim(database)] == ["b"]


async def test_a_job_is_claimed_by_one_worker_only(database: Database) -> None:
    await enqueue(database, *["job"] * 60)
    claims = await asyncio.gather(*(claim(database, count=7) for _ in range(12)))
    ids = [job.id for claimed in claims for job in claimed]
    assert all(len(claimed) <= 7 for claimed in claims)
    ids += [job.id for job in await claim(database, count=100)]  # SKIP LOCKED may leave some over
    assert len(ids) == len(set(ids)) == 60


async def test_workers_do_not_wait_for_each_other(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # one writer at a time, and none of them waits inside
    await enqueue(database, "one", "two")
    claimed, release = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> list[Job]:
        found = await jobs.claim(tx, NOW, 60, 1)
        claimed.set()
        await release.wait()
        return found

    first = asyncio.ensure_future(database.write(slow))
    await claimed.wait()
    assert [job.kind for job in await asyncio.wait_for(claim(database), 5)] == ["two"]
    release.set()
    assert [job.kind for job in await first] == ["one"]


async def test_a_finished_job_is_gone(database: Database) -> None:
    await enqueue(database, "a")
    [job] = await claim(database)
    assert await database.write(lambda tx: jobs.finish(tx, job))
    assert not await database.write(lambda tx: jobs.finish(tx, job))
    assert await database.read(jobs.counts) == {}
    assert await database.read(jobs.next_due) is None


async def test_a_dead_workers_job_is_claimed_again_and_its_claim_is_void(database: Database) -> None:
    await enqueue(database, "a")
    [dead] = await claim(database)
    assert await claim(database, now=NOW + 59) == []
    [again] = await claim(database, now=NOW + 60)
    assert (again.id, again.tries) == (dead.id, 2)
    assert not await database.write(lambda tx: jobs.finish(tx, dead))
    assert not await database.write(lambda tx: jobs.extend(tx, dead, NOW + 999))
    assert not await database.write(lambda tx: jobs.retry(tx, dead, NOW, "late"))
    assert await database.write(lambda tx: jobs.extend(tx, again, NOW + 500))
    assert await claim(database, now=NOW + 499) == []
    assert await database.write(lambda tx: jobs.finish(tx, again))


async def test_retries_back_off_and_are_bounded(database: Database) -> None:
    await enqueue(database, "a")
    now, pauses = NOW, []
    for _ in range(jobs.MAX_TRIES):
        [job] = await claim(database, now=now)
        assert await database.write(lambda tx, job=job, now=now: jobs.retry(tx, job, now, "x" * 9999))  # type: ignore[misc]
        if job.tries < jobs.MAX_TRIES:
            due = await database.read(jobs.next_due)
            assert due is not None
            pauses.append(due - now)
            assert await claim(database, now=due - 1) == []
            now = due
    assert pauses == [5, 10, 20, 40, 80, 160, 320]
    assert await claim(database, now=now + 10**8) == []
    assert await database.read(jobs.counts) == {("a", jobs.FAILED): 1}
    assert await database.write(lambda tx: jobs.revive(tx, "a", now)) == 1
    assert [job.tries for job in await claim(database, now=now)] == [1]


def test_the_pause_has_an_upper_bound() -> None:
    assert jobs.pause(1) == 5
    assert jobs.pause(12) == jobs.pause(1000) == 3600
