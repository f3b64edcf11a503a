"""Group commit on SQLite: who shares a COMMIT with whom, and what happens when it fails."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hodhod.store.db import StoreUnavailable, SuspendedError, Tx, open_database
from hodhod.store.group_commit import GroupCommit
from hodhod.store.sqlite import SqliteOptions
from hodhod.store.sqlite_files import connect
from tests.databases import Databases
from tests.store import tally


class Journal(sqlite3.Connection):
    """A connection that notes its transaction statements and fails those that it is told to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements: list[str] = []
        self.failing: list[str] = []
        self.rolls_back_under = ""

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        return super().cursor(JournalCursor)


class JournalCursor(sqlite3.Cursor):
    def execute(self, sql: str, args: Any = (), /) -> Any:
        journal: Any = self.connection
        word = sql.split()[0]
        if word in {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}:
            journal.statements.append(word)
        if journal.failing and word == journal.failing[0]:
            journal.failing.pop(0)
            raise _full()
        if journal.rolls_back_under and journal.rolls_back_under in args:
            journal.rolls_back_under = ""
            super().execute("ROLLBACK")
            raise _full()
        return super().execute(sql, args)


def _full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


class Fixture:
    def __init__(self, path: Path, options: SqliteOptions) -> None:
        connect(path, options).close()  # makes it WAL
        self.connection: Any = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=Journal)
        self.commits = 0
        self.lost = 0
        self.now = 0.0
        self.groups = GroupCommit(self.connection, options, lambda: self.now, self._committed)
        self.groups.on_rollback(self._rolled_back)

    def _committed(self, connection: sqlite3.Connection) -> None:
        self.commits += 1

    def _rolled_back(self) -> None:
        self.lost += 1

    def start(self, name: str, by: int = 1) -> asyncio.Future[int]:
        return asyncio.ensure_future(self.add(name, by))

    async def add(self, name: str, by: int = 1) -> int:
        return (await self.groups.write(lambda tx: tally.add(tx, name, by)))[0]

    def stored(self) -> dict[str, int]:
        return dict(self.connection.execute("SELECT name, value FROM counters").fetchall())


@pytest_asyncio.fixture(params=["thread", "inline"])
async def writer(databases: Databases, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Fixture]:
    path = tmp_path / "hodhod.db"
    path.write_bytes(databases.sqlite_template.read_bytes())
    fixture = Fixture(path, SqliteOptions(commit=request.param, group_size=8))
    yield fixture
    await fixture.groups.close()
    fixture.connection.close()


async def test_those_who_wait_share_a_commit(writer: Fixture) -> None:
    assert await asyncio.gather(*(writer.add("a") for _ in range(5))) == [1, 2, 3, 4, 5]
    assert writer.commits == 1
    assert writer.connection.statements.count("SAVEPOINT") == 4


async def test_one_alone_needs_no_savepoint(writer: Fixture) -> None:
    await writer.add("a")
    assert writer.connection.statements == ["BEGIN", "COMMIT"]


async def test_a_group_is_bounded_in_size_and_time(writer: Fixture) -> None:
    await asyncio.gather(*(writer.add("a") for _ in range(20)))
    assert writer.commits == 3

    async def slow(tx: Tx) -> int:
        writer.now += 0.006
        return await tally.add(tx, "b")

    await asyncio.gather(*(writer.groups.write(slow) for _ in range(5)))
    assert writer.commits == 3 + 3  # two of 6 ms fill a group of 10 ms


async def test_who_comes_during_a_commit_is_in_the_next_group(writer: Fixture) -> None:
    first = writer.start("a")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = writer.start("a")
    assert [await first, await second] == [1, 2]
    assert writer.commits == 2


async def test_callers_are_woken_in_the_order_of_their_runs(writer: Fixture) -> None:
    woken: list[int] = []

    async def one() -> None:
        woken.append(await writer.add("a"))

    await asyncio.gather(*(one() for _ in range(30)))
    assert woken == list(range(1, 31))


async def test_one_that_suspends_is_rolled_back_and_reported(writer: Fixture, caplog: pytest.LogCaptureFixture) -> None:
    async def suspends(tx: Tx) -> None:
        await tally.add(tx, "bad")
        await asyncio.sleep(0)
        await tally.add(tx, "worse")

    outcomes = await asyncio.gather(
        writer.add("a"), writer.groups.write(suspends), writer.add("b"), return_exceptions=True
    )
    assert isinstance(outcomes[1], SuspendedError)
    assert writer.stored() == {"a": 1, "b": 1}
    assert "suspended" in caplog.text


async def test_one_that_goes_on_when_closed_is_a_bug_too(writer: Fixture) -> None:
    async def stubborn(tx: Tx) -> None:
        try:
            await asyncio.sleep(0)
        finally:
            await asyncio.sleep(0)

    with pytest.raises(SuspendedError):
        await writer.groups.write(stubborn)
    assert await writer.add("a") == 1


