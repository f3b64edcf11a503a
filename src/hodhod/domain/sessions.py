"""Sessions of an account: one a login, with its device; ended one by one, all others at once, or by the device itself.

A session is named by `hash`. Keys that came by auth.importAuthorization (a client's connections to other DCs) share the
hash of the session that exported them, are not listed, and end with it.

A login is unconfirmed until another session confirms it or AUTOCONFIRM has passed, unless another session let it in
(QR). The account's sessions are told of it, and again when it is confirmed or has ended.

Ending keeps the permanent key and its device, so that the client gets a readable 401, and forgets its temporary keys.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import settings
from hodhod.domain.updates import AuthorizationChanged, SessionsEnded, StateKind, set_state
from hodhod.domain.viewer import Viewer, World
from hodhod.store import auth_keys
from hodhod.store import authorizations as store
from hodhod.store import users as store_users
from hodhod.store.authorizations import AuthorizationRow
from hodhod.store.bits import AuthFlag
from hodhod.store.db import Tx

IMPORTED, CALLS_OFF, SECRET_OFF = int(AuthFlag.IMPORTED), int(AuthFlag.CALLS_OFF), int(AuthFlag.SECRET_OFF)
UNCONFIRMED = int(AuthFlag.UNCONFIRMED)
MAX_TTL_DAYS = 366
DAY = 24 * 3600
AUTOCONFIRM = 7 * DAY


def session_hash(world: World, key_id: int, user_id: int) -> int:
    """The name of this user's session on this key; never 0."""
    digest = hmac.digest(world.secret, f"session:{key_id}:{user_id}".encode(), "sha256")
    return int.from_bytes(digest[:8], "little", signed=True) or 1


async def every(tx: Tx, viewer: Viewer) -> list[AuthorizationRow]:
    """The viewer's sessions, the most recently active first."""
    return [row for row in await store.of_user(tx, viewer.user) if not row.flags & IMPORTED]


async def listed(tx: Tx, viewer: Viewer) -> list[AuthorizationRow]:
    """The viewer's sessions, the present one first, then the most recently active."""
    rows = await every(tx, viewer)
    present = await _present(tx, viewer)
    return sorted(rows, key=lambda row: row.hash != present.hash)


async def others(tx: Tx, user_id: int, key_id: int) -> list[AuthorizationRow]:
    """The user's sessions besides the one of this key, the most recently active first."""
    rows = await store.of_user(tx, user_id)
    return [row for row in rows if row.key_id != key_id and not row.flags & IMPORTED]


def is_unconfirmed(row: AuthorizationRow, now: int) -> bool:
    """Does this login still wait for a word of another session?"""
    return row.flags & UNCONFIRMED != 0 and now < row.created + AUTOCONFIRM


def device_name(row: AuthorizationRow) -> str:
    """The device as people recognise it."""
    return ", ".join(part for part in (row.device, row.system, row.app_version) if part) or "?"


async def tell(tx: Tx, user_id: int, session: int, now: int) -> None:
    """The user's sessions are told how this one stands."""
    await set_state(tx, user_id, StateKind.AUTHORIZATION, session, None, now)


async def _tell_ended(tx: Tx, viewer: Viewer, rows: Sequence[AuthorizationRow]) -> None:
    """What waited for a confirmation waits no more."""
    for session in sorted({row.hash for row in rows if is_unconfirmed(row, viewer.now)}):
        await tell(tx, viewer.user, session, viewer.now)


async def log_out(tx: Tx, viewer: Viewer, temp_key_id: int) -> None:
    """The viewer's own session ends by its own wish. Its temporary key in use stays to carry the answer."""
    rows = await store.of_user(tx, viewer.user)
    mine = next((row for row in rows if row.key_id == viewer.key_id), None)
    imported = [row.key_id for row in rows if mine and row.hash == mine.hash and row.key_id != viewer.key_id]
    if mine:
        await _tell_ended(tx, viewer, [mine])
    await _forget(tx, [viewer.key_id, *imported], keep=temp_key_id)
    tx.emit(signed_out(viewer.key_id))
    if imported:
        tx.emit(SessionsEnded(tuple(imported)))


async def end(tx: Tx, viewer: Viewer, session: int) -> None:
    """End one other session. Raises HASH_INVALID, FRESH_RESET_AUTHORISATION_FORBIDDEN."""
    present = await _settled(tx, viewer)
    rows = [row for row in await store.of_user(tx, viewer.user) if row.hash == session]
    if not rows or session == present.hash:
        raise errors.HASH_INVALID
    await _tell_ended(tx, viewer, rows)
    await end_keys(tx, [row.key_id for row in rows])


async def end_others(tx: Tx, viewer: Viewer) -> None:
    """End all sessions but the present one. Raises FRESH_RESET_AUTHORISATION_FORBIDDEN."""
    present = await _settled(tx, viewer)
    rows = [row for row in await store.of_user(tx, viewer.user) if row.hash != present.hash]
    await _tell_ended(tx, viewer, rows)
    await end_keys(tx, [row.key_id for row in rows])


async def end_all(tx: Tx, user_id: int) -> None:
    """End every session of a user: the account is gone."""
    await end_keys(tx, [row.key_id for row in await store.of_user(tx, user_id)])


