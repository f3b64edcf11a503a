"""What a handler is given besides its request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from hodhod.domain.srp import Challenges
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import Peer, UserId
from hodhod.rpc.answers import Answer, in_turn
from hodhod.rpc.client import Authorization, Client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from hodhod.codes import Senders
    from hodhod.config import Settings
    from hodhod.media import Media
    from hodhod.mtproto import AuthKey
    from hodhod.mtproto.peer import PeerInfo
    from hodhod.rpc.flood import Flood
    from hodhod.store.db import Database, Tx
    from hodhod.store.search import SearchIndex
    from hodhod.webpages.fetching import Fetcher

T = TypeVar("T")


def _not_wired(*args: object) -> Any:
    raise RuntimeError("app.py did not set this service")


@dataclass(slots=True)
class Services:
    """What handlers may reach for, made once in app.py and passed as values.

    power: runs a CPU-heavy pure function (a modular power) in the small thread pool. random: n random bytes.
    deliver: hands committed records to the fan-out; returns the answer's places between pushes. find_key: an auth key
    by its id. codes: who delivers login codes.
    look: a user has seen these posts. pages: fetches pages of the web, None where links have no previews.
    """

    db: Database
    world: World
    settings: Settings
    flood: Flood
    clock: Callable[[], float]
    random: Callable[[int], bytes]
    power: Callable[[Callable[[], Any]], Awaitable[Any]]
    online: Callable[[int], bool]
    index: SearchIndex
    media: Media
    dc_options: tuple[tuple[str, int], ...] = ()
    deliver: Callable[[Sequence[object], Client | None], Sequence[Answer]] = _not_wired
    find_key: Callable[[int], Awaitable[AuthKey | None]] = _not_wired
    look: Callable[[int, Sequence[tuple[int, int]]], None] = _not_wired
    codes: Senders | None = None
    pages: Fetcher | None = None
    srp: Challenges = field(default_factory=Challenges)


class Context:
    """One request: who asks, when, through which session, in which transaction."""

    __slots__ = ("_tx", "client", "msg_id", "now", "peer", "records", "services", "user", "viewer")

    def __init__(
        self, services: Services, client: Client, now: int, peer: PeerInfo, tx: Tx | None = None, msg_id: int = 0
    ) -> None:
        self.services = services
        self.client = client
        self.now = now
        self.peer = peer
        self.user = UserId(Peer(client.auth.user_id))
        self.viewer = Viewer(self.user, now, services.world, client.auth.key_id)
        self.msg_id = msg_id
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
        return Context(self.services, self.client, self.now, self.peer, tx, self.msg_id)

    async def write(self, fn: Callable[[Context], Coroutine[Any, Any, T]]) -> T:
        """A transaction of a `free` handler: what it emitted is delivered after its commit, whatever comes then."""
        result, records = await self.db.write_with_events(lambda tx: fn(self.within(tx)))
        if records:
            await self.deliver(records)
        return result

    async def deliver(self, records: Sequence[object]) -> None:
        """Tell whoever they concern; returns when it is the answer's turn."""
        if answers := self.services.deliver(records, self.client):
            await in_turn(answers)

    @property
    def auth(self) -> Authorization:
        return self.client.auth

    @property
    def db(self) -> Database:
        return self.services.db

    @property
    def world(self) -> World:
        return self.services.world
