"""Hash partitions of mailbox and account tables, on PostgreSQL."""

from __future__ import annotations

from typing import Final

from alembic import op

from hodhod.store.query import POSTGRESQL

PARTITIONS: Final = 16
"""Of every partitioned table. It cannot be changed afterwards without copying the tables."""


def create_partitions(table: str) -> None:
    """All partitions of a table that has just been created; nothing on SQLite."""
    if op.get_context().dialect.name != POSTGRESQL:
        return
    for number in range(PARTITIONS):
        op.execute(
            f"CREATE TABLE {table}_p{number:02} PARTITION OF {table}"
            f" FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        )
