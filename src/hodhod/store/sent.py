"""Exactly once: what a sender's random_id became.

Rows are forgotten by walking the table in the order of its key, a slice at a time: an index by date would cost every
send, and a walk once a day costs each row a few reads.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, tuple_, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import sent


class Sent(NamedTuple):
    peer: int
    content_id: int


class Key(NamedTuple):
    """A place in the table."""

    owner: int
    random_id: int


FIRST, LAST = Key(-(2**63), -(2**63)), Key(2**63 - 1, 2**63 - 1)


CLAIM = Query(insert(sent).on_conflict_do_nothing(index_elements=["owner", "random_id"]))
FIND = Query(
    select(sent.c.peer, sent.c.content_id).where(
        (sent.c.owner == bindparam("owner")) & (sent.c.random_id == bindparam("random_id"))
    )
)
BECAME = Query(
    update(sent)
    .where(
        (sent.c.owner == bindparam("by_owner"))
        & (sent.c.random_id == bindparam("by_random_id"))
        & (sent.c.content_id == bindparam("old"))
    )
    .values(content_id=bindparam("new"))
)
_key = tuple_(sent.c.owner, sent.c.random_id)
_AFTER = _key > tuple_(bindparam("after_owner"), bindparam("after_id"))
SLICE_END = Query(
    select(sent.c.owner, sent.c.random_id)
    .where(_AFTER)
    .order_by(sent.c.owner, sent.c.random_id)
    .limit(1)
    .offset(bindparam("skip"))
)
EXPIRE = Query(
    delete(sent).where(
        _AFTER & (_key <= tuple_(bindparam("last_owner"), bindparam("last_id"))) & (sent.c.date < bindparam("before"))
    )
)


async def claim(tx: Tx, owner: int, random_id: int, peer: int, content_id: int, now: int) -> Sent | None:
    """Claim a random_id for this content; None when it is ours, else what it became before.

    On PostgreSQL a repeat waits here until the first transaction has ended.
    """
    fresh = await tx.run(CLAIM, owner=owner, random_id=random_id, peer=peer, content_id=content_id, date=now)
    if fresh:
        return None
    row = await tx.one(FIND, owner=owner, random_id=random_id)
    return Sent(*row) if row else None


async def became(tx: Tx, owner: int, random_id: int, old: int, new: int) -> None:
    """What was sent with this random_id is another content now."""
    await tx.run(BECAME, by_owner=owner, by_random_id=random_id, old=old, new=new)


async def expire(tx: Tx, before: int, after: Key, count: int) -> Key | None:
    """Forget rows older than `before` (unix seconds) among the next `count` after a key, in the order of keys.

    Returns the key to go on after, None when there are no more.
    """
    position = {"after_owner": after.owner, "after_id": after.random_id}
    row = await tx.one(SLICE_END, skip=count - 1, **position)
    end = Key(*row) if row else LAST
    await tx.run(EXPIRE, before=before, last_owner=end.owner, last_id=end.random_id, **position)
    return end if row else None
