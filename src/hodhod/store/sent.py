"""Exactly once: what a sender's random_id became."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import sent


class Sent(NamedTuple):
    peer: int
    content_id: int


CLAIM = Query(insert(sent).on_conflict_do_nothing(index_elements=["owner", "random_id"]))
FIND = Query(
    select(sent.c.peer, sent.c.content_id).where(
        (sent.c.owner == bindparam("owner")) & (sent.c.random_id == bindparam("random_id"))
    )
)
EXPIRE = Query(delete(sent).where(sent.c.date < bindparam("before")))


async def claim(tx: Tx, owner: int, random_id: int, peer: int, content_id: int, now: int) -> Sent | None:
    """Claim a random_id for this content; None when it is ours, else what it became before.

    On PostgreSQL a repeat waits here until the first transaction has ended.
    """
    fresh = await tx.run(CLAIM, owner=owner, random_id=random_id, peer=peer, content_id=content_id, date=now)
    if fresh:
        return None
    row = await tx.one(FIND, owner=owner, random_id=random_id)
    return Sent(*row) if row else None


async def expire(tx: Tx, before: int) -> int:
    """Forget random_ids older than `before` (unix seconds). Returns how many."""
    return await tx.run(EXPIRE, before=before)
