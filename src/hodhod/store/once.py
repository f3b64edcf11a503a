"""The first answers of `once` methods."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import once

_KEY = (once.c.key_id == bindparam("by_key")) & (once.c.digest == bindparam("by_digest"))
FORGET = Query(delete(once).where(_KEY & (once.c.expires < bindparam("now"))))
CLAIM = Query(insert(once).on_conflict_do_nothing(index_elements=["key_id", "digest"]))
ANSWER = Query(select(once.c.answer).where(_KEY))
KEEP = Query(update(once).where(_KEY).values(answer=bindparam("new_answer")))
EXPIRE = Query(delete(once).where(once.c.expires < bindparam("now")))


async def claim(tx: Tx, key_id: int, digest: str, expires: int, now: int) -> bool:
    """True for the first; a repeat waits for it (PostgreSQL) and gets False."""
    await tx.run(FORGET, by_key=key_id, by_digest=digest, now=now)
    return bool(await tx.run(CLAIM, key_id=key_id, digest=digest, expires=expires, answer=b""))


async def answer(tx: Tx, key_id: int, digest: str) -> bytes:
    row = await tx.one(ANSWER, by_key=key_id, by_digest=digest)
    return bytes(row[0]) if row else b""


async def keep(tx: Tx, key_id: int, digest: str, answer: bytes) -> None:
    await tx.run(KEEP, by_key=key_id, by_digest=digest, new_answer=answer)


async def expire(tx: Tx, now: int) -> int:
    return await tx.run(EXPIRE, now=now)
