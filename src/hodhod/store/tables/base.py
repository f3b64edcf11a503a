"""What the table definitions share: column shorthands for the two dialects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

# SQLite keeps a 64-bit value in any INTEGER, and only INTEGER makes a primary key the rowid itself.
Big = BigInteger().with_variant(Integer(), "sqlite")

# Text compared byte by byte on both dialects, so that a prefix is a range of its index.
Word = Text().with_variant(Text(collation="C"), "postgresql")


def big(name: str, *args: Any, **options: Any) -> Column[int]:
    """A 64-bit integer that is never NULL."""
    return Column(name, Big, *args, nullable=False, **options)


def big_or_null(name: str, **options: Any) -> Column[int | None]:
    return Column(name, Big, nullable=True, **options)


def number(name: str, default: int | None = None, **options: Any) -> Column[int]:
    """A 32-bit integer that is never NULL."""
    extra: dict[str, Any] = {} if default is None else {"server_default": str(default)}
    return Column(name, Integer, nullable=False, **extra, **options)


def text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="", **options)


def text_or_null(name: str, **options: Any) -> Column[str | None]:
    return Column(name, Text, nullable=True, **options)


def blob(name: str, **options: Any) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False, **options)


def blob_or_null(name: str, **options: Any) -> Column[bytes | None]:
    return Column(name, LargeBinary, nullable=True, **options)


def keyed(name: str, *parts: Any) -> Table:
    """A table whose rows live in their compound key."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


def partitioned(name: str, by: str, *parts: Any) -> Table:
    """A keyed table that is hash-partitioned by the column `by` on PostgreSQL."""
    return Table(
        name,
        metadata,
        *parts,
        sqlite_with_rowid=False,
        postgresql_partition_by=f"HASH ({by})",
        info={"partition": by},
    )


def owned(name: str, *parts: Any) -> Table:
    """A partitioned table whose key begins with `owner`."""
    return partitioned(name, "owner", *parts)
