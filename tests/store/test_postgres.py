"""What only PostgreSQL does to a transaction: deadlocks, lost connections, timeouts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from hodhod.store import users
from hodhod.store.db import BugError, CommitUnknown, StoreUnavailable, Tx
from hodhod.store.postgres import PostgresDatabase, PostgresOptions
from tests.databases import Databases
from tests.store import tally


@pytest.fixture
def dialect() -> str:
    return "postgresql"


@pytest_asyncio.fixture
async def postgres(database_url: str) -> AsyncIterator[PostgresDatabase]:
    options = PostgresOptions(writers=4, readers=2, lock_seconds=3, acquire_seconds=2, attempts=4)
    database = await PostgresDatabase.open(database_url, options)
    yield database
    await database.close()


async def sql(url: str, text: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(text)
    finally:
        await connection.close()


KILL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'hodhod' AND datname = current_database()"""


async def test_a_deadlock_is_run_again(postgres: PostgresDatabase) -> None:
    await postgres.write(lambda tx: tally.add(tx, "a"))
    await postgres.write(lambda tx: tally.add(tx, "b"))
    runs: list[str] = []
    barrier = asyncio.Barrier(2)

    async def cross(tx: Tx, first: str, second: str) -> None:
        runs.append(first)
        await tally.add(tx, first)
        if len(runs) <= 2:
            await barrier.wait()
        tx.emit(first)
        await tally.add(tx, second)

    (_, one), (_, two) = await asyncio.gather(
        postgres.write_with_events(lambda tx: cross(tx, "a", "b")),
        postgres.write_with_events(lambda tx: cross(tx, "b", "a")),
    )
    assert len(runs) == 3
    assert one + two == ["a", "b"]
    assert await tally.stored(postgres) == {"a": 3, "b": 3}


async def test_who_was_too_late_sees_the_row_in_the_second_run(postgres: PostgresDatabase) -> None:
    """Both look, both find nothing, both write: the loser runs again and finds what the winner wrote."""
    barrier = asyncio.Barrier(2)
    runs = 0

    async def make(tx: Tx) -> bool:
        nonlocal runs
        runs += 1
        if await tx.one(users.BY_PHONE, phone="989120000000") is not None:
            return False
        if runs <= 2:
            await barrier.wait()
        await users.create(tx, "989120000000", ("Sara", ""), "sara", 1)
        return True

    assert sorted(await asyncio.gather(postgres.write(make), postgres.write(make))) == [False, True]
    assert runs == 3


async def test_a_row_that_is_always_there_is_a_mistake(postgres: PostgresDatabase) -> None:
    runs = 0

    async def make(tx: Tx) -> None:
        nonlocal runs
        runs += 1
        await users.create(tx, "989120000000", ("Sara", ""), "sara", 1)

    await postgres.write(make)
    with pytest.raises(asyncpg.UniqueViolationError):
        await postgres.write(make)
    assert runs == 3


async def test_a_connection_lost_before_the_commit_is_no_matter(postgres: PostgresDatabase, database_url: str) -> None:
    runs = 0

    async def fn(tx: Tx) -> int:
        nonlocal runs
        runs += 1
        await tally.add(tx, "a")
        if runs == 1:
            await sql(database_url, KILL)
        return await tally.add(tx, "a")

    assert await postgres.write(fn) == 2
    assert runs == 2


async def test_connections_that_died_while_idle_are_no_matter(postgres: PostgresDatabase, database_url: str) -> None:
    await asyncio.gather(*(postgres.write(lambda tx: tally.add(tx, "a")) for _ in range(8)))
    await sql(database_url, KILL)
    values = await asyncio.gather(*(postgres.write(lambda tx: tally.add(tx, "a")) for _ in range(8)))
    assert sorted(values) == list(range(9, 17))


async def test_attempts_are_bounded(postgres: PostgresDatabase, database_url: str) -> None:
    runs = 0

    async def fn(tx: Tx) -> None:
        nonlocal runs
        runs += 1
        await tally.add(tx, "a")
        await sql(database_url, KILL)
        await tally.add(tx, "a")

    with pytest.raises(StoreUnavailable):
        await postgres.write(fn)
    assert runs == 4 + 4  # attempts, and one for each connection
    assert await tally.stored(postgres) == {}


