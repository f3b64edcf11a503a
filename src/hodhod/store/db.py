"""What the rest of the server knows of its database: transactions, and the promise that they keep.

A transaction is an async function of one argument, the `Tx`. It may run again (deadlock, lost group, fail-over), so it
changes nothing but the database: no caches, no context, no sends. What it wants done after the commit it emits as an
event; the events of the run that was committed are handed to the caller of `write_with_events`, in commit order.

Inside it only the tx is awaited. On SQLite the function is driven to its end without a suspension (store/sqlite.py);
one that suspends is rolled back and reported as a `BugError`. An exception raised by the function rolls back what it
did, and is raised to the caller once what it had read is committed. Do not catch an error of a statement inside a
transaction: PostgreSQL has given the transaction up by then; say ON CONFLICT instead.

`read` sees committed data only. With `consistent` (or always, on SQLite) all its statements see one snapshot; without,
on PostgreSQL, each sees its own. `read_heavy` is for search, export and statistics: it may take seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from hodhod.store.query import Query

T = TypeVar("T")
Row = tuple[Any, ...]


class Tx(Protocol):
    """The statements of one transaction. Rows are plain tuples, in the order of the select."""

    @property
    def dialect(self) -> str: ...

    @property
    def events(self) -> list[object]: ...

    async def all(self, query: Query, /, **params: Any) -> list[Row]: ...

    async def one(self, query: Query, /, **params: Any) -> Row | None:
        """The first row, or None. The query should not find many."""

    async def run(self, query: Query, /, **params: Any) -> int:
        """How many rows were changed."""

    async def many(self, query: Query, rows: Sequence[Mapping[str, Any]], /) -> None:
        """The same statement for every row of parameters."""

    def emit(self, event: object, /) -> None:
        """Hand `event` to the caller after the commit; it is dropped with a roll-back or a re-run."""


TxFunction = Callable[[Tx], Coroutine[Any, Any, T]]


class Database(Protocol):
    @property
    def dialect(self) -> str: ...

    async def write(self, fn: TxFunction[T], /) -> T:
        """Run `fn` in a transaction; returns after the commit."""

    async def write_with_events(self, fn: TxFunction[T], /) -> tuple[T, list[object]]: ...

    async def read(self, fn: TxFunction[T], /, *, consistent: bool = False) -> T: ...

    async def read_heavy(self, fn: TxFunction[T], /) -> T: ...

    def on_rollback(self, hook: Callable[[], None], /) -> None:
        """Call `hook` whenever transactions that had run were lost: what was counted in memory may be ahead."""

    async def close(self) -> None: ...


class StoreError(Exception):
    """The root of what the store itself raises."""


class StoreUnavailable(StoreError):
    """A passing fault: disk full, I/O error, connection lost, lock or statement timeout. Trying later may help."""


class CommitUnknown(StoreUnavailable):
    """The connection was lost during COMMIT: the transaction may be there or not."""


class StoreInUse(StoreError):
    """Another process has this database open."""


class StoreClosed(StoreError):
    """The database was closed before the transaction ran."""


class BugError(StoreError):
    """A transaction function broke its contract."""


class SuspendedError(BugError):
    """A transaction function awaited something other than its tx."""


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine whose awaits all complete at once."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        value: T = stop.value
        return value
    name = getattr(coroutine, "__qualname__", repr(coroutine))
    try:
        coroutine.close()
    except RuntimeError as error:  # it awaits again while it is being closed
        raise SuspendedError(f"{name} suspended, and went on when closed") from error
    raise SuspendedError(f"{name} suspended: only its tx may be awaited in a transaction")


async def open_database(url: str | Path, *, migrate: bool = False, options: Any = None) -> Database:
    """Open `sqlite:///path` (or a plain path) or `postgresql://...`; with `migrate`, bring its schema up to date.

    `options`: SqliteOptions or PostgresOptions, as the URL asks.
    """
    text = str(url)
    if text.startswith(("postgresql://", "postgres://")):
        from hodhod.store.postgres import PostgresDatabase, PostgresOptions

        return await PostgresDatabase.open(text, options or PostgresOptions(), migrate=migrate)
    from hodhod.store.sqlite import SqliteDatabase, SqliteOptions

    return await SqliteDatabase.open(sqlite_path(text), options or SqliteOptions(), migrate=migrate)


def sqlite_path(url: str) -> Path:
    """`sqlite:///relative`, `sqlite:////absolute` or a path."""
    path = url.removeprefix("sqlite:///")
    if "://" in path or path.startswith("sqlite:") or not path or ":memory:" in path:
        raise ValueError(f"not a database URL: {url!r} (sqlite:///path or postgresql://...)")
    return Path(path)
