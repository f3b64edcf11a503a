"""The files of a SQLite database: how a connection to them is opened, and that one process only has them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hodhod.store.db import BugError, StoreInUse, StoreUnavailable

# Result codes (sqlite3_errcode & 255) of faults that may pass; any other error of a statement is a bug.
_PASSING = frozenset({
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class SqliteOptions:
    commit: Literal["adaptive", "thread", "inline"] = "adaptive"
    """Where the COMMIT waits for the disk. Inline costs less, but a slow disk stops the whole loop; adaptive is
    inline as
    long as the last commits were quick."""

    quick_seconds: float = 0.001
    """A disk that commits faster than this on average is not worth a thread."""

    group_size: int = 64
    """So many transactions are committed together at most."""

    group_seconds: float = 0.010
    """A group takes no further member once it has run so long on the loop."""

    cache_kib: int = 64 * 1024
    """Page cache of the writer; each reader has a quarter of it."""

    heavy_readers: int = 2
    """Threads, each with its own connection, for `read_heavy`."""

    checkpoint_rows: int = 5_000
    """Changed rows after which the write-ahead log is copied into the database file."""

    checkpoint_wal_pages: int = 8_000
    """With so many pages left in the log after a checkpoint, writers wait for the next one (32 MiB)."""

    log_made_whole: bool = False
    """Give the log its full size at the start: a COMMIT that need not make the file longer takes half the time. For a
    server; a tool or a test writes too little for it."""

    busy_milliseconds: int = 250
    """How long a statement waits, on the loop, for a lock of some tool from outside (sqlite3, a backup)."""


def connect(path: Path, options: SqliteOptions, *, reader: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode: transactions are begun and ended by hand."""
    uri = f"{path.absolute().as_uri()}?mode={'ro' if reader else 'rwc'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=2_048)
    connection.execute(f"PRAGMA busy_timeout = {options.busy_milliseconds}")
    if not reader:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute(f"PRAGMA journal_size_limit = {128 << 20}")
    connection.execute(f"PRAGMA cache_size = -{options.cache_kib // 4 if reader else options.cache_kib}")
    connection.execute("PRAGMA temp_store = MEMORY")
    if reader:
        connection.execute("PRAGMA query_only = 1")
    return connection


def make_log_whole(connection: sqlite3.Connection, options: SqliteOptions) -> None:
    """Make the write-ahead log as long as it will ever be between two restarts of itself.

    While a file grows, each fdatasync writes the file system's own journal besides. A transaction too big for its cache
    spills into the log, and rolled back it leaves nothing but the length.
    """
    connection.execute("PRAGMA cache_size = 100")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE room (filled BLOB)")
    connection.execute("INSERT INTO room VALUES (zeroblob(?))", (options.checkpoint_wal_pages * 4096,))
    connection.execute("ROLLBACK")
    connection.execute(f"PRAGMA cache_size = -{options.cache_kib}")


class ProcessLock:
    """An exclusive lock on `<database>.lock`, held while the database is open and freed by the system at death."""

    __slots__ = ("_fd",)

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(self._fd, 32, 0).decode("ascii", "replace").strip()
            os.close(self._fd)
            raise StoreInUse(f"{database} is open in another process ({owner or 'unknown'})") from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"pid {os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def as_store_error(error: BaseException) -> BaseException:
    """What a caller is told: StoreUnavailable for a passing fault of SQLite, the error itself otherwise."""
    if not isinstance(error, sqlite3.Error):
        return error
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _PASSING:
        unavailable = StoreUnavailable(f"SQLite: {error}")
        unavailable.__cause__ = error
        return unavailable
    return error


def roll_back(connection: sqlite3.Connection) -> None:
    """End whatever transaction is open; SQLite may have rolled it back already."""
    if connection.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
    if connection.in_transaction:
        raise BugError("SQLite did not roll back")
