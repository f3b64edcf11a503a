"""A clean, migrated database for a test, on SQLite and on PostgreSQL.

    from tests.databases import database, databases  # in a conftest.py; `database` runs each test twice

PostgreSQL: HODHOD_TEST_POSTGRES (default postgresql://127.0.0.1:5432/postgres) names a server on which this user may
create databases. One scratch database is made for the test run and dropped after it; tables are emptied between tests.
Without a server these cases are skipped, or fail when HODHOD_TEST_REQUIRE=all.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import pytest_asyncio

from hodhod.store.db import Database, open_database
from hodhod.store.migrations import partitions, upgrade_postgres, upgrade_sqlite
from hodhod.store.tables import metadata

SERVER = os.environ.get("HODHOD_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")
FEW_PARTITIONS = 2
UNREACHABLE = "PostgreSQL not reachable: apt-get install postgresql"
# make test-fast leaves PostgreSQL to make test
DIALECTS = tuple(os.environ.get("HODHOD_TEST_DIALECTS", "sqlite postgresql").split())


@dataclass(frozen=True)
class Databases:
    """Where tests find databases. `postgres` is None when there is no server."""

    sqlite_template: Path
    postgres: str | None

    async def url(self, dialect: str, folder: Path) -> str:
        """The URL of an empty, migrated database."""
        if dialect == "sqlite":
            path = folder / "hodhod.db"
            shutil.copyfile(self.sqlite_template, path)
            return f"sqlite:///{path}"
        url = self.postgres or require(UNREACHABLE)
        await _empty(url)
        return url


def require(reason: str) -> str:
    """Skip the test for want of a service, or fail it where every service has to be there."""
    if os.environ.get("HODHOD_TEST_REQUIRE") == "all":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    template = tmp_path_factory.mktemp("databases") / "template.db"
    upgrade_sqlite(template)
    name = f"hodhod_test_{secrets.token_hex(6)}"
    postgres = _elsewhere(_create, name) if "postgresql" in DIALECTS else None
    try:
        yield Databases(template, postgres)
    finally:
        if postgres is not None:
            _elsewhere(_drop, name)


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def database_url(databases: Databases, dialect: str, tmp_path: Path) -> str:
    return await databases.url(dialect, tmp_path)


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    try:
        yield database
    finally:
        await database.close()


def _elsewhere(fn: Callable[[str], Coroutine[Any, Any, str | None]], name: str) -> str | None:
    """Run a coroutine in a thread with a loop of its own: session fixtures have none."""
    result: list[str | None] = []
    thread = threading.Thread(target=lambda: result.append(asyncio.run(fn(name))))
    thread.start()
    thread.join()
    return result[0]


async def _create(name: str) -> str | None:
    try:
        connection = await asyncpg.connect(SERVER, timeout=5)
    except (OSError, asyncpg.PostgresError):
        return None
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    url = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
    with pytest.MonkeyPatch.context() as patch:
        # each partition of each table is looked at by every emptying; the true number is for test_migrations.py
        patch.setattr(partitions, "PARTITIONS", FEW_PARTITIONS)
        await upgrade_postgres(url)
    return url


async def _drop(name: str) -> None:
    connection = await asyncpg.connect(SERVER)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await connection.close()


async def _empty(url: str) -> None:
    """Much quicker than TRUNCATE, which writes new files for every partition."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(";".join(f"DELETE FROM {name}" for name in metadata.tables))  # noqa: S608
        await connection.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
    finally:
        await connection.close()
