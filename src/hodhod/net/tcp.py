"""A TCP socket that carries MTProto, or HTTP when its first bytes say so.

Two protocols on purpose: the first four bytes are looked at here, and a connection that begins with an HTTP verb is
handed over to HttpLink with everything that came.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from hodhod.mtproto import Connection, PeerInfo
from hodhod.mtproto.obfuscation import is_http

from .hub import Hub

# Builds the protocol that takes a connection over when it turns out to be HTTP.
HttpFactory = Callable[[], "asyncio.Protocol"]


def peer_of(transport: asyncio.BaseTransport) -> PeerInfo:
    address = transport.get_extra_info("peername")
    return PeerInfo(str(address[0]), int(address[1])) if address else PeerInfo("", 0)


class StreamLink(asyncio.Protocol):
    """What TCP and WebSocket links share: one Connection fed from one transport."""

    __slots__ = ("_dirty", "_reading", "_stranger", "connection", "hub", "transport")

    connection: Connection
    transport: asyncio.Transport

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._dirty = False
        self._reading = True
        self._stranger = False

    def start(self, transport: asyncio.Transport, peer: PeerInfo) -> bool:
        """Begin to serve; False when there are too many strangers already."""
        hub = self.hub
        self.transport = transport
        if hub.draining or not hub.strangers.admit(peer.ip):
            transport.abort()
            return False
        self._stranger = True
        transport.set_write_buffer_limits(high=hub.settings.write_buffer_bytes)
        self.connection = Connection(hub.node, peer, self)
        hub.links.add(self)
        return True

    def feed(self, data: bytes) -> None:
        connection = self.connection
        events = connection.receive(data)
        if events:
            self.hub.handle(connection, events)
        if self._stranger and connection.authenticated:
            self._leave()
        if not connection.wants_read:
            self._set_reading()

    def _leave(self) -> None:
        """No stranger any more."""
        self._stranger = False
        self.hub.strangers.leave(self.connection.peer.ip)

    def wrap(self, output: bytes) -> bytes:
        """What goes to the socket for these bytes of the connection."""
        return output

    # -- Owner and Link

    def output_ready(self) -> None:
        if not self._dirty:
            self._dirty = True
            self.hub.mark_dirty(self)

    def flush(self) -> None:
        self._dirty = False
        transport = self.transport
        if self._stranger and self.connection.authenticated:
            self._leave()
        if transport.is_closing():
            return
        output = self.connection.take_output()
        if output:
            transport.write(self.wrap(output))
        if self.connection.closing:
            transport.close()
        else:
            self._set_reading()

    def _set_reading(self) -> None:
        wanted = self.connection.wants_read and not self.hub.draining
        if wanted is self._reading or self.transport.is_closing():
            return
        self._reading = wanted
        if wanted:
            self.transport.resume_reading()
        else:
            self.transport.pause_reading()

    def close(self) -> None:
        self.connection.closing = True
        self.output_ready()

    # -- asyncio

    def pause_writing(self) -> None:
        self.connection.pause()

    def resume_writing(self) -> None:
        self.connection.resume()
        self.output_ready()

    def connection_lost(self, exc: Exception | None) -> None:
        hub = self.hub
        if self not in hub.links:  # was not let in, or is HTTP now
            return
        hub.links.discard(self)
        connection = self.connection
        if self._stranger:
            self._leave()
        hub.handle(connection, connection.lost())


class TcpLink(StreamLink):
    __slots__ = ("_first", "_http")

    def __init__(self, hub: Hub, http: HttpFactory) -> None:
        super().__init__(hub)
        self._http: HttpFactory | None = http
        self._first = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.start(cast(asyncio.Transport, transport), peer_of(transport))

    def data_received(self, data: bytes) -> None:
        if self._http is not None:
            data = self._first + data
            verdict = is_http(data)
            if verdict is None:
                self._first = data
                return
            self._first = b""
            if verdict:
                self._become_http(data)
                return
            self._http = None
        self.feed(data)

    def _become_http(self, data: bytes) -> None:
        assert self._http is not None
        self.connection_lost(None)
        protocol = self._http()
        self.transport.set_protocol(protocol)
        protocol.connection_made(self.transport)
        protocol.data_received(data)
