"""Phone numbers that may not ask for a code."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import bans

UNTIL = Query(select(bans.c.until).where(bans.c.phone == bindparam("by_phone")))


async def is_banned(tx: Tx, phone: str, now: int) -> bool:
    row = await tx.one(UNTIL, by_phone=phone)
    return row is not None and int(row[0]) > now
