"""Small numbers by name: how far something has got."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import counters

_c = counters.c
_first = insert(counters).values(name=bindparam("name"), value=bindparam("by"))
ADD = Query(
    _first.on_conflict_do_update(index_elements=["name"], set_={"value": _c.value + bindparam("by")}).returning(
        _c.value
    )
)
SET = Query(update(counters).where(_c.name == bindparam("by_name")).values(value=bindparam("new")))


async def hold(tx: Tx, name: str) -> int:
    """The number, 0 when there was none; nobody else changes it until the transaction ends."""
    return await add(tx, name, 0)


async def add(tx: Tx, name: str, by: int = 1) -> int:
    """The number after so many more."""
    row = await tx.one(ADD, name=name, by=by)
    assert row is not None
    return int(row[0])


async def put(tx: Tx, name: str, value: int) -> None:
    """Set a number that is held."""
    await tx.run(SET, by_name=name, new=value)
