"""The store on PostgreSQL, or a distributed database that speaks its protocol, over asyncpg.

Two pools: writers, and readers whose sessions are read-only. A write runs in one READ COMMITTED transaction; after a
deadlock, a serialization failure or a lost connection it runs again, a bounded number of times; once more when a row
that it found missing was there when it wrote it, for then it will find it. A connection that is
lost *while* COMMIT is under way leaves the outcome unknown: that is told (CommitUnknown) and never repeated here, for
the transaction may be there; the client's random_id, or `once`, makes its repeat harmless.

A plain `read` is one statement after the other in autocommit, each with its own snapshot; `consistent` makes it one
REPEATABLE READ transaction, at two more round trips. Lock, statement and idle timeouts are set on every session.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import asyncpg

from hodhod.store.db import BugError, CommitUnknown, StoreClosed, StoreUnavailable, T, TxFunction
from hodhod.store.postgres_tx import Connection, Fault, PostgresTx, fault_of
from hodhod.store.query import POSTGRESQL

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Pool = asyncpg.Pool


@dataclass(frozen=True, slots=True)
class PostgresOptions:
    writers: int = 10
    """Connections for transactions that write."""

    readers: int = 10
    """Connections for reads."""

    heavy_readers: int = 2
    """So many of the readers may be used by `read_heavy` at a time."""

    lock_seconds: float = 5
    statement_seconds: float = 10
    idle_seconds: float = 15
    heavy_seconds: float = 120
    """`read_heavy` in place of `statement_seconds`."""

    acquire_seconds: float = 10
    """How long a transaction waits for a free connection."""

    attempts: int = 6
    """Runs of one transaction, the first included; and as many more as there are connections, when those are lost."""

    backoff_seconds: float = 0.005
    """Pause before the second run; doubles each time up to `longest_backoff_seconds`, with jitter."""

    longest_backoff_seconds: float = 0.5


def session_settings(options: PostgresOptions, *, reader: bool) -> dict[str, str]:
    """What every session is told when it is opened."""
    return {
        "application_name": "hodhod reader" if reader else "hodhod",
        "default_transaction_isolation": "read committed",
        "default_transaction_read_only": "on" if reader else "off",
        "synchronous_commit": "on",
        "lock_timeout": str(int(options.lock_seconds * 1000)),
        "statement_timeout": str(int(options.statement_seconds * 1000)),
        "idle_in_transaction_session_timeout": str(int(options.idle_seconds * 1000)),
        "jit": "off",  # compiling a point query costs more than running it
    }


class PostgresDatabase:
    """`Database` (store/db.py) on PostgreSQL. Made by `open`."""

    dialect: Final = POSTGRESQL

    def __init__(self, writers: Pool, readers: Pool, options: PostgresOptions) -> None:
        self._writers = writers
        self._readers = readers
        self._options = options
        self._heavy = asyncio.Semaphore(options.heavy_readers)
        self._hooks: list[Callable[[], None]] = []
        self._closed = False
        self._running = 0
        self._idle = asyncio.Event()

    @classmethod
    async def open(cls, url: str, options: PostgresOptions | None = None, *, migrate: bool = False) -> PostgresDatabase:
        options = options or PostgresOptions()
        if migrate:
            from hodhod.store.migrations import upgrade_postgres

            await upgrade_postgres(url)
        try:
            writers = await _open_pool(url, options, options.writers, reader=False)
            readers = await _open_pool(url, options, options.readers, reader=True)
        except (OSError, asyncpg.PostgresError) as error:
            raise StoreUnavailable(f"PostgreSQL: {error}") from error
        return cls(writers, readers, options)

    async def write(self, fn: TxFunction[T], /) -> T:
        return (await self.write_with_events(fn))[0]

    async def write_with_events(self, fn: TxFunction[T], /) -> tuple[T, list[object]]:
        return await self._repeated(lambda: self._write_once(fn))

    async def read(self, fn: TxFunction[T], /, *, consistent: bool = False) -> T:
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ" if consistent else ""
        return await self._repeated(lambda: self._read_once(fn, begin))

    async def read_heavy(self, fn: TxFunction[T], /) -> T:
        timeout = int(self._options.heavy_seconds * 1000)
        begin = f"BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = {timeout}"

        async def once() -> T:
            async with self._heavy:
                return await self._read_once(fn, begin)

        return await self._repeated(once)

    def on_rollback(self, hook: Callable[[], None], /) -> None:
        self._hooks.append(hook)

    async def close(self) -> None:
        """Refuse new transactions, finish those that wait or run."""
        if self._closed:
            return
        self._closed = True
        if self._running:
            await self._idle.wait()
        await asyncio.gather(self._writers.close(), self._readers.close())

    async def _write_once(self, fn: TxFunction[T]) -> tuple[T, list[object]]:
        async with self._connection(self._writers) as connection:
            await connection.execute("BEGIN")
            tx = PostgresTx(connection)
            try:
                result = await fn(tx)
            finally:
                tx.finish()
            await self._commit(connection)
        return result, tx.events

    async def _commit(self, connection: Connection) -> None:
        try:
            status = await connection.execute("COMMIT")
        except (asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresError, OSError) as error:
            self._call_hooks()
            if fault_of(error, _is_closed(connection)) in {Fault.LOST, Fault.PASSING}:
                raise CommitUnknown(f"PostgreSQL was lost during COMMIT: {error}") from error
            raise
        if status != "COMMIT":
            raise BugError("a transaction function went on after a statement had failed; PostgreSQL rolled it back")

    async def _read_once(self, fn: TxFunction[T], begin: str) -> T:
        async with self._connection(self._readers) as connection:
            if begin:
                await connection.execute(begin)
            tx = PostgresTx(connection)
            try:
                result = await fn(tx)
            except asyncpg.ReadOnlySQLTransactionError as error:
                raise BugError(f"a read that writes: {error}") from error
            finally:
                tx.finish()
            if begin:
                await connection.execute("COMMIT")
        return result

    @contextlib.asynccontextmanager
    async def _connection(self, pool: Pool) -> AsyncIterator[Connection]:
        """A connection of the pool; after an error it is rolled back, or closed if that fails."""
        connection = await pool.acquire(timeout=self._options.acquire_seconds)
        try:
            yield connection
        except BaseException as error:
            if isinstance(error, CommitUnknown) or fault_of(error, _is_closed(connection)) is Fault.LOST:
                _terminate(connection)
                raise _Lost from error
            await _roll_back(connection)
            raise
        finally:
            await pool.release(connection)

    async def _repeated(self, once: Callable[[], Awaitable[T]]) -> T:
        if self._closed:
            raise StoreClosed("the database is closed")
        self._running += 1
        try:
            return await self._attempts(once)
        finally:
            self._leave()

    def _leave(self) -> None:
        self._running -= 1
        if self._closed and not self._running:
            self._idle.set()

    async def _attempts(self, once: Callable[[], Awaitable[T]]) -> T:
        """Run, and run again after what is nobody's fault."""
        attempt = 1
        while True:
            try:
                return await once()
            except _Lost as lost:
                error = lost.__cause__ or lost
                fault = Fault.LOST
            except Exception as raised:
                error = raised
                fault = fault_of(raised, False)
            if isinstance(error, CommitUnknown) or fault is Fault.OTHER or (fault is Fault.TAKEN and attempt > 1):
                raise error
            limit = self._options.attempts + (self._options.writers if fault is Fault.LOST else 0)
            if fault is Fault.PASSING or attempt >= limit:
                raise StoreUnavailable(f"PostgreSQL: {error!r}") from error
            log.info("a transaction runs again (%s), attempt %d: %r", fault.name, attempt, error)
            longest = min(self._options.backoff_seconds * 2**attempt, self._options.longest_backoff_seconds)
            await asyncio.sleep(longest * random.random())  # noqa: S311
            attempt += 1

    def _call_hooks(self) -> None:
        for hook in self._hooks:
            try:
                hook()
            except Exception:
                log.exception("on_rollback hook failed")


class _Lost(Exception):
    """The connection is gone; the cause says how."""


def _is_closed(connection: Connection) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken it back already
        return True


def _terminate(connection: Connection) -> None:
    with contextlib.suppress(asyncpg.InterfaceError):
        connection.terminate()


async def _roll_back(connection: Connection) -> None:
    """Leave no transaction open; a connection that cannot even do this is closed."""
    try:
        if connection.is_in_transaction():
            await connection.execute("ROLLBACK")
    except BaseException as error:
        _terminate(connection)
        if not isinstance(error, Exception):
            raise


async def _no_reset(connection: Any) -> None:
    """Nothing that we do outlives a transaction, so the reset query is a round trip for nothing."""


async def _open_pool(url: str, options: PostgresOptions, size: int, *, reader: bool) -> Pool:
    pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        max_queries=10**9,
        max_inactive_connection_lifetime=0,
        reset=_no_reset,
        statement_cache_size=2_000,
        max_cached_statement_lifetime=0,
        max_cacheable_statement_size=0,
        command_timeout=options.heavy_seconds + 10,  # the server's own timeouts come first, unless it is gone
        server_settings=session_settings(options, reader=reader),
    )
    assert pool is not None
    return pool
