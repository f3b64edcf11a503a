"""The gate: every request passes here, in this order, and no handler repeats any of it.

    decode - unwrap invokeWith* - wait for invokeAfterMsg - look up - signed in? - bot or user? - flood limit -
    open the transaction - call - commit - deliver - encode in the caller's layer - answer

Whatever goes wrong is answered: the peer's mistake by the error's name, ours by 400 INTERNAL_ERROR and an id in the log
(clients repeat a 500 for ever). A result leaves through the session's queue after the updates that its own transaction
made have been handed to delivery, and after those that are older have gone, so no session sees a later pts before an
earlier one.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from hodhod import errors, tl
from hodhod.mtproto import PeerInfo, rpc_error
from hodhod.rpc.client import Authorization, Client
from hodhod.rpc.context import Context, Services
from hodhod.rpc.once import first_answer
from hodhod.rpc.registry import Kind, Method, Registry
from hodhod.rpc.wrappers import Call, unwrap
from hodhod.store.db import Tx
from hodhod.tl import TLFunction

log = logging.getLogger("hodhod.rpc")

AFTER_TIMEOUT = 30.0
MAX_AFTER = 64
SEEN_EVERY = 3600

Rejoin = Callable[[Client], Coroutine[Any, Any, None]]


class Dispatcher:
    """Answers requests. `subscribe(client)` is called when a session turns out to want updates; `remember(auth)` stores
    what a key announced of itself."""

    def __init__(
        self,
        registry: Registry,
        services: Services,
        subscribe: Rejoin,
        remember: Callable[[Authorization], Any],
    ) -> None:
        self.registry = registry
        self.services = services
        self.subscribe = subscribe
        self.remember = remember
        self.unknown: Counter[str] = Counter()

    async def serve(self, client: Client, msg_id: int, body: bytes, peer: PeerInfo) -> None:
        """Answer one request of this session, whatever happens."""
        self._enter(client, msg_id)
        try:
            answer = await self._answer(client, msg_id, body, peer)
        except errors.RpcError as refusal:
            answer = rpc_error(refusal.code, refusal.message)
        except Exception:
            answer = self._bug("request failed")
        finally:
            self._leave(client, msg_id)
        client.session.send_result(msg_id, answer)

    async def _answer(self, client: Client, msg_id: int, body: bytes, peer: PeerInfo) -> bytes:
        call = self._decode(body)
        if call.layer or call.device or self._is_unseen(client.auth):
            await self._announce(client.auth, call, peer.ip)
        if call.after:
            await self._wait_for(client, call.after)
        row = self._look_up(call.query)
        self._authorise(row, client.auth)
        if row.flood is not None:
            self.services.flood.check(row.flood, client.auth.user_id or client.auth.key_id)
        # help.getConfig counts too: after a reconnect Pyrogram and Kurigram ask for nothing else.
        if call.updates and client.auth.user_id and not row.quiet and not client.updates:
            await self.subscribe(client)
        context = Context(self.services, client, int(self.services.clock()), peer, msg_id=msg_id)
        result = await self._call(row, context, call.query)
        return self._encode(call.query, result, client.auth.wire_layer)

    def _decode(self, body: bytes) -> Call:
        try:
            return unwrap(tl.decode(body))
        except tl.DecodeError:
            # often a method of a layer that is newer than ours: counted by its constructor
            self.unknown[f"#{int.from_bytes(body[:4], 'little'):08x}"] += 1
            raise errors.INPUT_FETCH_ERROR from None

    async def _announce(self, auth: Authorization, call: Call, ip: str) -> None:
        device = call.device or {}
        if call.layer:
            device["layer"] = call.layer
        auth.announce(ip=ip, **device)
        if auth.changed or self._is_unseen(auth):
            auth.active = int(self.services.clock())
            await self.remember(auth)

    def _is_unseen(self, auth: Authorization) -> bool:
        """When a session was last active is written once in a while, not with every request."""
        return auth.user_id > 0 and self.services.clock() - auth.active > SEEN_EVERY

    def _look_up(self, query: TLFunction) -> Method:
        row = self.registry.methods.get(type(query))
        if row is None:
            self.unknown[query.NAME] += 1
            raise errors.METHOD_INVALID
        return row

    def _authorise(self, row: Method, auth: Authorization) -> None:
        if row.login and not auth.key_id:
            raise errors.AUTH_KEY_PERM_EMPTY
        if row.login and not auth.user_id:
            raise errors.SESSION_PASSWORD_NEEDED if auth.pending_user else errors.AUTH_KEY_UNREGISTERED

    async def _call(self, row: Method, context: Context, query: TLFunction) -> Any:
        if row.kind is Kind.WRITE:
            handler = first_answer(row) if row.once else row.handler
            write = self.services.db.write_with_events
            result, records = await write(lambda tx: handler(context.within(tx), query))
        else:
            result = await self._read(row, context, query)
            records = context.records
        if records:
            await context.deliver(records)
        return result

    async def _read(self, row: Method, context: Context, query: TLFunction) -> Any:
        if row.kind is Kind.FREE:
            return await row.handler(context, query)

        def read(tx: Tx) -> Coroutine[Any, Any, Any]:
            inner = context.within(tx)
            context.records = inner.records
            return row.handler(inner, query)

        return await self.services.db.read(read)

    def _encode(self, query: TLFunction, result: Any, layer: int) -> bytes:
        return tl.encode_result(query, result, layer)

    # --- invokeAfterMsg: a request that others may wait for is entered when it arrives and left when it is answered

    def _enter(self, client: Client, msg_id: int) -> None:
        if client.pending is None:
            client.pending = {}
        client.pending[msg_id] = None

    def _leave(self, client: Client, msg_id: int) -> None:
        pending = client.pending
        waiter = pending.pop(msg_id, None) if pending is not None else None
        if not pending:
            client.pending = None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def _wait_for(self, client: Client, msg_ids: list[int]) -> None:
        """Until these requests are answered; one that is not under way (done, or never seen) does not block."""
        waits = [w for i in msg_ids[:MAX_AFTER] if (w := self._waiter(client, i)) is not None]
        if waits:
            _, late = await asyncio.wait(waits, timeout=AFTER_TIMEOUT)
            if late:
                raise errors.MSG_WAIT_FAILED

    def _waiter(self, client: Client, msg_id: int) -> asyncio.Future[None] | None:
        """What is done when a request under way is answered; made when somebody waits for it."""
        if client.pending is None or msg_id not in client.pending:
            return None
        waiter = client.pending[msg_id]
        if waiter is None:
            waiter = client.pending[msg_id] = asyncio.get_running_loop().create_future()
        return waiter

    def _bug(self, what: str) -> bytes:
        """Our own mistake: logged with an id, answered without a word of it."""
        log.exception("%s [%s]", what, secrets.token_hex(4))
        return rpc_error(400, "INTERNAL_ERROR")
