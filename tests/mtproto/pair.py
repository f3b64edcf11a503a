"""Client and server in memory, with a clock that the test moves: no loop, no socket."""

import os
from collections.abc import Iterable
from functools import cache

from hodhod.mtproto import (
    AuthKey,
    Closed,
    Connection,
    DestroyKey,
    Event,
    KeyCreated,
    KeyNeeded,
    Node,
    PeerInfo,
    Request,
    RsaKey,
    Settings,
    Work,
    schema,
)
from tests.mtproto.client import ClientSession, Received, Wire, longs, tag

START = 1_800_000_000.0


@cache
def rsa_key() -> RsaKey:
    """Made once for the whole run: it takes a while."""
    return RsaKey.generate()


def new_key(expires_at: int | None = None) -> AuthKey:
    return AuthKey.from_bytes(os.urandom(256), expires_at)


class FakeClock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class World:
    """A node, its key store, and what happened."""

    def __init__(self, settings: Settings | None = None, keys: Iterable[AuthKey] = ()) -> None:
        self.clock = FakeClock()
        self.node = Node([rsa_key()], settings or Settings(), self.clock, os.urandom)
        self.stored = {key.id: key for key in keys}
        self.events: list[Event] = []
        self.ids_taken: list[int] = []

    def take(self, kind: type) -> list[Event]:
        taken = [event for event in self.events if isinstance(event, kind)]
        self.events = [event for event in self.events if not isinstance(event, kind)]
        return taken

    def connect(self, wire: Wire | None = None, ip: str = "192.0.2.1") -> "Pair":
        return Pair(self, wire or Wire("abridged"), ip)

    def sweep(self, seconds: float = 0.0) -> None:
        self.clock.now += seconds
        for connection, event in self.node.sweep():
            self.events.append(event)
            if isinstance(event, Closed) and connection is not None:
                assert isinstance(connection.owner, Pair)
                connection.owner.closed = event.reason


class Pair:
    """One connection from both ends. Questions are answered at once from the world's store."""

    def __init__(self, world: World, wire: Wire, ip: str) -> None:
        self.world = world
        self.wire = wire
        self.ready = False
        self.closed: str | None = None
        self.connection = Connection(world.node, PeerInfo(ip, 1), self)

    # -- Owner

    def output_ready(self) -> None:
        self.ready = True

    def close(self) -> None:
        self.connection.closing = True

    # -- from the client

    def send(self, packet: bytes, quick: bool = False) -> None:
        self.feed(self.wire.encode(packet, quick))

    def feed(self, data: bytes) -> None:
        self.run(self.connection.receive(data))

    def run(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, KeyNeeded):
                self.run(self.connection.key_found(self.world.stored.get(event.key_id)))
            elif isinstance(event, Work):
                self._work(event)
            elif isinstance(event, KeyCreated):
                self._key_created(event.key)
            elif isinstance(event, DestroyKey):
                done = self.world.stored.pop(event.key_id, None) is not None
                self.world.events.extend(e for _, e in self.connection.key_destroyed(event.session, done))
            else:
                self.world.events.append(event)
                if isinstance(event, Closed):
                    self.closed = event.reason

    def _work(self, event: Work) -> None:
        try:
            result = event.run()
        except Exception as error:
            self.run(self.connection.work_failed(error))
        else:
            self.run(self.connection.work_done(result))

    def _key_created(self, key: AuthKey) -> None:
        if self.world.ids_taken:
            self.world.ids_taken.pop()
            self.run(self.connection.key_id_taken())
        else:
            # As a store would hold it: without what only this node knows.
            self.world.stored[key.id] = AuthKey(key.id, key.key, key.expires_at)
            self.run(self.connection.key_stored())

    # -- to the client

    def packets(self) -> list[bytes]:
        self.ready = False
        return self.wire.decode(self.connection.take_output())

    def read(self, session: ClientSession) -> list[Received]:
        return [message for packet in self.packets() for message in session.open(packet)]

    def error_code(self) -> int:
        (packet,) = self.packets()
        assert len(packet) == 4
        return int.from_bytes(packet, "little", signed=True)

    def drop(self) -> None:
        self.run(self.connection.lost())


class Alice:
    """A client with a key and a working salt, connected."""

    def __init__(self, world: World | None = None, settings: Settings | None = None) -> None:
        self.key = new_key()
        self.world = world or World(settings)
        self.world.stored[self.key.id] = self.key
        self.session = self.new_session()
        self.pair = self.world.connect()

    def new_session(self) -> ClientSession:
        node = self.world.node
        return ClientSession(self.key, self.world.clock, node.salts.current(self.key, self.world.clock.now))

    def reconnect(self, wire: Wire | None = None) -> None:
        self.pair.drop()
        self.pair = self.world.connect(wire)

    def send(self, body: bytes, content: bool = True) -> int:
        msg_id, packet = self.session.packet(body, content)
        self.pair.send(packet)
        return msg_id

    def request(self, body: bytes = b"\x01\x02\x03\x04") -> Request:
        """Send an API request and return it as the server above sees it."""
        self.send(body)
        return self.requests()[-1]

    def requests(self) -> list[Request]:
        return [event for event in self.world.take(Request) if isinstance(event, Request)]

    def read(self) -> list[Received]:
        return self.pair.read(self.session)

    def opened(self) -> None:
        """Make the session known and acknowledge new_session_created."""
        self.send(tag(schema.MSGS_ACK) + longs([]), content=False)
        created = self.read()
        self.send(tag(schema.MSGS_ACK) + longs([m.msg_id for m in created]), content=False)
        assert self.read() == []
        self.world.events.clear()
