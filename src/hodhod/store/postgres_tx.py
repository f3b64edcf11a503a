"""A transaction, or a series of reads, on an asyncpg connection; and what PostgreSQL's errors mean to a transaction."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

import asyncpg
from asyncpg import exceptions as pg
from asyncpg.pool import PoolConnectionProxy

from hodhod.store.db import BugError, Row
from hodhod.store.query import POSTGRESQL, Query

if TYPE_CHECKING:
    Connection: TypeAlias = PoolConnectionProxy[asyncpg.Record]  # generic in its stubs only
else:
    Connection = PoolConnectionProxy


class PostgresTx:
    """asyncpg keeps the prepared statement of every text on its connection."""

    __slots__ = ("_connection", "events")

    dialect: Final = POSTGRESQL

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.events: list[object] = []

    async def all(self, query: Query, /, **params: Any) -> list[Row]:
        sql, args = query.for_postgres(params)
        return [tuple(record) for record in await self._connection.fetch(sql, *args)]

    async def one(self, query: Query, /, **params: Any) -> Row | None:
        sql, args = query.for_postgres(params)
        record = await self._connection.fetchrow(sql, *args)
        return None if record is None else tuple(record)

    async def run(self, query: Query, /, **params: Any) -> int:
        sql, args = query.for_postgres(params)
        status: str = await self._connection.execute(sql, *args)  # "UPDATE 3", "INSERT 0 1"
        return int(status.rpartition(" ")[2])

    async def many(self, query: Query, rows: Sequence[Mapping[str, Any]], /) -> None:
        if not rows:
            return
        bound = [query.for_postgres(row) for row in rows]
        await self._connection.executemany(bound[0][0], [args for _, args in bound])

    def emit(self, event: object, /) -> None:
        self.events.append(event)

    def finish(self) -> None:
        """No statement after the end: the connection belongs to somebody else by then."""
        self._connection = _FINISHED


class _Finished:
    def __getattr__(self, name: str) -> NoReturn:
        raise BugError("a tx was used after its transaction had ended")


_FINISHED: Final[Any] = _Finished()


class Fault(enum.Enum):
    """What to do about an error of a transaction."""

    CONFLICT = "run it again"
    LOST = "run it again on another connection"
    TAKEN = "run it once more: somebody was quicker, and what they wrote can be seen by then"
    PASSING = "tell the caller to try later"
    OTHER = "raise it as it is"


_CONFLICTS = (pg.DeadlockDetectedError, pg.SerializationError)
_LOSSES = (
    pg.PostgresConnectionError,
    pg.AdminShutdownError,
    pg.CrashShutdownError,
    pg.CannotConnectNowError,
    pg.IdleInTransactionSessionTimeoutError,
    pg.ReadOnlySQLTransactionError,  # the primary became a replica
    asyncpg.InternalClientError,  # the server's farewell arrived between two statements
    ConnectionError,
)
_PASSING = (
    pg.LockNotAvailableError,
    pg.QueryCanceledError,
    pg.InsufficientResourcesError,
    pg.PostgresSystemError,
    TimeoutError,
    OSError,
)


def fault_of(error: BaseException, is_connection_closed: bool) -> Fault:
    if isinstance(error, _CONFLICTS):
        return Fault.CONFLICT
    if isinstance(error, pg.UniqueViolationError):
        return Fault.TAKEN
    if isinstance(error, _LOSSES) or (is_connection_closed and isinstance(error, asyncpg.InterfaceError)):
        return Fault.LOST
    if isinstance(error, _PASSING):
        return Fault.PASSING
    return Fault.OTHER