async def test_a_connection_lost_during_the_commit_is_told_and_not_repeated(
    postgres: PostgresDatabase, database_url: str
) -> None:
    await sql(
        database_url,
        """CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
           $$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END$$;
           CREATE CONSTRAINT TRIGGER die AFTER INSERT ON counters DEFERRABLE INITIALLY DEFERRED
           FOR EACH ROW WHEN (NEW.name = 'fatal') EXECUTE FUNCTION die()""",
    )
    lost: list[int] = []
    postgres.on_rollback(lambda: lost.append(1))
    runs = 0

    async def fn(tx: Tx) -> None:
        nonlocal runs
        runs += 1
        await tally.add(tx, "fatal")

    try:
        with pytest.raises(CommitUnknown):
            await postgres.write(fn)
        assert (runs, lost) == (1, [1])
        assert await postgres.write(lambda tx: tally.add(tx, "fine")) == 1
    finally:
        await sql(database_url, "DROP TRIGGER die ON counters; DROP FUNCTION die()")


async def test_going_on_after_a_failed_statement_is_a_bug(postgres: PostgresDatabase) -> None:
    async def fn(tx: Tx) -> None:
        await tx.run(tally.CREATE, name="a", value=1)
        try:
            await tx.run(tally.CREATE, name="a", value=1)
        except asyncpg.UniqueViolationError:
            return

    with pytest.raises(BugError):
        await postgres.write(fn)
    assert await tally.stored(postgres) == {}


async def test_nobody_waits_for_a_lock_or_a_connection_for_ever(database_url: str) -> None:
    options = PostgresOptions(writers=2, lock_seconds=0.1, acquire_seconds=0.3)
    postgres = await PostgresDatabase.open(database_url, options)
    await postgres.write(lambda tx: tally.add(tx, "a"))
    locked, release = asyncio.Event(), asyncio.Event()

    async def holder(tx: Tx, name: str) -> None:
        await tally.add(tx, name)
        locked.set()
        await release.wait()

    first = asyncio.ensure_future(postgres.write(lambda tx: holder(tx, "a")))
    await locked.wait()
    with pytest.raises(StoreUnavailable, match="LockNotAvailable"):
        await postgres.write(lambda tx: tally.add(tx, "a"))
    second = asyncio.ensure_future(postgres.write(lambda tx: holder(tx, "b")))
    await asyncio.sleep(0)
    with pytest.raises(StoreUnavailable, match="TimeoutError"):
        await postgres.write(lambda tx: tally.add(tx, "c"))
    release.set()
    await asyncio.gather(first, second)
    await postgres.close()
    assert postgres.dialect == "postgresql"


async def test_a_cancelled_transaction_is_rolled_back_and_its_connection_free(postgres: PostgresDatabase) -> None:
    started = asyncio.Event()

    async def fn(tx: Tx) -> None:
        await tally.add(tx, "a")
        started.set()
        await asyncio.Event().wait()

    for _ in range(6):  # more than there are connections
        started.clear()
        task = asyncio.ensure_future(postgres.write(fn))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await tally.stored(postgres) == {}


async def test_sessions_are_told_their_settings(postgres: PostgresDatabase, databases: Databases) -> None:
    async def show(tx: Tx) -> dict[str, str]:
        connection = tx._connection  # type: ignore[attr-defined]
        names = ("synchronous_commit", "lock_timeout", "statement_timeout", "transaction_isolation")
        return {name: await connection.fetchval(f"SHOW {name}") for name in names}

    assert await postgres.write(show) == {
        "synchronous_commit": "on",
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "transaction_isolation": "read committed",
    }
    assert (await postgres.read_heavy(show))["statement_timeout"] == "2min"


async def test_no_server_is_a_passing_fault() -> None:
    with pytest.raises(StoreUnavailable):
        await PostgresDatabase.open("postgresql://127.0.0.1:1/none", migrate=True)
