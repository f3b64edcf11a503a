"""A server on loopback with an in-memory gateway, and clients over real sockets."""

import asyncio
import base64
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from wsproto.connection import Connection as FrameConnection
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage

from hodhod.mtproto import AuthKey, KeyIdTaken, Node, PeerInfo, Session, Settings, rpc_error
from hodhod.mtproto import schema as s
from hodhod.net import HttpRequest, HttpResponse, NetSettings, Server
from tests.mtproto.client import ClientSession, Exchange, Received, Wire, longs, plain, tag
from tests.mtproto.pair import rsa_key

ECHO = b"echo"
SLOW = b"slow"
FAIL = b"fail"


# Every socket that a test opened; serve() closes what the test left open.
_opened: list[asyncio.StreamWriter] = []


async def open_socket(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    _opened.append(writer)
    return reader, writer


async def close_socket(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def eventually(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not reached():  # noqa: ASYNC110 - nothing in the server signals what tests wait for
            await asyncio.sleep(0.01)


class MemoryGateway:
    """Keys in a dict. Answers "echo..." by itself, "slow..." when `release` is set, "fail" by an exception."""

    def __init__(self) -> None:
        self.keys: dict[int, AuthKey] = {}
        self.peers: list[PeerInfo] = []
        self.sessions: set[Session] = set()
        self.destroyed: list[Session] = []
        self.release = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()
        self.broken_store = False

    async def find_key(self, key_id: int) -> AuthKey | None:
        await asyncio.sleep(0)
        if self.broken_store:
            raise RuntimeError("the store is away")
        return self.keys.get(key_id)

    async def store_key(self, key: AuthKey) -> None:
        await asyncio.sleep(0)
        if key.id in self.keys:
            raise KeyIdTaken
        self.keys[key.id] = AuthKey(key.id, key.key, key.expires_at)

    async def destroy_key(self, key_id: int) -> bool:
        return self.keys.pop(key_id, None) is not None

    def request(self, session: Session, msg_id: int, body: bytes, peer: PeerInfo) -> None:
        self.peers.append(peer)
        if body.startswith(SLOW):
            task = asyncio.get_running_loop().create_task(self._answer_later(session, msg_id, body))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        elif body.startswith(FAIL):
            raise RuntimeError("a bug")
        else:
            session.send_result(msg_id, body if body.startswith(ECHO) else rpc_error(400, "METHOD_INVALID"))

    async def _answer_later(self, session: Session, msg_id: int, body: bytes) -> None:
        await self.release.wait()
        session.send_result(msg_id, body)

    def session_opened(self, session: Session) -> None:
        self.sessions.add(session)

    def session_closed(self, session: Session) -> None:
        self.sessions.discard(session)

    def session_destroyed(self, session: Session) -> None:
        self.destroyed.append(session)


async def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse(200, f"{request.method} {request.peer_ip} {len(request.body)}\n".encode())


async def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


class Running:
    def __init__(self, server: Server, gateway: MemoryGateway) -> None:
        self.server = server
        self.gateway = gateway
        (self.port, self.http_port) = (address[1] for address in server.addresses)

    @property
    def node(self) -> Node:
        return self.server.node


@asynccontextmanager
async def serve(settings: Settings | None = None, net: NetSettings | None = None) -> AsyncIterator[Running]:
    gateway = MemoryGateway()
    node = Node([rsa_key()], settings or Settings(), time.time, os.urandom)
    server = Server(node, gateway, net or NetSettings(), {"/healthz": healthz, "/broken": broken})
    await server.start("127.0.0.1", [0], [0])
    try:
        yield Running(server, gateway)
    finally:
        gateway.release.set()
        while _opened:
            await close_socket(_opened.pop())
        await server.stop(1.0)
        assert not server.hub.links
        assert len(server.hub.strangers) == 0


# -- clients: each carries packets of MTProto


class TcpClient:
    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.packets: list[bytes] = []

    async def connect(self, port: int) -> "TcpClient":
        self.reader, self.writer = await open_socket(port)
        return self

    async def send(self, packet: bytes, quick: bool = False) -> None:
        self.writer.write(self.wire.encode(packet, quick))
        await self.writer.drain()

    async def receive(self) -> bytes:
        while not self.packets:
            data = await self._read()
            if not data:
                raise EOFError
            self.packets = self.wire.decode(data)
        return self.packets.pop(0)

    async def _read(self) -> bytes:
        return await self.reader.read(65536)

    async def close(self) -> None:
        await close_socket(self.writer)


class WebSocketClient(TcpClient):
    """Over WebSocket; `pieces` is how many bytes go into one frame."""

    def __init__(self, wire: Wire, path: str = "/apiws", pieces: int = 1 << 20) -> None:
        super().__init__(wire)
        self.path = path
        self.pieces = pieces
        self.frames = FrameConnection(ConnectionType.CLIENT)

    async def connect(self, port: int) -> "WebSocketClient":
        await super().connect(port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.writer.write(
            f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: binary\r\n\r\n".encode()
        )
        self.head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        assert self.head.startswith("HTTP/1.1 101 ")
        return self

    async def send(self, packet: bytes, quick: bool = False) -> None:
        data = self.wire.encode(packet, quick)
        for at in range(0, len(data), self.pieces):
            self.writer.write(self.frames.send(BytesMessage(data=data[at : at + self.pieces])))
        await self.writer.drain()

    async def _read(self) -> bytes:
        while True:
            data = await self.reader.read(65536)
            if not data:
                return b""
            self.frames.receive_data(data)
            payload = b"".join(bytes(e.data) for e in self.frames.events() if isinstance(e, BytesMessage))
            if payload:
                return payload


class HttpClient:
    """Each packet a POST on one kept connection."""

    def __init__(self, path: str = "/api") -> None:
        self.path = path
        self.status = 0

    async def connect(self, port: int) -> "HttpClient":
        self.reader, self.writer = await open_socket(port)
        return self

    async def send(self, packet: bytes, quick: bool = False) -> None:
        head = f"POST {self.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(packet)}\r\n\r\n"
        self.writer.write(head.encode() + packet)
        await self.writer.drain()

    async def receive(self) -> bytes:
        self.status, self.headers, body = await read_response(self.reader)
        return body

    async def close(self) -> None:
        await close_socket(self.writer)


async def read_response(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    return int(head[0].split()[1]), headers, await reader.readexactly(int(headers.get("content-length", "0")))


async def get(port: int, target: str, headers: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    reader, writer = await open_socket(port)
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    try:
        return await read_response(reader)
    finally:
        await close_socket(writer)


Client = TcpClient | HttpClient


class Talker:
    """A client with a key of its own making."""

    def __init__(self, running: Running, client: Client) -> None:
        self.running = running
        self.client = client
        self.exchange = Exchange(rsa_key())

    async def ask_plain(self, body: bytes) -> bytes:
        await self.client.send(plain(body, int(time.time() * 2**32) & -4))
        packet = await self.client.receive()
        return packet[20 : 20 + int.from_bytes(packet[16:20], "little")]

    async def sign_up(self) -> "Talker":
        exchange = self.exchange
        exchange.server_dh_params(await self.ask_plain(exchange.req_dh_params(await self.ask_plain(exchange.req_pq()))))
        assert exchange.dh_gen(await self.ask_plain(exchange.set_client_dh_params())) == s.DH_GEN_OK
        self.session = ClientSession(AuthKey.from_bytes(exchange.auth_key), time.time, exchange.first_salt)
        return self

    async def request(self, body: bytes) -> int:
        msg_id, packet = self.session.packet(body)
        await self.client.send(packet)
        return msg_id

    async def read(self) -> list[Received]:
        return self.session.open(await self.client.receive())

    async def result(self, req_msg_id: int) -> bytes:
        while True:
            for message in await self.read():
                if message.constructor == s.RPC_RESULT and message.result[0] == req_msg_id:
                    return message.result[1]

    async def call(self, body: bytes) -> bytes:
        return await self.result(await self.request(body))


NOTHING = tag(s.MSGS_ACK) + longs([])
