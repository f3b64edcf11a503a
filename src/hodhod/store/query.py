"""Statements written once, for both dialects, and as cheap to run as the drivers allow.

A `Query` holds a SQLAlchemy Core statement (or a function dialect name -> statement, where one text does not fit both)
and compiles it at its first use on each dialect. From then on running it costs one dictionary look-up a parameter:
`q.for_sqlite(params)` and `q.for_postgres(params)` give the SQL text and its positional arguments, and the driver
finds its prepared statement by the text, which is the same object every time.

Rules
- Every parameter is a `bindparam("name")` without a value, given by keyword at each run; a missing or an unknown name
  is a TypeError. A value inside the statement (`column == 0`, `values(flags=1)`) is a constant; integers and
  plain words are written into the text, so that the planner sees them.
- No type of SQLAlchemy converts anything: integers, str, bytes and None go to the driver and come back as they are.
  Column types that need a conversion (Boolean, DateTime, JSON, Enum) have no place in the tables.
- SQLite keeps no statistics here, so where it would walk the wrong index a condition is marked `few(..)`.
- A list goes through `any_of(column, "ids")`, never through `in_(bindparam(..., expanding=True))`.
- `insert` is PostgreSQL's, because its ON CONFLICT and RETURNING compile for SQLite too; a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Dialect, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import ARRAY, asyncpg, insert
from sqlalchemy.dialects.postgresql.base import PGCompiler
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import Boolean

__all__ = ["POSTGRESQL", "SQLITE", "Bound", "Query", "any_of", "few", "insert"]

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"

Bound = tuple[str, Sequence[Any]]
Params = Mapping[str, Any]
Binder = Callable[[Params], Bound]
Statement = Executable
Source = Statement | Callable[[str], Statement]


class Query:
    """One statement, compiled once per dialect at its first use."""

    __slots__ = ("_source", "for_postgres", "for_sqlite")

    def __init__(self, source: Source) -> None:
        self._source = source
        self.for_sqlite: Binder = self._first_on_sqlite
        self.for_postgres: Binder = self._first_on_postgres

    def sql(self, dialect: str) -> str:
        """The text as it is sent (for tests and EXPLAIN)."""
        return _compile(self._source, dialect).string

    def _first_on_sqlite(self, params: Params) -> Bound:
        self.for_sqlite = _binder(_compile(self._source, SQLITE))
        return self.for_sqlite(params)

    def _first_on_postgres(self, params: Params) -> Bound:
        self.for_postgres = _binder(_compile(self._source, POSTGRESQL))
        return self.for_postgres(params)


class any_of(ColumnElement[bool]):
    """`column` equals one of the values of the list parameter `name`."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.name = name

    def self_group(self, against: Any = None) -> any_of:
        return self  # or SQLAlchemy writes "= 1" behind it on SQLite, and no index is used


# SQLite has no arrays. Placeholders beat json_each 2 to 3 times for up to 20 values and a little for 100; their number
# is rounded up to a power of two so that few texts are prepared.
@compiles(any_of, SQLITE)
def _any_of_on_sqlite(element: any_of, compiler: SQLCompiler, **kw: Any) -> str:
    kw.pop("literal_binds", None)
    values = bindparam(element.name, type_=element.column.type)
    return f"{compiler.process(element.column, **kw)} IN ({_marker(element.name)}{compiler.process(values, **kw)})"


@compiles(any_of, POSTGRESQL)
def _any_of_on_postgres(element: any_of, compiler: SQLCompiler, **kw: Any) -> str:
    values = bindparam(element.name, type_=ARRAY(element.column.type))
    return f"{compiler.process(element.column, **kw)} = ANY ({compiler.process(values, **kw)})"


