"""HTTP/1.1 on one socket: MTProto by POST, upgrades to WebSocket, and the application's routes.

https://core.telegram.org/mtproto/transports

    POST    /api /apiw ...      one MTProto packet in, one out; held open while there is nothing to say (long poll)
    GET     /apiws ...          upgrade to WebSocket, when asked for
    OPTIONS /api...             CORS preflight: web clients come from anywhere, keys are what authorises
    other                       the route table, by exact path; 404

h11 keeps the protocol; one request is handled at a time (pipelined ones wait in h11). A transport error is answered by
its number as the status, with the four bytes as the body.
"""

import asyncio
import logging
from typing import Final, cast

import h11

from hodhod.mtproto import PeerInfo
from hodhod.mtproto.http import HttpConnection

from .hub import Hub
from .routes import HttpRequest, HttpResponse, Routes
from .tcp import peer_of
from .websocket import WebSocketLink, accept_headers, is_upgrade

log = logging.getLogger("hodhod.net")

_CORS: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "POST, OPTIONS"),
    ("Access-Control-Allow-Headers", "Content-Type, X-Requested-With"),
    ("Access-Control-Max-Age", "1728000"),
)
_OCTETS: Final = "application/octet-stream"
_NOT_FOUND: Final = HttpResponse(404, b"not found\n")


