"""Authorization keys, permanent and temporary. The key itself is sealed before it comes here (store/sealing.py).

A temporary key is bound to one permanent key, a permanent one may have several; they die with its authorisation, and a
permanent key outlives it: a client that was logged out still gets a readable answer, 401.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import auth_keys

_k = auth_keys.c
_BY_ID = _k.id == bindparam("by_id")
ADD = Query(insert(auth_keys).on_conflict_do_nothing(index_elements=["id"]))
LOAD = Query(select(_k.sealed, _k.expires, _k.perm_key_id, _k.dc).where(_BY_ID))
ANY = Query(select(_k.id).limit(1))
REMOVE = Query(delete(auth_keys).where(_BY_ID))
BIND = Query(
    update(auth_keys)
    .where(_BY_ID & (_k.expires > 0) & (_k.perm_key_id.is_(None) | (_k.perm_key_id == bindparam("perm"))))
    .values(perm_key_id=bindparam("perm"))
)
TEMPORARY_OF = Query(select(_k.id).where(any_of(_k.perm_key_id, "perms")))
REMOVE_MANY = Query(delete(auth_keys).where(any_of(_k.id, "ids")))
EXPIRE = Query(delete(auth_keys).where((_k.expires > 0) & (_k.expires < bindparam("before"))))


class KeyTaken(Exception):
    """A key of this id exists already."""


class StoredKey(NamedTuple):
    """expires 0: permanent. perm_key_id: what a temporary key is bound to. dc: 0 when the client did not say."""

    sealed: bytes
    expires: int
    perm_key_id: int | None
    dc: int


async def load(tx: Tx, key_id: int) -> StoredKey | None:
    """The key of this id, an expired temporary one too."""
    row = await tx.one(LOAD, by_id=key_id)
    return StoredKey(*row) if row else None


async def add(tx: Tx, key_id: int, sealed: bytes, *, created: int, expires: int = 0, dc: int = 0) -> None:
    """A new key; expires 0 for a permanent one. Raises KeyTaken."""
    params = {"id": key_id, "sealed": sealed, "created": created, "expires": expires, "perm_key_id": None, "dc": dc}
    if not await tx.run(ADD, **params):
        raise KeyTaken(key_id)


async def exist(tx: Tx) -> bool:
    """Has this database any key?"""
    return bool(await tx.all(ANY))


async def bind(tx: Tx, temp_key_id: int, perm_key_id: int) -> bool:
    """Bind a temporary key; False when there is none of this id, or it is bound to another permanent key."""
    return bool(await tx.run(BIND, by_id=temp_key_id, perm=perm_key_id))


async def remove(tx: Tx, key_id: int) -> bool:
    """Forget a key; False when there was none."""
    return bool(await tx.run(REMOVE, by_id=key_id))


async def temporary_of(tx: Tx, perm_key_ids: Sequence[int]) -> list[int]:
    """The temporary keys bound to these permanent ones."""
    if not perm_key_ids:
        return []
    return [row[0] for row in await tx.all(TEMPORARY_OF, perms=list(perm_key_ids))]


async def remove_many(tx: Tx, key_ids: Sequence[int]) -> None:
    if key_ids:
        await tx.run(REMOVE_MANY, ids=list(key_ids))


async def expire(tx: Tx, before: int) -> int:
    """Forget temporary keys that expired before this moment. Returns how many."""
    return await tx.run(EXPIRE, before=before)