class few(ColumnElement[bool]):
    """A condition that few rows fulfil. SQLite, which cannot know, then prefers the index that has its column."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, condition: ColumnElement[bool]) -> None:
        self.condition = condition

    def self_group(self, against: Any = None) -> few:
        return self


@compiles(few, SQLITE)
def _few_on_sqlite(element: few, compiler: SQLCompiler, **kw: Any) -> str:
    return f"unlikely({compiler.process(element.condition, **kw)})"


@compiles(few, POSTGRESQL)
def _few_on_postgres(element: few, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.condition, **kw)


def _marker(name: str) -> str:
    return f"/*{name}*/"


def _is_inlined(param: BindParameter[Any]) -> bool:
    if param.required or param.callable is not None:
        return False
    value = param.value
    if isinstance(value, list | tuple) and param.expanding:
        return all(isinstance(item, int) for item in value)
    return isinstance(value, int) or (isinstance(value, str) and (not value or value.isalnum()))


class _SqliteCompiler(SQLiteCompiler):
    def visit_bindparam(self, bindparam: BindParameter[Any], *args: Any, **kw: Any) -> str:
        if _is_inlined(bindparam):
            kw["literal_binds"] = True
        return super().visit_bindparam(bindparam, *args, **kw)  # type: ignore[no-any-return, no-untyped-call]


class _PostgresCompiler(PGCompiler):
    def visit_bindparam(self, bindparam: BindParameter[Any], *args: Any, **kw: Any) -> str:
        if _is_inlined(bindparam):
            kw["literal_binds"] = True
        return super().visit_bindparam(bindparam, *args, **kw)  # type: ignore[no-any-return, no-untyped-call]


def _sqlite_dialect() -> Dialect:
    dialect: Dialect = sqlite.dialect(paramstyle="qmark")
    dialect.statement_compiler = _SqliteCompiler
    return dialect


def _postgres_dialect() -> Dialect:
    dialect: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]
    dialect.statement_compiler = _PostgresCompiler
    return dialect


_DIALECTS: Final = {SQLITE: _sqlite_dialect(), POSTGRESQL: _postgres_dialect()}


def _compile(source: Source, dialect: str) -> SQLCompiler:
    statement = source(dialect) if callable(source) else source
    if isinstance(statement, Insert):
        statement = statement.inline()  # or SQLAlchemy adds RETURNING of the primary key
    compiled = statement.compile(dialect=_DIALECTS[dialect])  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    for param in compiled.binds.values():
        if param.expanding and not _is_inlined(param):
            raise TypeError(f"list parameter {param.key!r}: use any_of(), or integers")
    return compiled


def _binder(compiled: SQLCompiler) -> Binder:
    names = list(compiled.positiontup or ())
    constants = {name: param.value for name, param in compiled.binds.items() if name in names and not param.required}
    given = frozenset(names) - constants.keys()
    lists = [name for name in given if _marker(name) in compiled.string]
    bind: Binder
    if lists:
        bind = _list_binder(compiled.string, names, frozenset(lists))
    else:
        bind = _plain_binder(compiled.string, names)
    return _checked(bind, given, constants, compiled.string)


def _checked(bind: Binder, given: frozenset[str], constants: dict[str, Any], sql: str) -> Binder:
    count = len(given)

    def checked(params: Params) -> Bound:
        if len(params) == count:
            try:
                return bind({**params, **constants} if constants else params)
            except KeyError:
                pass
        missing, unknown = sorted(given - params.keys()), sorted(params.keys() - given)
        raise TypeError(f"parameters missing {missing}, unknown {unknown} in: {sql}")

    return checked


def _plain_binder(sql: str, names: list[str]) -> Binder:
    if not names:
        return lambda params: (sql, ())
    if len(names) == 1:
        name = names[0]
        return lambda params: (sql, (params[name],))
    pick = itemgetter(*names)
    return lambda params: (sql, pick(params))


def _list_binder(sql: str, names: list[str], lists: frozenset[str]) -> Binder:
    texts: dict[tuple[int, ...], str] = {}

    def bind(params: Params) -> Bound:
        args: list[Any] = []
        sizes: list[int] = []
        for name in names:
            if name in lists:
                values = _padded(params[name])
                sizes.append(len(values))
                args.extend(values)
            else:
                args.append(params[name])
        shape = tuple(sizes)
        text = texts.get(shape)
        if text is None:
            text = texts[shape] = _with_lists(sql, [name for name in names if name in lists], sizes)
        return text, args

    return bind


def _padded(values: Sequence[Any]) -> list[Any]:
    if not values:
        return []
    size = 1 << (len(values) - 1).bit_length()
    return [*values, *[values[-1]] * (size - len(values))]


def _with_lists(sql: str, lists: list[str], sizes: list[int]) -> str:
    for name, size in zip(lists, sizes, strict=True):
        sql = sql.replace(f"{_marker(name)}?", ", ".join("?" * size), 1)
    return sql
