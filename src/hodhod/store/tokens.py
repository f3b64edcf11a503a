"""Short-lived tokens: QR codes that wait to be accepted, and authorisations on their way to another DC.

What is kept is the hash of a token: whoever reads the database cannot use it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import login_tokens, transfers


class LoginToken(NamedTuple):
    """The columns of `login_tokens`, in order. user_id 0: nobody accepted it yet."""

    token: str
    key_id: int
    api_id: int
    expires: int
    user_id: int


class Transfer(NamedTuple):
    """The columns of `transfers`, in order."""

    token: str
    user_id: int
    expires: int


_t = login_tokens.c
ADD = Query(insert(login_tokens))
FIND = Query(select(*_t).where(_t.token == bindparam("by_token")))
ACCEPTED_BY_KEY = Query(
    select(*_t)
    .where((_t.key_id == bindparam("by_key")) & (_t.user_id > 0) & (_t.expires >= bindparam("now")))
    .order_by(_t.expires.desc())
    .limit(1)
)
ACCEPT = Query(
    update(login_tokens)
    .where((_t.token == bindparam("by_token")) & (_t.user_id == 0))
    .values(user_id=bindparam("new_user"), expires=bindparam("until"))
)
DROP_OF_KEY = Query(delete(login_tokens).where(_t.key_id == bindparam("by_key")))
DROP_STALE_OF_KEY = Query(
    delete(login_tokens).where((_t.key_id == bindparam("by_key")) & (_t.expires < bindparam("before")))
)
EXPIRE = Query(delete(login_tokens).where(_t.expires < bindparam("before")))
ADD_TRANSFER = Query(insert(transfers))
_x = transfers.c
FIND_TRANSFER = Query(select(*_x).where(_x.token == bindparam("by_token")))
DROP_TRANSFER = Query(delete(transfers).where(_x.token == bindparam("by_token")))
EXPIRE_TRANSFERS = Query(delete(transfers).where(_x.expires < bindparam("before")))


def hashed(token: bytes) -> str:
    return hashlib.sha256(token).hexdigest()


async def add(tx: Tx, token: bytes, key_id: int, api_id: int, expires: int, now: int) -> None:
    """A QR token shown by this key. Its earlier ones stay good until they expire: somebody may be scanning one."""
    await tx.run(DROP_STALE_OF_KEY, by_key=key_id, before=now)
    row = LoginToken(hashed(token), key_id, api_id, expires, 0)
    await tx.run(ADD, **row._asdict())


async def find(tx: Tx, token: bytes) -> LoginToken | None:
    row = await tx.one(FIND, by_token=hashed(token))
    return LoginToken(*row) if row else None


async def accepted_by_key(tx: Tx, key_id: int, now: int) -> LoginToken | None:
    """The token of this key that somebody has accepted."""
    row = await tx.one(ACCEPTED_BY_KEY, by_key=key_id, now=now)
    return LoginToken(*row) if row else None


async def accept(tx: Tx, token: bytes, user_id: int, until: int) -> bool:
    """False when somebody did before."""
    return bool(await tx.run(ACCEPT, by_token=hashed(token), new_user=user_id, until=until))


async def drop_of_key(tx: Tx, key_id: int) -> None:
    await tx.run(DROP_OF_KEY, by_key=key_id)


async def add_transfer(tx: Tx, token: bytes, user_id: int, expires: int) -> None:
    await tx.run(ADD_TRANSFER, token=hashed(token), user_id=user_id, expires=expires)


async def take_transfer(tx: Tx, token: bytes) -> Transfer | None:
    """The transfer of this token, once."""
    row = await tx.one(FIND_TRANSFER, by_token=hashed(token))
    if row is None or not await tx.run(DROP_TRANSFER, by_token=hashed(token)):
        return None
    return Transfer(*row)


async def expire(tx: Tx, before: int) -> int:
    """Forget tokens that expired before this moment. Returns how many."""
    return await tx.run(EXPIRE, before=before) + await tx.run(EXPIRE_TRANSFERS, before=before)
