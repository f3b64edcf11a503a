"""Authorisations: one row a permanent key that announced itself or signed in.

Two writers, two sets of columns. What a client says of itself (`save`) never touches whose key it is, and signing in or
out never touches the device, so the two need no lock between them. Signing out keeps the row: the layer stays known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import authorizations

_a = authorizations.c
DEVICE = ("layer", "api_id", "device", "system", "app_version", "lang_code", "ip", "active")
OWNER = ("user_id", "pending_user", "hash", "created", "active", "qts", "flags")


class AuthorizationRow(NamedTuple):
    """The columns of `authorizations`, in order; rpc/client.py holds the same in memory."""

    key_id: int
    user_id: int = 0
    pending_user: int = 0
    hash: int = 0
    layer: int = 0
    api_id: int = 0
    device: str = ""
    system: str = ""
    app_version: str = ""
    lang_code: str = ""
    ip: str = ""
    created: int = 0
    active: int = 0
    qts: int = 0
    flags: int = 0
    push: str = ""


class Announced(Protocol):
    """What a client said of itself: rpc.client.Authorization, or a row."""

    @property
    def key_id(self) -> int: ...
    @property
    def layer(self) -> int: ...
    @property
    def api_id(self) -> int: ...
    @property
    def device(self) -> str: ...
    @property
    def system(self) -> str: ...
    @property
    def app_version(self) -> str: ...
    @property
    def lang_code(self) -> str: ...
    @property
    def ip(self) -> str: ...
    @property
    def active(self) -> int: ...


def _upsert(columns: Sequence[str]) -> Query:
    put = insert(authorizations)
    changed = {name: put.excluded[name] for name in columns}
    return Query(put.on_conflict_do_update(index_elements=["key_id"], set_=changed))


_BY_KEY = _a.key_id == bindparam("by_key")
_LIVE = _a.user_id == bindparam("by_user")
LOAD = Query(select(*_a).where(_BY_KEY))
SAVE = _upsert(DEVICE)
SIGN_IN = _upsert(OWNER)
OF_USER = Query(select(*_a).where(_LIVE).order_by(_a.active.desc(), _a.key_id))
SIGN_OUT = Query(
    update(authorizations)
    .where(any_of(_a.key_id, "keys"))
    .values(user_id=0, pending_user=0, hash=0, flags=0, qts=0, push=bindparam("no_push"))
)
STALE = Query(
    select(_a.key_id, _a.user_id, _a.active)
    .where((_a.key_id > bindparam("after")) & (_a.user_id > 0) & (_a.active < bindparam("before")))
    .order_by(_a.key_id)
    .limit(bindparam("count"))
)
SET_FLAGS = Query(update(authorizations).where(_BY_KEY).values(flags=bindparam("new_flags")))


async def load(tx: Tx, key_id: int) -> AuthorizationRow | None:
    """None: a key that neither announced itself nor signed in."""
    row = await tx.one(LOAD, by_key=key_id)
    return AuthorizationRow(*row) if row else None


async def save(tx: Tx, auth: Announced) -> None:
    """Keep what the key announced of itself. Whose key it is stays as it is."""
    device = {name: getattr(auth, name) for name in DEVICE}
    await tx.run(SAVE, **AuthorizationRow(auth.key_id, created=auth.active)._replace(**device)._asdict())


async def sign_in(tx: Tx, row: AuthorizationRow) -> None:
    """Keep whose key it is (user_id, or pending_user while the password is due). The device stays as it is."""
    await tx.run(SIGN_IN, **row._asdict())


async def sign_out(tx: Tx, key_ids: Sequence[int]) -> None:
    """These keys are nobody's from now on."""
    if key_ids:
        await tx.run(SIGN_OUT, keys=list(key_ids), no_push="")


async def of_user(tx: Tx, user_id: int) -> list[AuthorizationRow]:
    """The user's signed-in keys, the most recently active first."""
    return [AuthorizationRow(*row) for row in await tx.all(OF_USER, by_user=user_id)]


async def idle_since(tx: Tx, before: int, after: int, count: int) -> list[tuple[int, int, int]]:
    """(key, user, last active) of signed-in keys not seen since `before`, in order of key, the next `count`."""
    return [(row[0], row[1], row[2]) for row in await tx.all(STALE, before=before, after=after, count=count)]


async def set_flags(tx: Tx, key_id: int, flags: int) -> None:
    """flags: store/bits.py AuthFlag."""
    await tx.run(SET_FLAGS, by_key=key_id, new_flags=flags)
