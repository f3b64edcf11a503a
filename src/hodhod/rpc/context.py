"""What a handler is given besides its request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hodhod.domain.viewer import Viewer, World
from hodhod.ids import UserId
from hodhod.rpc.client import Authorization, Client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from hodhod.config import Settings
    from hodhod.mtproto.peer import PeerInfo
    from hodhod.rpc.flood import Flood
    from hodhod.store.db import Database, Tx


@dataclass(slots=True)
class Services:
    """What handlers may reach for, made once in app.py and passed as values.

    power: runs a CPU-heavy pure function (a modular power) in the small thread pool. random: n random bytes.
    """

    db: Database
    world: World
    settings: Settings
    flood: Flood
    clock: Callable[[], float]
    random: Callable[[int], bytes]
    power: Callable[[Callable[[], Any]], Awaitable[Any]]
    online: Callable[[int], bool]
    dc_options: tuple[tuple[str, int], ...] = ()


class Context:
    """One request: who asks, when, through which session, in which transaction."""

    __slots__ = ("_tx", "client", "now", "peer", "records", "services", "user", "viewer")

    def __init__(self, services: Services, client: Client, now: int, peer: PeerInfo, tx: Tx | None = None) -> None:
        self.services = services
        self.client = client
        self.now = now
        self.peer = peer
        self.user = UserId(client.auth.user_id)
        self.viewer = Viewer(self.user, now, services.world, client.auth.key_id)
        self._tx = tx
        # ephemeral records of a handler that does not write (typing); a writing one emits on its transaction
        self.records: list[object] = []

    @property
    def tx(self) -> Tx:
        """The transaction; a `free` handler has none and must open its own."""
        if self._tx is None:
            raise RuntimeError("a free handler has no transaction")
        return self._tx

    def within(self, tx: Tx) -> Context:
        """The same request inside a transaction (a new object: the function may run twice)."""
        return Context(self.services, self.client, self.now, self.peer, tx)

    @property
    def auth(self) -> Authorization:
        return self.client.auth

    @property
    def db(self) -> Database:
        return self.services.db

    @property
    def world(self) -> World:
        return self.services.world
