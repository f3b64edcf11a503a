"""A transaction on a SQLite connection: every await completes at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from hodhod.store.db import BugError, Row
from hodhod.store.query import SQLITE, Query

Execute = Callable[[str, Sequence[Any]], sqlite3.Cursor]
ExecuteMany = Callable[[str, Sequence[Sequence[Any]]], sqlite3.Cursor]


class SqliteTx:
    """One cursor serves all statements of a connection: each is read to its end before the next begins."""

    __slots__ = ("_cursor", "_execute", "_executemany", "events")

    dialect: Final = SQLITE

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self._execute: Execute = cursor.execute
        self._executemany: ExecuteMany = cursor.executemany
        self.events: list[object] = []

    async def all(self, query: Query, /, **params: Any) -> list[Row]:
        sql, args = query.for_sqlite(params)
        return self._execute(sql, args).fetchall()

    async def one(self, query: Query, /, **params: Any) -> Row | None:
        sql, args = query.for_sqlite(params)
        # All rows, since a statement that is not read to its end stays open and holds up the COMMIT.
        rows: list[Row] = self._execute(sql, args).fetchall()
        return rows[0] if rows else None

    async def run(self, query: Query, /, **params: Any) -> int:
        sql, args = query.for_sqlite(params)
        cursor = self._execute(sql, args)
        if cursor.description is not None:  # RETURNING
            return len(cursor.fetchall())
        return cursor.rowcount

    async def many(self, query: Query, rows: Sequence[Mapping[str, Any]], /) -> None:
        """No statement that returns rows, or takes a list."""
        if rows:
            bound = [query.for_sqlite(row) for row in rows]
            self._executemany(bound[0][0], [args for _, args in bound])

    def emit(self, event: object, /) -> None:
        self.events.append(event)

    def finish(self) -> None:
        """No statement after the end: it would run outside every transaction."""
        self._execute = self._executemany = _finished


def _finished(sql: str, args: Sequence[Any]) -> NoReturn:
    raise BugError("a tx was used after its transaction had ended")
