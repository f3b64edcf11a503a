"""The statements that tests of transactions need: named counters."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.store.db import Database, Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import counters

_c = counters.c
_put = insert(counters)
_ADD = Query(
    _put.on_conflict_do_update(index_elements=["name"], set_={"value": _c.value + _put.excluded.value}).returning(
        _c.value
    )
)
_GET = Query(select(_c.value).where(_c.name == bindparam("name")))
_ALL = Query(select(_c.name, _c.value))
CREATE = Query(insert(counters))


async def add(tx: Tx, name: str, by: int = 1) -> int:
    """Count up; returns the new value."""
    row = await tx.one(_ADD, name=name, value=by)
    assert row is not None
    return int(row[0])


async def get(tx: Tx, name: str) -> int:
    row = await tx.one(_GET, name=name)
    return int(row[0]) if row else 0


async def everything(tx: Tx) -> dict[str, int]:
    return {str(name): int(value) for name, value in await tx.all(_ALL)}


async def stored(database: Database) -> dict[str, int]:
    return await database.read(everything)
