"""What every database promises of a transaction."""

from __future__ import annotations

import asyncio

import pytest

from hodhod.store.db import BugError, Database, StoreClosed, Tx
from tests.store import tally


class Refused(Exception):
    pass


async def test_result_and_events_come_after_the_commit(database: Database) -> None:
    async def fn(tx: Tx) -> int:
        value = await tally.add(tx, "a")
        tx.emit(("added", value))
        tx.emit("done")
        return value

    assert await database.write_with_events(fn) == (1, [("added", 1), "done"])
    assert await database.write(fn) == 2
    assert await tally.stored(database) == {"a": 2}


async def test_an_exception_rolls_back_its_member_only(database: Database) -> None:
    def member(name: str, *, fails: bool) -> asyncio.Task[int]:
        async def fn(tx: Tx) -> int:
            await tally.add(tx, name)
            await tally.add(tx, f"{name}-again")
            tx.emit(name)
            if fails:
                raise Refused(name)
            return await tally.get(tx, name)

        return asyncio.ensure_future(database.write(fn))

    tasks = [member(str(n), fails=n % 3 == 0) for n in range(10)]
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for n, outcome in enumerate(outcomes):
        assert isinstance(outcome, Refused) if n % 3 == 0 else outcome == 1
    kept = {str(n) for n in range(10) if n % 3}
    assert set(await tally.stored(database)) == kept | {f"{n}-again" for n in kept}


async def test_a_lone_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fn(tx: Tx) -> None:
        await tally.add(tx, "a")
        raise Refused

    for _ in range(2):
        with pytest.raises(Refused):
            await database.write(fn)
    assert await tally.stored(database) == {}


async def test_a_failed_statement_fails_its_transaction_only(database: Database) -> None:
    async def twice(tx: Tx) -> None:
        await tx.run(tally.CREATE, name="a", value=1)
        await tx.run(tally.CREATE, name="a", value=1)

    def other(name: str) -> asyncio.Future[int]:
        return asyncio.ensure_future(database.write(lambda tx: tally.add(tx, name)))

    outcomes = await asyncio.gather(other("b"), database.write(twice), other("c"), return_exceptions=True)
    assert outcomes[0] == outcomes[2] == 1
    assert type(outcomes[1]).__name__ in {"IntegrityError", "UniqueViolationError"}
    assert await tally.stored(database) == {"b": 1, "c": 1}


async def test_many_writers_of_one_row_lose_nothing(database: Database) -> None:
    values = await asyncio.gather(*(database.write(lambda tx: tally.add(tx, "a")) for _ in range(200)))
    assert sorted(values) == list(range(1, 201))


async def test_readers_see_committed_data_only(database: Database) -> None:
    seen: list[int] = []
    reading = True

    async def reader() -> None:
        while reading:
            seen.append(await database.read(lambda tx: tally.get(tx, "a")))
            await asyncio.sleep(0)

    async def writer(tx: Tx) -> None:
        await tally.add(tx, "a", 5)
        await tally.add(tx, "a", 5)
        if await tally.get(tx, "a") % 20 == 0:
            await tally.add(tx, "a", 1)
            raise Refused

    async with asyncio.TaskGroup() as group:
        group.create_task(reader())
        for _ in range(20):
            await asyncio.gather(*(database.write(writer) for _ in range(3)), return_exceptions=True)
        reading = False
    assert set(seen) <= {0, 10}
    assert await tally.stored(database) == {"a": 10}


async def test_a_consistent_read_is_one_snapshot(database: Database) -> None:
    async def both(tx: Tx) -> None:
        await tally.add(tx, "a")
        await tally.add(tx, "b")

    async def compare(tx: Tx) -> tuple[int, int]:
        return await tally.get(tx, "a"), await tally.get(tx, "b")

    for _ in range(20):
        writes = [asyncio.ensure_future(database.write(both)) for _ in range(5)]
        a, b = await database.read(compare, consistent=True)
        assert a == b
        a, b = await database.read_heavy(compare)
        assert a == b
        await asyncio.gather(*writes)


@pytest.mark.parametrize("method", ["read", "read_heavy"])
async def test_a_read_that_writes_is_a_bug(database: Database, method: str) -> None:
    with pytest.raises(BugError):
        await getattr(database, method)(lambda tx: tally.add(tx, "a"))
    assert await tally.stored(database) == {}


async def test_a_tx_is_of_no_use_after_its_end(database: Database) -> None:
    kept: list[Tx] = []

    async def fn(tx: Tx) -> None:
        kept.append(tx)

    await database.write(fn)
    await database.read(fn)
    for tx in kept:
        with pytest.raises(BugError):
            await tally.add(tx, "a")


async def test_close_finishes_what_waits_and_refuses_the_rest(database: Database) -> None:
    writes = [asyncio.ensure_future(database.write(lambda tx: tally.add(tx, "a"))) for _ in range(30)]
    await asyncio.sleep(0)
    await database.close()
    assert sorted(await asyncio.gather(*writes)) == list(range(1, 31))
    for late in (database.write, database.read, database.read_heavy):
        with pytest.raises(StoreClosed):
            await late(lambda tx: tally.add(tx, "a"))


async def test_a_cancelled_caller_stops_nobody_else(database: Database) -> None:
    tasks = [asyncio.ensure_future(database.write(lambda tx: tally.add(tx, "a"))) for _ in range(10)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(outcomes[3], asyncio.CancelledError)
    rest = [outcome for n, outcome in enumerate(outcomes) if n != 3]
    assert all(isinstance(outcome, int) for outcome in rest)
    assert (await tally.stored(database))["a"] in {9, 10}
    assert await database.write(lambda tx: tally.add(tx, "a", 0)) in {9, 10}
