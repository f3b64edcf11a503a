"""Acknowledged is stored, and all of it: a process is killed in the middle of its commits."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from hodhod.store.db import StoreInUse, open_database
from hodhod.store.sqlite import SqliteDatabase, SqliteOptions
from tests.store import tally

ROOT = Path(__file__).parents[2]


async def start_writer(url: str) -> asyncio.subprocess.Process:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.store.writer_process", url,
        stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


async def killed_after(url: str, seconds: float) -> set[str]:
    """What a writer acknowledged before it was killed, that long after its first commit."""
    process = await start_writer(url)
    assert process.stdout is not None
    try:
        first = await asyncio.wait_for(process.stdout.readline(), 30)
        await asyncio.sleep(seconds)
    finally:
        process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    await process.wait()
    lines = (first + rest).decode().split("\n")
    return set(lines[:-1])  # the last is empty, or was cut


async def test_everything_acknowledged_is_there_and_nothing_by_halves(database_url: str) -> None:
    acknowledged: dict[str, int] = {}
    for _ in range(3):
        for name in await killed_after(database_url, random.uniform(0.05, 0.4)):
            acknowledged[name] = acknowledged.get(name, 0) + 1
        database = await open_database(database_url)
        stored = await tally.stored(database)
        await database.close()
        first = {name.removeprefix("first "): n for name, n in stored.items() if name.startswith("first")}
        second = {name.removeprefix("second "): n for name, n in stored.items() if name.startswith("second")}
        assert first == second
        assert {name for name, n in acknowledged.items() if first.get(name, 0) < n} == set()
    assert len(acknowledged) > 20


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_second_process_is_refused(database_url: str) -> None:
    process = await start_writer(database_url)
    assert process.stdout is not None
    try:
        await asyncio.wait_for(process.stdout.readline(), 30)
        with pytest.raises(StoreInUse, match=f"pid {process.pid}"):
            await open_database(database_url)
    finally:
        process.kill()
        await process.communicate()
    database = await open_database(database_url)  # the lock died with its owner
    with pytest.raises(StoreInUse):
        await open_database(database_url)
    await database.close()
    await (await open_database(database_url)).close()


def pages_of_log(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size // 4096


async def wal_pages_after_writes(path: Path, options: SqliteOptions, run: str) -> int:
    """Size of the log after writes that follow each other without a pause."""
    database = await SqliteDatabase.open(path, options)
    for batch in range(60):
        names = [f"{run} {n * 7919 % 3000:050}" for n in range(batch * 50, batch * 50 + 50)]
        await asyncio.gather(*(database.write(lambda tx, name=name: tally.add(tx, name)) for name in names))  # type: ignore[misc]
    size = pages_of_log(path)
    assert len(await tally.stored(database)) >= 3000
    await database.close()
    return size


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_the_log_is_copied_into_the_database_while_it_grows(database_url: str) -> None:
    path = Path(database_url.removeprefix("sqlite:///"))
    kept = await wal_pages_after_writes(path, SqliteOptions(checkpoint_rows=100, checkpoint_wal_pages=100), "first")
    grown = await wal_pages_after_writes(path, SqliteOptions(checkpoint_rows=10**9), "second")
    assert kept < 700 < grown
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_log_made_whole_at_the_start_does_not_grow(database_url: str) -> None:
    path = Path(database_url.removeprefix("sqlite:///"))
    options = SqliteOptions(checkpoint_rows=100, checkpoint_wal_pages=2_000, log_made_whole=True)
    database = await SqliteDatabase.open(path, options)
    before = pages_of_log(path)
    await database.close()
    assert before >= 1_900
    after = await wal_pages_after_writes(path, options, "first")
    assert after <= before + 1
    connection = sqlite3.connect(path)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.close()
    assert pages < 1_000, "the room was taken in the log only"
