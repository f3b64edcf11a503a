"""Every query of the store is accepted by both databases: nobody finds out later."""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest

import hodhod.store
from hodhod.store.query import POSTGRESQL, SQLITE, Query
from tests import databases as fixtures
from tests.databases import Databases

SKIPPED = ("hodhod.store.migrations",)
POSTGRESQL_ONLY = {"hodhod.store.users.GO_ON_AFTER"}  # its caller asks for the dialect


def queries(*, but: str = "neither") -> dict[str, Query]:
    """Module-level queries by name, those in dictionaries, lists and tuples too.

    A module called postgres or sqlite is for that database alone; `but` leaves the other's out.
    """
    found: dict[str, Query] = {}
    for info in pkgutil.walk_packages(hodhod.store.__path__, "hodhod.store."):
        if not info.name.startswith(SKIPPED) and info.name.rpartition(".")[2] != but:
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                found.update(_queries_in(f"{info.name}.{name}", value))
    return found


def _queries_in(name: str, value: Any) -> Iterator[tuple[str, Query]]:
    if isinstance(value, Query):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _queries_in(f"{name}[{key!r}]", item)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _queries_in(f"{name}[{number}]", item)


def test_sqlite_accepts_every_query(databases: Databases) -> None:
    refused: dict[str, str] = {}
    connection = sqlite3.connect(databases.sqlite_template)
    for name, query in queries(but="postgres").items():
        if name in POSTGRESQL_ONLY:
            continue
        try:
            sql = query.sql(SQLITE)
            connection.execute(f"EXPLAIN {sql}", [None] * sql.count("?"))
        except Exception as error:
            refused[name] = repr(error)
    connection.close()
    assert refused == {}


@pytest.mark.postgres
async def test_postgres_accepts_every_query(databases: Databases) -> None:
    url = databases.postgres or fixtures.require(fixtures.UNREACHABLE)
    refused: dict[str, str] = {}
    connection = await asyncpg.connect(url)
    for name, query in queries(but="sqlite").items():
        try:
            await connection.prepare(query.sql(POSTGRESQL))
        except Exception as error:
            refused[name] = repr(error)
    await connection.close()
    assert refused == {}


def test_there_are_queries() -> None:
    assert len(queries()) > 50