async def test_a_lost_commit_is_tried_again_member_by_member(writer: Fixture) -> None:
    writer.connection.failing = ["COMMIT"]
    assert await asyncio.gather(*(writer.add("a") for _ in range(4))) == [1, 2, 3, 4]
    assert writer.lost == 1
    assert writer.commits == 4
    assert writer.stored() == {"a": 4}


async def test_events_of_a_lost_run_are_dropped(writer: Fixture) -> None:
    writer.connection.failing = ["COMMIT"]

    async def emits(tx: Tx) -> None:
        tx.emit(await tally.add(tx, "a"))

    assert await writer.groups.write(emits) == (None, [1])


async def test_a_second_loss_is_the_members_failure(writer: Fixture) -> None:
    writer.connection.failing = ["COMMIT", "COMMIT", "COMMIT"]
    outcomes = await asyncio.gather(*(writer.add(name) for name in "abcd"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable, StoreUnavailable, int, int]
    assert writer.lost == 3
    assert writer.stored() == {"c": 1, "d": 1}


async def test_begin_may_fail_as_well(writer: Fixture) -> None:
    writer.connection.failing = ["BEGIN"]
    assert await asyncio.gather(*(writer.add("a") for _ in range(3))) == [1, 2, 3]
    writer.connection.failing = ["BEGIN", "BEGIN"]
    outcomes = await asyncio.gather(*(writer.add("b") for _ in range(3)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
    assert await writer.add("c") == 1
    assert writer.stored() == {"a": 3, "c": 1}


async def test_sqlite_may_roll_the_group_back_under_a_statement(writer: Fixture) -> None:
    """And a refusal that rested on what was lost is not told."""
    writer.connection.rolls_back_under = "c"

    async def refuses_after_a(tx: Tx) -> str:
        if await tally.get(tx, "a"):
            raise PermissionError
        return "allowed"

    async def a_once(tx: Tx) -> int:
        if writer.lost:
            return 0
        return await tally.add(tx, "a")

    first, second, third = await asyncio.gather(
        writer.groups.write(a_once),
        writer.groups.write(refuses_after_a),
        writer.groups.write(lambda tx: tally.add(tx, "c")),
    )
    assert (first[0], second[0], third[0]) == (0, "allowed", 1)
    assert writer.lost == 1
    assert writer.stored() == {"c": 1}


async def test_one_that_ends_the_transaction_itself_loses_the_group(writer: Fixture) -> None:
    async def ends(tx: Any) -> None:
        tx._execute("COMMIT", ())

    outcomes = await asyncio.gather(writer.add("a"), writer.groups.write(ends), return_exceptions=True)
    assert type(outcomes[1]).__name__ == "BugError"
    assert writer.lost >= 1


async def test_a_failing_hook_does_not_stop_the_others(writer: Fixture) -> None:
    called: list[int] = []

    def bad() -> None:
        raise RuntimeError

    writer.groups.on_rollback(bad)
    writer.groups.on_rollback(lambda: called.append(1))
    writer.connection.failing = ["COMMIT"]
    assert await writer.add("a") == 1
    assert called == [1]


@contextmanager
def file_size_limit(limit: int) -> Iterator[None]:
    """No file of this process may grow past `limit`: what a full disk looks like to SQLite."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_at_commit(databases: Databases, tmp_path: Path) -> None:
    database = await open_database(await databases.url("sqlite", tmp_path))
    lost: list[int] = []
    database.on_rollback(lambda: lost.append(1))
    try:
        await database.write(lambda tx: tally.add(tx, "before"))
        with file_size_limit((tmp_path / "hodhod.db-wal").stat().st_size):
            writes = [database.write(lambda tx, name=name: tally.add(tx, name)) for name in "abc"]  # type: ignore[misc]
            outcomes = await asyncio.gather(*writes, return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
            assert await tally.stored(database) == {"before": 1}
        assert len(lost) == 4
        assert await database.write(lambda tx: tally.add(tx, "after")) == 1
        assert await tally.stored(database) == {"before": 1, "after": 1}
    finally:
        await database.close()


async def test_a_full_database_fails_the_big_transaction_only(writer: Fixture) -> None:
    pages = writer.connection.execute("PRAGMA page_count").fetchone()[0]
    writer.connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    async def big(tx: Tx) -> None:
        for n in range(2_000):
            await tally.add(tx, f"{n:0100}")

    outcomes = await asyncio.gather(writer.add("a"), writer.groups.write(big), writer.add("b"), return_exceptions=True)
    assert outcomes[0] == outcomes[2] == 1
    assert isinstance(outcomes[1], StoreUnavailable)
    assert writer.stored() == {"a": 1, "b": 1}
