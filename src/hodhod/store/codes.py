"""Codes that somebody asked for: how often they were tried and until when they are good. Never the code itself."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import login_codes


class CodeRow(NamedTuple):
    """The columns of `login_codes`, in order. used: when the right code was given; user_id: whom it is about."""

    hash: str
    phone: str
    key_id: int
    purpose: str
    serial: int
    tries: int
    created: int
    expires: int
    used: int = 0
    user_id: int = 0


_c = login_codes.c
_BY_HASH = _c.hash == bindparam("by_hash")
_OF_KEY = (
    (_c.phone == bindparam("by_phone")) & (_c.key_id == bindparam("by_key")) & (_c.purpose == bindparam("by_purpose"))
)
_put = insert(login_codes)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["hash"],
        set_={name: _put.excluded[name] for name in CodeRow._fields if name != "hash"},
    )
)
LOCK = Query(select(*_c).where(_BY_HASH).with_for_update())
FIND = Query(select(*_c).where(_BY_HASH))
OF_KEY = Query(select(*_c).where(_OF_KEY).order_by(_c.created.desc()).limit(1))
OF_PHONE = Query(select(*_c).where(_c.phone == bindparam("by_phone")).order_by(_c.created.desc()))
DROP = Query(delete(login_codes).where(_BY_HASH))
DROP_OF_KEY = Query(delete(login_codes).where(_OF_KEY))
TRIED = Query(update(login_codes).where(_BY_HASH).values(tries=_c.tries + 1))
USED = Query(update(login_codes).where(_BY_HASH).values(used=bindparam("now"), expires=bindparam("until")))
EXTEND = Query(update(login_codes).where(_BY_HASH).values(expires=bindparam("until")))
EXPIRE = Query(delete(login_codes).where(_c.expires < bindparam("before")))


async def put(tx: Tx, row: CodeRow) -> None:
    """A new code, in the place of one with the same hash."""
    await tx.run(PUT, **row._asdict())


async def lock(tx: Tx, code_hash: str) -> CodeRow | None:
    """The row, held until the end of the transaction, so that tries are counted one by one."""
    row = await tx.one(LOCK, by_hash=code_hash)
    return CodeRow(*row) if row else None


async def find(tx: Tx, code_hash: str) -> CodeRow | None:
    row = await tx.one(FIND, by_hash=code_hash)
    return CodeRow(*row) if row else None


async def of_key(tx: Tx, phone: str, key_id: int, purpose: str) -> CodeRow | None:
    """The newest code that this key asked for."""
    row = await tx.one(OF_KEY, by_phone=phone, by_key=key_id, by_purpose=purpose)
    return CodeRow(*row) if row else None


async def of_phone(tx: Tx, phone: str) -> list[CodeRow]:
    """All codes asked for a number, the newest first."""
    return [CodeRow(*row) for row in await tx.all(OF_PHONE, by_phone=phone)]


async def tried(tx: Tx, code_hash: str) -> None:
    """One more wrong try."""
    await tx.run(TRIED, by_hash=code_hash)


async def used(tx: Tx, code_hash: str, now: int, until: int) -> None:
    """The right code was given; what it proves holds until then."""
    await tx.run(USED, by_hash=code_hash, now=now, until=until)


async def extend(tx: Tx, code_hash: str, until: int) -> None:
    await tx.run(EXTEND, by_hash=code_hash, until=until)


async def drop(tx: Tx, code_hash: str) -> bool:
    return bool(await tx.run(DROP, by_hash=code_hash))


async def drop_of_key(tx: Tx, phone: str, key_id: int, purpose: str) -> None:
    """Forget what this key asked for before."""
    await tx.run(DROP_OF_KEY, by_phone=phone, by_key=key_id, by_purpose=purpose)


async def expire(tx: Tx, before: int) -> int:
    """Forget codes that expired before this moment. Returns how many."""
    return await tx.run(EXPIRE, before=before)
