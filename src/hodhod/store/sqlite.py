"""The store in one SQLite file (WAL, synchronous=FULL), for one process.

Connections: the writer (store/group_commit.py, whose head says how transactions share a COMMIT); a reader for point
reads, run directly on the loop in a read-only snapshot; one reader a thread for heavy reads; one for checkpoints.
What a reader sees has been synced to disk: SQLite publishes a commit to readers after it has synced the log.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from hodhod.store.checkpoint import Checkpointer
from hodhod.store.db import BugError, StoreClosed, T, TxFunction, drive
from hodhod.store.group_commit import GroupCommit
from hodhod.store.query import SQLITE
from hodhod.store.sqlite_files import (
    ProcessLock,
    SqliteOptions,
    as_store_error,
    connect,
    make_log_whole,
    roll_back,
)
from hodhod.store.sqlite_tx import SqliteTx

__all__ = ["SqliteDatabase", "SqliteOptions"]


class SqliteDatabase:
    """`Database` (store/db.py) on SQLite. Made by `open`."""

    dialect: Final = SQLITE

    def __init__(self, path: Path, options: SqliteOptions, lock: ProcessLock) -> None:
        self._options = options
        self._path = path
        self._lock = lock
        self._writer = connect(path, options)
        if options.log_made_whole:
            make_log_whole(self._writer, options)
        self._reader = _Reader(path, options)
        self._checkpointer = Checkpointer(path, options)
        self._groups = GroupCommit(self._writer, options, time.monotonic, self._checkpointer.committed)
        self._heavy = _HeavyReaders(path, options)
        self._closed = False

    @classmethod
    async def open(cls, path: Path, options: SqliteOptions | None = None, *, migrate: bool = False) -> SqliteDatabase:
        lock = ProcessLock(path)
        try:
            if migrate:
                from hodhod.store.migrations import upgrade_sqlite

                await asyncio.to_thread(upgrade_sqlite, path)
            return cls(path, options or SqliteOptions(), lock)
        except BaseException:
            lock.release()
            raise

    async def write(self, fn: TxFunction[T], /) -> T:
        return (await self._groups.write(fn))[0]

    async def write_with_events(self, fn: TxFunction[T], /) -> tuple[T, list[object]]:
        return await self._groups.write(fn)

    async def read(self, fn: TxFunction[T], /, *, consistent: bool = False) -> T:
        """Always one snapshot: it costs nothing here."""
        if self._closed:
            raise StoreClosed("the database is closed")
        return self._reader.read(fn)

    async def read_heavy(self, fn: TxFunction[T], /) -> T:
        if self._closed:
            raise StoreClosed("the database is closed")
        return await self._heavy.read(fn)

    def on_rollback(self, hook: Callable[[], None], /) -> None:
        self._groups.on_rollback(hook)

    async def close(self) -> None:
        if self._closed:
            return
        await self._groups.close()
        self._closed = True
        await asyncio.to_thread(self._close_files)

    def _close_files(self) -> None:
        """The last connection to close copies the log into the database; that may take a while."""
        self._heavy.close()
        self._reader.close()
        self._checkpointer.close()
        self._writer.close()
        self._lock.release()


class _Reader:
    """A read-only connection. Each read is one snapshot, and is over before anything else runs in its thread."""

    def __init__(self, path: Path, options: SqliteOptions) -> None:
        self._connection = connect(path, options, reader=True)
        self._cursor = self._connection.cursor()

    def read(self, fn: Callable[[SqliteTx], Coroutine[Any, Any, T]]) -> T:
        tx = SqliteTx(self._cursor)
        try:
            self._cursor.execute("BEGIN")
            result = drive(fn(tx))
            self._cursor.execute("COMMIT")
        except BaseException as error:
            roll_back(self._connection)
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY:
                raise BugError(f"a read that writes: {error}") from error
            told = as_store_error(error)
            if told is error:
                raise
            raise told from error
        finally:
            tx.finish()
        return result

    def close(self) -> None:
        self._connection.close()


class _HeavyReaders:
    """Threads with a reader each."""

    def __init__(self, path: Path, options: SqliteOptions) -> None:
        self._path = path
        self._options = options
        self._threads = ThreadPoolExecutor(options.heavy_readers, thread_name_prefix="hodhod-reader")
        self._own = threading.local()
        self._all: list[_Reader] = []

    async def read(self, fn: TxFunction[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, fn)

    def _read(self, fn: TxFunction[T]) -> T:
        reader: _Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = _Reader(self._path, self._options)
            self._all.append(reader)
        return reader.read(fn)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        for reader in self._all:
            reader.close()
