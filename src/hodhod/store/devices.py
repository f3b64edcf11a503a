"""authorizations.push: where the notifications of a permanent key go."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import authorizations

_BY_KEY = authorizations.c.key_id == bindparam("by_key")
PUSH = Query(select(authorizations.c.push).where(_BY_KEY))
PUT_PUSH = Query(update(authorizations).where(_BY_KEY).values(push=bindparam("new_push")))


async def push(tx: Tx, key_id: int) -> str:
    row = await tx.one(PUSH, by_key=key_id)
    return str(row[0]) if row else ""


async def put_push(tx: Tx, key_id: int, push: str) -> None:
    await tx.run(PUT_PUSH, by_key=key_id, new_push=push)
