"""The migrations lead to exactly the schema that the tables describe, on both dialects."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import pytest_asyncio
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Dialect, create_mock_engine

from hodhod.store import migrations
from hodhod.store.db import StoreError, open_database
from hodhod.store.migrations.partitions import PARTITIONS
from hodhod.store.tables import metadata
from tests import databases as fixtures
from tests.databases import Databases
from tests.store import tally


def created_by_tables(url: str) -> str:
    """CREATE statements of the tables themselves."""
    statements: list[str] = []

    def note(statement: Any, *args: Any, **kwargs: Any) -> None:
        dialect: Dialect = engine.dialect
        statements.append(str(statement.compile(dialect=dialect)))

    engine = create_mock_engine(url, note)
    metadata.create_all(engine, checkfirst=False)
    return ";\n".join(statements)


def sqlite_schema(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", " ", sql).strip() for name, sql in rows if name != "alembic_version"}


def test_head_is_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_sqlite_schema_is_that_of_the_tables(databases: Databases) -> None:
    """If this fails after a change of the tables: python tools/make_initial_migration.py (until the first release)."""
    migrated, described = sqlite3.connect(databases.sqlite_template), sqlite3.connect(":memory:")
    try:
        described.executescript(created_by_tables("sqlite://"))
        assert sqlite_schema(migrated) == sqlite_schema(described)
    finally:
        migrated.close()
        described.close()


COLUMNS = """SELECT table_name, column_name, data_type, is_nullable, column_default
             FROM information_schema.columns WHERE table_schema = $1 ORDER BY table_name, column_name"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = $1 ORDER BY indexname"
CONSTRAINTS = """SELECT r.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
                 JOIN pg_class r ON r.oid = c.conrelid
                 WHERE r.relnamespace = $1::text::regnamespace ORDER BY 1, 2"""
PARTITIONED = """SELECT relname, pg_get_partkeydef(oid) FROM pg_class
                 WHERE relnamespace = $1::text::regnamespace AND relkind = 'p' ORDER BY relname"""
PARTITION = re.compile(r"_p\d\d(_|$)")


async def postgres_schema(connection: asyncpg.Connection, schema: str) -> list[list[tuple[Any, ...]]]:
    """Everything but the partitions themselves."""
    parts = []
    for query in (COLUMNS, INDEXES, CONSTRAINTS, PARTITIONED):
        rows = [
            tuple(str(value).replace(f"{schema}.", "") for value in row)
            for row in await connection.fetch(query, schema)
        ]
        parts.append([row for row in rows if not PARTITION.search(row[0]) and row[0] != "alembic_version"])
    return parts


@pytest_asyncio.fixture
async def scratch(databases: Databases) -> AsyncIterator[str]:
    """An empty PostgreSQL database."""
    if databases.postgres is None:
        fixtures.require(fixtures.UNREACHABLE)
    name = f"hodhod_test_{secrets.token_hex(6)}"
    server = await asyncpg.connect(fixtures.SERVER)
    await server.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(fixtures.SERVER)._replace(path=f"/{name}"))
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


@pytest.mark.postgres
async def test_postgres_schema_is_that_of_the_tables(scratch: str) -> None:
    """If this fails after a change of the tables: python tools/make_initial_migration.py (until the first release)."""
    await migrations.upgrade_postgres(scratch)
    connection = await asyncpg.connect(scratch)
    try:
        await connection.execute("CREATE SCHEMA described; SET search_path TO described")
        await connection.execute(created_by_tables("postgresql+asyncpg://"))
        await connection.execute("SET search_path TO public")
        migrated = await postgres_schema(connection, "public")
        assert migrated == await postgres_schema(connection, "described")
        assert migrated[0]
    finally:
        await connection.close()


@pytest.mark.postgres
async def test_owned_tables_are_partitioned(scratch: str) -> None:
    await migrations.upgrade_postgres(scratch)
    connection = await asyncpg.connect(scratch)
    try:
        rows = await connection.fetch(
            "SELECT inhparent::regclass::text, count(*) FROM pg_inherits JOIN pg_class p ON p.oid = inhparent"
            " WHERE p.relkind = 'p' GROUP BY 1"
        )
    finally:
        await connection.close()
    owned = {name for name, table in metadata.tables.items() if "partition" in table.info}
    assert {row[0]: row[1] for row in rows} == dict.fromkeys(owned, PARTITIONS)
    assert {"mailboxes", "copies", "events", "dialogs", "sent", "state"} <= owned
    for name in owned:
        key = metadata.tables[name].primary_key.columns.keys()
        assert key[0] == metadata.tables[name].info["partition"]


async def test_an_upgraded_database_is_opened_without_another_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_twice(f"sqlite:///{tmp_path / 'new.db'}", monkeypatch)


@pytest.mark.postgres
async def test_an_upgraded_postgres_is_opened_without_another_upgrade(
    scratch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_twice(scratch, monkeypatch)


async def open_twice(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await open_database(url, migrate=True)
    await first.write(lambda tx: tally.add(tx, "a"))
    await first.close()
    monkeypatch.setattr(migrations, "script", None)  # it is not called again
    second = await open_database(url, migrate=True)
    assert await tally.stored(second) == {"a": 1}
    await second.close()


def test_only_newer_revisions_are_run_on() -> None:
    assert migrations.is_behind(None)
    assert not migrations.is_behind(migrations.HEAD)
    assert not migrations.is_behind("9999")
    with pytest.raises(StoreError):
        migrations.is_behind("somebody else's")


def test_an_upgrade_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = migrations.script("sqlite", None)
    monkeypatch.setattr(migrations, "script", lambda dialect, current: whole + ";\nSELECT nonsense;")
    path = tmp_path / "new.db"
    with pytest.raises(StoreError):
        migrations.upgrade_sqlite(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    monkeypatch.undo()
    migrations.upgrade_sqlite(path)


def test_a_database_made_by_the_template_is_wal(databases: Databases) -> None:
    connection = sqlite3.connect(databases.sqlite_template)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
