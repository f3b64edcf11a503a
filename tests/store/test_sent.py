"""What was sent is remembered for a week, and forgotten by a walk in slices."""

from __future__ import annotations

from sqlalchemy import select

from hodhod.store import sent
from hodhod.store.db import Database, Tx
from hodhod.store.query import Query
from hodhod.store.tables import sent as table

LEFT = Query(select(table.c.owner, table.c.random_id).order_by(table.c.owner, table.c.random_id))
OLD, NEW = 100, 200


async def test_old_rows_go_slice_by_slice(database: Database) -> None:
    """Owners and random ids of both signs, old and new mixed; a slice may end inside an owner's rows."""
    keys = [(owner, random_id) for owner in (-5, 1, 2, 3) for random_id in (-(2**63), -7, 0, 9, 2**63 - 1)]

    async def fill(tx: Tx) -> None:
        for number, (owner, random_id) in enumerate(keys):
            await sent.claim(tx, owner, random_id, 1, 1, OLD if number % 3 else NEW)

    await database.write(fill)
    after: sent.Key | None = sent.FIRST
    walked = []
    while after is not None:
        after = await database.write(lambda tx, after=after: sent.expire(tx, NEW, after, 3))  # type: ignore[misc]
        walked.append(after)
    assert len(walked) in (7, 8)
    left = await database.read(lambda tx: tx.all(LEFT))
    assert left == [key for number, key in enumerate(sorted(keys)) if number % 3 == 0]


async def test_an_empty_table(database: Database) -> None:
    assert await database.write(lambda tx: sent.expire(tx, NEW, sent.FIRST, 1000)) is None
