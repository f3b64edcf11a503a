"""2FA passwords: salts and verifier, never a password; the recovery address, and resets that wait."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.tables import passwords


class PasswordRow(NamedTuple):
    """The columns of `passwords`, in order. verifier None: no password (yet)."""

    user_id: int
    salt1: bytes | None = None
    salt2: bytes | None = None
    verifier: bytes | None = None
    hint: str = ""
    email: str = ""
    pending_email: str = ""
    reset_at: int = 0
    retry_at: int = 0
    changed: int = 0
    secure: bytes | None = None
    pending: bytes | None = None


_p = passwords.c
_put = insert(passwords)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["user_id"],
        set_={name: _put.excluded[name] for name in PasswordRow._fields if name != "user_id"},
    )
)
LOAD = Query(select(*_p).where(_p.user_id == bindparam("by_user")))
LOCK = Query(select(*_p).where(_p.user_id == bindparam("by_user")).with_for_update())
REMOVE = Query(delete(passwords).where(_p.user_id == bindparam("by_user")))


async def load(tx: Tx, user_id: int) -> PasswordRow:
    """What is kept for the user; an empty row when there is nothing."""
    row = await tx.one(LOAD, by_user=user_id)
    return PasswordRow(*row) if row else PasswordRow(user_id)


async def lock(tx: Tx, user_id: int) -> PasswordRow:
    """The same, held until the end of the transaction."""
    row = await tx.one(LOCK, by_user=user_id)
    return PasswordRow(*row) if row else PasswordRow(user_id)


async def put(tx: Tx, row: PasswordRow) -> None:
    await tx.run(PUT, **row._asdict())


async def remove(tx: Tx, user_id: int) -> bool:
    """False when there was nothing."""
    return bool(await tx.run(REMOVE, by_user=user_id))
