"""What people reported."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.records import Report
from hodhod.store.tables import reports

_r = reports.c
_NEW = ("date", "reporter", "peer", "about", "reason", "messages", "comment")
ADD = Query(insert(reports).values({name: bindparam(name) for name in _NEW}))
NEWEST = Query(select(*_r).where(_r.id < bindparam("below")).order_by(_r.id.desc()).limit(bindparam("count")))


async def add(tx: Tx, row: Report) -> None:
    """The row's id is given here."""
    values = row._asdict()
    await tx.run(ADD, **{name: values[name] for name in _NEW})


async def newest(tx: Tx, below: int, count: int) -> list[Report]:
    """Reports before the one with this id, the newest first."""
    return [Report(*row) for row in await tx.all(NEWEST, below=below, count=count)]