class HttpLink(asyncio.Protocol):
    """One HTTP socket; becomes a WebSocketLink when asked to."""

    __slots__ = (
        "_body",
        "_busy",
        "_connection",
        "_deadline",
        "_dirty",
        "_head",
        "_http",
        "_peer",
        "_routes",
        "_stranger",
        "hub",
        "transport",
        "wheel_at",
    )

    transport: asyncio.Transport

    def __init__(self, hub: Hub, routes: Routes) -> None:
        self.hub = hub
        self.wheel_at = 0
        self._routes = routes
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=hub.settings.http_head_bytes)
        self._peer = PeerInfo("", 0)
        self._stranger = ""
        self._head: HttpRequest | None = None
        self._body = bytearray()
        self._busy = False
        self._dirty = False
        self._deadline = 0.0
        self._connection: HttpConnection | None = None

    # -- asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._peer = peer_of(transport)
        self.hub.links.add(self)
        if self._peer.ip not in self.hub.settings.trusted_proxies:
            self._admit()
        self._alive()

    def _admit(self) -> None:
        if self._stranger or (self._connection is not None and self._connection.authenticated):
            return
        if self.hub.draining or not self.hub.strangers.admit(self._peer.ip):
            self.transport.abort()
        else:
            self._stranger = self._peer.ip

    def connection_lost(self, exc: Exception | None) -> None:
        hub = self.hub
        hub.links.discard(self)
        hub.http_wheel.remove(self)
        self._leave()
        connection, self._connection = self._connection, None
        if connection is not None:
            hub.handle(connection, connection.lost())

    def _leave(self) -> None:
        if self._stranger:
            self.hub.strangers.leave(self._stranger)
            self._stranger = ""

    def data_received(self, data: bytes) -> None:
        self._http.receive_data(data)
        self._alive()
        self._read()

    def _alive(self) -> None:
        self._deadline = self.hub.loop.time() + self.hub.settings.http_idle_seconds
        self.hub.http_wheel.schedule(self, self._deadline)

    def time_is_up(self, now: float) -> None:
        if self._busy or self._deadline > now:
            self.hub.http_wheel.schedule(self, max(self._deadline, now + 1))
        else:
            self.transport.close()

    # -- requests

    def _read(self) -> None:
        try:
            while not self._busy and not self.transport.is_closing():
                event = self._http.next_event()
                if isinstance(event, h11.Request):
                    self._on_head(event)
                elif isinstance(event, h11.Data):
                    self._on_body(bytes(event.data))
                elif isinstance(event, h11.EndOfMessage):
                    self._on_request()
                elif event is h11.NEED_DATA or event is h11.PAUSED:
                    break
                else:
                    self.transport.close()
        except h11.RemoteProtocolError as broken:
            self._refuse(broken.error_status_hint or 400)
        self._set_reading()

    def _set_reading(self) -> None:
        """A client that sends on while its request is being answered has to wait."""
        if self.transport.is_closing():
            return
        if self._busy or self.hub.draining:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def _on_head(self, head: h11.Request) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        path, _, query = head.target.decode("latin-1").partition("?")
        self._forwarded(headers)
        self._head = HttpRequest(head.method.decode("latin-1"), path, query, headers, b"", self._peer.ip)
        self._body = bytearray()
        if "100-continue" in headers.get("expect", "").lower():
            self._send(h11.InformationalResponse(status_code=100, headers=[]))

    def _forwarded(self, headers: dict[str, str]) -> None:
        socket_ip = peer_of(self.transport).ip
        if socket_ip in self.hub.settings.trusted_proxies:
            forwarded = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
            self._peer = PeerInfo(forwarded or socket_ip, self._peer.port)
            if self._stranger != self._peer.ip:
                self._leave()
            self._admit()

    def _on_body(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > self.hub.node.settings.max_packet_bytes:
            self._refuse(413)

    def _on_request(self) -> None:
        assert self._head is not None
        head, body = self._head, bytes(self._body)
        self._head, self._body = None, bytearray()
        if head.path.startswith("/api"):
            self._on_api(head, body)
        else:
            route = self._routes.get(head.path)
            if route is None:
                self._respond(_NOT_FOUND)
            else:
                self._busy = True
                self.hub.spawn(self._run_route(head, body))

    def _on_api(self, head: HttpRequest, body: bytes) -> None:
        if head.method == "POST":
            self._on_packet(body)
        elif head.method == "OPTIONS":
            self._respond(HttpResponse(204, headers=_CORS))
        elif head.method == "GET" and is_upgrade(head.headers):
            self._upgrade(head)
        else:
            self._respond(HttpResponse(405, b"POST or WebSocket only\n", headers=(("Allow", "POST, OPTIONS"),)))

    async def _run_route(self, head: HttpRequest, body: bytes) -> None:
        request = HttpRequest(head.method, head.path, head.query, head.headers, body, head.peer_ip)
        try:
            response = await self._routes[head.path](request)
        except Exception:
            log.exception("the route %s failed", head.path)
            response = HttpResponse(500, b"internal error\n")
        self._respond(response)
        self._read()

    # -- MTProto

    def _on_packet(self, packet: bytes) -> None:
        if self._connection is None:
            self._connection = HttpConnection(self.hub.node, self._peer, self)
        self._busy = True
        connection = self._connection
        self.hub.handle(connection, connection.receive_packet(packet))
        self.output_ready()

    def output_ready(self) -> None:
        if not self._dirty:
            self._dirty = True
            self.hub.mark_dirty(self)

    def flush(self) -> None:
        self._dirty = False
        connection = self._connection
        if connection is None or self.transport.is_closing():
            return
        if connection.authenticated:
            self._leave()
        packet = connection.take_output()
        if connection.closing:
            self._end(connection, packet)
        elif packet:
            self._respond(HttpResponse(200, packet, _OCTETS, _CORS))
            self._read()

    def _end(self, connection: HttpConnection, packet: bytes) -> None:
        if self._busy:
            status = self._status(connection, packet)
            self._respond(HttpResponse(status, packet, _OCTETS, (*_CORS, ("Connection", "close"))))
        self.transport.close()

    def _status(self, connection: HttpConnection, packet: bytes) -> int:
        if connection.error_code is not None:
            return -connection.error_code
        if packet:
            return 200
        return 503 if self.hub.draining else 400

    def close(self) -> None:
        if self._connection is None:
            self.transport.close()
        else:
            self._connection.closing = True
            self.flush()

    def _upgrade(self, head: HttpRequest) -> None:
        accepted = accept_headers(head.headers)
        if accepted is None:
            self._refuse(400)
            return
        self._send(h11.InformationalResponse(status_code=101, headers=accepted))
        rest = self._http.trailing_data[0]
        transport, peer = self.transport, self._peer
        self.connection_lost(None)
        link = WebSocketLink(self.hub)
        transport.set_protocol(link)
        if link.start(transport, peer._replace(transport="websocket")) and rest:
            link.data_received(rest)

    # -- responses

    def _send(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data:
            self.transport.write(data)

    def _respond(self, response: HttpResponse) -> None:
        if self.transport.is_closing():
            return
        headers = [*response.headers, ("Content-Length", str(len(response.body)))]
        if response.body:
            headers.append(("Content-Type", response.content_type))
        if self.hub.draining:
            headers.append(("Connection", "close"))
        head = self._http.send(h11.Response(status_code=response.status, headers=headers))
        body = self._http.send(h11.Data(data=response.body)) if response.body else b""
        end = self._http.send(h11.EndOfMessage())
        self.transport.write(b"".join((head or b"", body or b"", end or b"")))
        self._busy = False
        self._alive()
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
        else:
            self.transport.close()

    def _refuse(self, status: int) -> None:
        """Answer what cannot be understood, if that is still possible, and close."""
        if self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._respond(HttpResponse(status, headers=(("Connection", "close"),)))
        self.transport.close()
