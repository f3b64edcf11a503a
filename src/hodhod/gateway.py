"""The application behind the sockets: keys and authorisations of this node, a Client for each session, requests to
the gate.

An Authorization object is shared by all sessions of its permanent key and of the temporary keys bound to it; it lives
as long as
one of them does. What changes it does so after a commit, through the records that the transaction emitted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from hodhod import tl
from hodhod.delivery.fanout import Fanout
from hodhod.delivery.push import TOO_LONG
from hodhod.domain.updates import AuthorizationChanged, LoginTokenAccepted, SessionsEnded
from hodhod.mtproto import AuthKey, KeyIdTaken, PeerInfo, Session, rpc_error
from hodhod.rpc.client import Authorization, Client
from hodhod.rpc.dispatch import Dispatcher
from hodhod.store import auth_keys, authorizations
from hodhod.store.db import Database, Tx
from hodhod.store.sealing import Sealer
from hodhod.tl import types

log = logging.getLogger("hodhod.gateway")


class Gateway:
    """Implements net.Gateway. `revoke(key_id)` drops a key's sessions from the node."""

    def __init__(self, db: Database, sealer: Sealer, fanout: Fanout, clock: Callable[[], float]) -> None:
        self._db = db
        self._sealer = sealer
        self._fanout = fanout
        self._clock = clock
        self._auths: dict[int, Authorization] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.dispatcher: Dispatcher
        self.revoke: Callable[[int], None] = lambda key_id: None
        fanout.watch(SessionsEnded, self._sessions_ended)
        fanout.watch(LoginTokenAccepted, self._login_token)
        fanout.watch(AuthorizationChanged, self._authorization_changed)

    # --- keys

    async def find_key(self, key_id: int) -> AuthKey | None:
        async def read(tx: Tx) -> tuple[auth_keys.StoredKey | None, Authorization | None]:
            stored = await auth_keys.load(tx, key_id)
            perm = (stored.perm_key_id or (0 if stored.expires else key_id)) if stored else 0
            return stored, await _load(tx, perm) if perm else None

        stored, auth = await self._db.read(read)
        if stored is None:
            return None
        key = AuthKey.from_bytes(self._sealer.open(stored.sealed, sealing_purpose(key_id)), stored.expires or None)
        key.perm_key_id = stored.perm_key_id
        key.dc_id = stored.dc or None
        if auth is not None:
            self._auths.setdefault(auth.key_id, auth)
        return key

    async def store_key(self, key: AuthKey) -> None:
        now = int(self._clock())
        sealed = self._sealer.seal(key.key, sealing_purpose(key.id))

        async def write(tx: Tx) -> None:
            await auth_keys.add(tx, key.id, sealed, created=now, expires=key.expires_at or 0, dc=key.dc_id or 0)

        try:
            await self._db.write(write)
        except auth_keys.KeyTaken:
            raise KeyIdTaken(key.id) from None

    async def destroy_key(self, key_id: int) -> bool:
        """The key and the temporary ones bound to it. The node drops the key itself once it has told the client."""

        async def write(tx: Tx) -> tuple[bool, list[int]]:
            bound = await auth_keys.temporary_of(tx, [key_id])
            await auth_keys.remove_many(tx, bound)
            return await auth_keys.remove(tx, key_id), bound

        removed, bound = await self._db.write(write)
        for temp_key_id in bound:
            self.revoke(temp_key_id)
        return removed

    # --- sessions and requests

    def session_opened(self, session: Session) -> None:
        if session.overflow:
            session.send_updates_too_long(TOO_LONG)

    def session_closed(self, session: Session) -> None:
        """Kept: the session may come back, and finds its updates waiting."""

    def session_destroyed(self, session: Session) -> None:
        client = session.data
        if isinstance(client, Client):
            self._leave(client)
        session.data = None

    def request(self, session: Session, msg_id: int, body: bytes, peer: PeerInfo) -> None:
        self._begin(self._serve(session, msg_id, body, peer))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, session: Session, msg_id: int, body: bytes, peer: PeerInfo) -> None:
        client = session.data
        if not isinstance(client, Client) or client.auth.key_id != perm_key_of(session.key):
            try:
                client = await self._enter(session)
            except Exception:
                log.exception("no authorisation could be loaded")
                session.send_result(msg_id, rpc_error(400, "INTERNAL_ERROR"))
                return
        await self.dispatcher.serve(client, msg_id, body, peer)

    async def _enter(self, session: Session) -> Client:
        """The Client of a session that is new here, or whose temporary key was bound since."""
        key_id = perm_key_of(session.key)
        auth = self._auths.get(key_id)
        if auth is None and key_id:
            loaded = await self._db.read(lambda tx: _load(tx, key_id))
            auth = self._auths.setdefault(key_id, loaded or Authorization(key_id))
        old = session.data
        if isinstance(old, Client) and old.auth.key_id == key_id:
            return old  # another request of the session was quicker while the row was read
        client = Client(session, auth or Authorization(0))
        client.auth.clients.add(client)
        session.data = client
        if isinstance(old, Client):
            self._leave(old)
        return client

    def _leave(self, client: Client) -> None:
        self._fanout.unsubscribe(client)
        auth = client.auth
        auth.clients.discard(client)
        if not auth.clients and self._auths.get(auth.key_id) is auth:
            del self._auths[auth.key_id]

    async def remember(self, auth: Authorization) -> None:
        """Store what a key announced of itself."""
        if auth.key_id:
            await self._db.write(lambda tx: authorizations.save(tx, auth))
            auth.changed = False

    # --- records that concern keys

    def _authorization_changed(self, record: AuthorizationChanged) -> None:
        """A transaction changed the row: the object follows, and its sessions change owner."""
        auth = self._auths.get(record.key_id)
        if auth is None:
            return
        moves = record.values.get("user_id", auth.user_id) != auth.user_id
        listening = [client for client in auth.clients if client.updates] if moves else []
        for client in listening:
            self._fanout.unsubscribe(client)
        for name, value in record.values.items():
            setattr(auth, name, value)
        if auth.user_id:
            for client in listening:
                self._begin(self._fanout.subscribe(client))

    def _sessions_ended(self, record: SessionsEnded) -> None:
        for key_id in record.key_ids:
            auth = self._auths.get(key_id)
            if auth is None:  # a temporary key, or not held here
                self.revoke(key_id)
                continue
            self._authorization_changed(AuthorizationChanged(key_id, {"user_id": 0, "pending_user": 0, "hash": 0}))
            for client in auth.clients:  # whoever only listens asks for the difference, and learns of its end by a 401
                client.session.send_updates_too_long(TOO_LONG)

    def _login_token(self, record: LoginTokenAccepted) -> None:
        auth = self._auths.get(record.key_id)
        if auth is not None:
            update = types.UpdateShort(update=types.UpdateLoginToken(), date=int(self._clock()))
            for client in auth.clients:
                client.session.send_update(tl.encode(update, auth.wire_layer))

    async def finish(self) -> None:
        """Wait for requests under way."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)


def sealing_purpose(key_id: int) -> str:
    """Names the record, so that a sealed key copied into another row does not open."""
    return f"auth_key:{key_id}"


async def _load(tx: Tx, key_id: int) -> Authorization | None:
    row = await authorizations.load(tx, key_id)
    return Authorization(**row._asdict()) if row else None


def perm_key_of(key: AuthKey) -> int:
    """The permanent key that stands behind a key; 0: a temporary key that is not bound."""
    return (key.perm_key_id or 0) if key.is_temporary else key.id