async def end_keys(tx: Tx, key_ids: Sequence[int]) -> None:
    """These permanent keys are nobody's from now on, on every node."""
    if key_ids:
        await _forget(tx, key_ids)
        tx.emit(SessionsEnded(tuple(key_ids)))


async def _forget(tx: Tx, key_ids: Sequence[int], keep: int = 0) -> None:
    await store.sign_out(tx, key_ids)
    temporary = await auth_keys.temporary_of(tx, key_ids)
    await auth_keys.remove_many(tx, [key_id for key_id in temporary if key_id != keep])


def signed_out(key_id: int) -> AuthorizationChanged:
    """The columns that store/authorizations.py sign_out resets."""
    return AuthorizationChanged(key_id, {"user_id": 0, "pending_user": 0, "hash": 0, "flags": 0, "qts": 0, "push": ""})


async def bind_temporary(tx: Tx, temp_key_id: int, device: AuthorizationRow) -> bool:
    """Bind a temporary key to the permanent one `device.key_id`; False when it is bound to another.

    What was announced on the temporary key before (layer 0: nothing) is the permanent key's from now on.
    """
    if not await auth_keys.bind(tx, temp_key_id, device.key_id):
        return False
    if device.layer:
        await store.save(tx, device)
        tx.emit(AuthorizationChanged(device.key_id, {name: getattr(device, name) for name in store.DEVICE}))
    return True


async def drop_temporary(tx: Tx, viewer: Viewer, kept: Sequence[int]) -> None:
    """Forget the temporary keys of the viewer's permanent key, all but `kept`."""
    dropped = [key_id for key_id in await auth_keys.temporary_of(tx, [viewer.key_id]) if key_id not in kept]
    await auth_keys.remove_many(tx, dropped)
    if dropped:
        tx.emit(SessionsEnded(tuple(dropped)))


async def _present(tx: Tx, viewer: Viewer) -> AuthorizationRow:
    row = await store.load(tx, viewer.key_id)
    if row is None or row.user_id != viewer.user:
        raise errors.AUTH_KEY_UNREGISTERED  # ended by another session while this request waited
    return row


async def _named(tx: Tx, viewer: Viewer, session: int) -> AuthorizationRow:
    for row in await store.of_user(tx, viewer.user):
        if row.hash == session and not row.flags & IMPORTED:
            return row
    raise errors.HASH_INVALID


async def _settled(tx: Tx, viewer: Viewer) -> AuthorizationRow:
    """The viewer's own session, no longer fresh. Raises FRESH_RESET_AUTHORISATION_FORBIDDEN."""
    row = await _present(tx, viewer)
    if is_fresh(viewer, row):
        raise errors.FRESH_RESET_AUTHORISATION_FORBIDDEN
    return row


def is_fresh(viewer: Viewer, row: AuthorizationRow) -> bool:
    """Was this session made so recently that it may not yet take the account from others?"""
    return viewer.now < row.created + viewer.world.limits.fresh_session


async def freshness(tx: Tx, viewer: Viewer) -> int:
    """Seconds until the viewer's session is no longer new, 0: it is not."""
    return max(0, (await _present(tx, viewer)).created + viewer.world.limits.fresh_session - viewer.now)


async def check_settled(tx: Tx, viewer: Viewer, refusal: type[errors.RpcError]) -> None:
    """Raises `refusal` for a session that is too fresh."""
    if is_fresh(viewer, await _present(tx, viewer)):
        raise refusal


async def change(
    tx: Tx, viewer: Viewer, session: int, confirmed: bool, secret_off: bool | None, calls_off: bool | None
) -> None:
    """What a session accepts; None leaves it. A session does not confirm itself. Raises HASH_INVALID."""
    row = await _named(tx, viewer, session) if session else await _present(tx, viewer)
    flags = row.flags
    if confirmed and flags & UNCONFIRMED:
        if row.key_id == viewer.key_id:
            raise errors.HASH_INVALID
        flags &= ~UNCONFIRMED
        await tell(tx, viewer.user, row.hash, viewer.now)
    for bit, off in ((SECRET_OFF, secret_off), (CALLS_OFF, calls_off)):
        if off is not None:
            flags = flags | bit if off else flags & ~bit
    await store.set_flags(tx, row.key_id, flags)
    tx.emit(AuthorizationChanged(row.key_id, {"flags": flags}))


async def set_ttl(tx: Tx, viewer: Viewer, days: int) -> None:
    """End sessions that are idle for so long. Raises TTL_DAYS_INVALID."""
    if not 1 <= days <= MAX_TTL_DAYS:
        raise errors.TTL_DAYS_INVALID
    await settings.put(tx, viewer, authorization_ttl=days)


async def end_idle(tx: Tx, now: int, after: int, count: int) -> int | None:
    """End sessions idle for longer than their user wants, among the next `count` keys above `after`.

    Returns the key to go on after, None when there are no more: for a daily job.
    """
    idle = await store.idle_since(tx, now - DAY, after, count)
    users = await store_users.by_ids(tx, sorted({user_id for _, user_id, _ in idle}))
    ended = [
        key_id
        for key_id, user_id, active in idle
        if user_id in users and active < now - DAY * int(settings.value(users[user_id], "authorization_ttl"))
    ]
    await end_keys(tx, ended)
    return idle[-1][0] if len(idle) == count else None
