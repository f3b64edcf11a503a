"""Bringing a database's schema up to date, by Alembic, for both dialects.

A migration (versions/NNNN_what.py) is explicit and pure: `op` calls and SQL texts, no reading of rows, so that it can
be written out as one script. The script is run by the store's own drivers in one transaction; Alembic is imported only
when there is something to do. What has to read rows is a job that runs after the upgrade. Every migration is compatible
with the previous release, because nodes are replaced one by one: a database that is newer than this program is used as
it is, with a warning.

Change together: tables, a new file in versions/, HEAD.
"""

from __future__ import annotations

import io
import logging
import sqlite3
from pathlib import Path
from typing import Final

from hodhod.store.db import StoreError, StoreUnavailable
from hodhod.store.query import POSTGRESQL, SQLITE

__all__ = ["HEAD", "script", "upgrade_postgres", "upgrade_sqlite"]

log = logging.getLogger(__name__)

HEAD: Final = "0001"
_VERSION = "SELECT version_num FROM alembic_version"
_LOCK_KEY: Final = 0x686F64686F64  # one node upgrades, the others wait


def script(dialect: str, current: str | None) -> str:
    """The SQL that leads from revision `current` (None: an empty database) to HEAD."""
    from alembic import command
    from alembic.config import Config

    out = io.StringIO()
    config = Config(output_buffer=out, attributes={"dialect": dialect})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    command.upgrade(config, f"{current or 'base'}:{HEAD}", sql=True)
    return out.getvalue()


def upgrade_sqlite(path: Path) -> None:
    """Blocks; the caller holds the process lock."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        current = _sqlite_revision(connection)
        if is_behind(current):
            # A database is made WAL before its first table: the mode is kept in its header.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN IMMEDIATE;\n{script(SQLITE, current)}\nCOMMIT;")
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(f"SQLite, upgrading {path}: {error}") from error
    finally:
        connection.close()


def _sqlite_revision(connection: sqlite3.Connection) -> str | None:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
        return None
    row = connection.execute(_VERSION).fetchone()
    return None if row is None else str(row[0])


async def upgrade_postgres(url: str) -> None:
    import asyncpg

    try:
        connection = await asyncpg.connect(url, server_settings={"application_name": "hodhod migrations"})
    except (OSError, asyncpg.PostgresError) as error:
        raise StoreUnavailable(f"PostgreSQL: {error}") from error
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK_KEY)
            known = await connection.fetchval("SELECT to_regclass('alembic_version')")
            current = None if known is None else await connection.fetchval(_VERSION)
            if is_behind(current):
                await connection.execute(script(POSTGRESQL, current))
    finally:
        await connection.close()


def is_behind(current: str | None) -> bool:
    """Whether a database of revision `current` needs an upgrade."""
    if current is not None and not current.isdecimal():
        raise StoreError(f"not one of this program's schema revisions: {current!r}")
    if current is not None and current > HEAD:
        log.warning("the database has schema revision %s, this program knows %s: running on", current, HEAD)
    return current is None or current < HEAD
