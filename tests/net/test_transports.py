"""A whole key exchange and an encrypted request over every transport, over real sockets."""

import asyncio
import os
import struct

import pytest
from wsproto.events import CloseConnection, Ping, Pong

from hodhod.mtproto import Settings
from hodhod.mtproto import schema as s
from hodhod.net import NetSettings
from tests.mtproto.client import Wire, longs, tag
from tests.net.harness import (
    ECHO,
    FAIL,
    NOTHING,
    SLOW,
    HttpClient,
    Running,
    Talker,
    TcpClient,
    WebSocketClient,
    close_socket,
    eventually,
    get,
    open_socket,
    read_response,
    serve,
)

WIRES = [
    ("abridged", False),
    ("abridged", True),
    ("intermediate", False),
    ("intermediate", True),
    ("padded", False),
    ("padded", True),
    ("full", False),
]


async def check(talker: Talker, running: Running, transport: str) -> None:
    await talker.sign_up()
    assert await talker.call(ECHO + b"tiny") == ECHO + b"tiny"
    large = ECHO + os.urandom(700_000)
    assert await talker.call(large) == large
    peer = running.gateway.peers[-1]
    assert (peer.ip, peer.transport) == ("127.0.0.1", transport)
    await talker.client.close()


@pytest.mark.parametrize("kind,obfuscated", WIRES)
async def test_tcp(kind: str, obfuscated: bool) -> None:
    async with serve() as running:
        client = await TcpClient(Wire(kind, obfuscated)).connect(running.port)
        await check(Talker(running, client), running, ("obfuscated " if obfuscated else "") + kind)


@pytest.mark.parametrize("kind,obfuscated", WIRES)
@pytest.mark.parametrize("on_http_port", [True, False])
async def test_websocket(kind: str, obfuscated: bool, on_http_port: bool) -> None:
    async with serve() as running:
        client = WebSocketClient(Wire(kind, obfuscated), pieces=4000)
        await client.connect(running.http_port if on_http_port else running.port)
        assert "Sec-WebSocket-Protocol: binary" in client.head
        name = "websocket " + ("obfuscated " if obfuscated else "") + kind
        await check(Talker(running, client), running, name)


@pytest.mark.parametrize("path", ["/api", "/apiw1"])
@pytest.mark.parametrize("on_http_port", [True, False])
async def test_http(path: str, on_http_port: bool) -> None:
    async with serve() as running:
        client = await HttpClient(path).connect(running.http_port if on_http_port else running.port)
        talker = await Talker(running, client).sign_up()
        # Each response carries one packet; the first may hold new_session_created alone.
        msg_id = await talker.request(ECHO)
        messages = await talker.read()
        assert [m.result for m in messages if m.constructor == s.RPC_RESULT] == [(msg_id, ECHO)]
        assert client.headers["access-control-allow-origin"] == "*"
        large = ECHO + os.urandom(700_000)
        assert await talker.call(large) == large
        await client.close()


async def test_a_frame_may_hold_a_single_byte() -> None:
    async with serve() as running:
        client = await WebSocketClient(Wire("padded", obfuscated=True), pieces=1).connect(running.port)
        talker = await Talker(running, client).sign_up()
        assert await talker.call(ECHO) == ECHO
        await client.close()


async def test_websocket_control_frames() -> None:
    async with serve() as running:
        client = await WebSocketClient(Wire("padded", obfuscated=True)).connect(running.http_port)
        talker = await Talker(running, client).sign_up()
        client.writer.write(client.frames.send(Ping(b"are you there")))
        client.frames.receive_data(await client.reader.read(1000))
        assert [event.payload for event in client.frames.events() if isinstance(event, Pong)] == [b"are you there"]
        assert await talker.call(ECHO) == ECHO
        client.writer.write(client.frames.send(CloseConnection(code=1000)))
        client.frames.receive_data(await client.reader.read(1000))
        assert [event.code for event in client.frames.events() if isinstance(event, CloseConnection)] == [1000]
        assert await client.reader.read() == b""


@pytest.mark.parametrize("frame", [b"\x81\x82abcd\x00\x00", b"\xf2\x80abcd", b"\x82\x02ab", b"\x89\xfe\xff\xffabcd"])
async def test_websocket_garbage_closes(frame: bytes) -> None:
    async with serve() as running:
        client = await WebSocketClient(Wire("abridged")).connect(running.http_port)
        client.writer.write(frame)
        async with asyncio.timeout(5):
            while await client.reader.read(1000):
                pass


async def test_noise_on_every_port_harms_nothing() -> None:
    noises = [os.urandom(200), b"GET " + os.urandom(200), b"POST /api HTTP/1.1\r\n" + os.urandom(100), b"\r\n" * 40]
    async with serve() as running:
        for port in (running.port, running.http_port):
            for noise in (*noises, *(noise[:at] for noise in noises for at in range(1, 9))):
                _, writer = await open_socket(port)
                writer.write(noise)
                await close_socket(writer)
        await eventually(lambda: not running.server.hub.links)
        assert (await get(running.http_port, "/healthz"))[0] == 200


async def test_a_bug_in_the_gateway_is_an_answer() -> None:
    async with serve() as running:
        talker = await Talker(running, await TcpClient(Wire("abridged")).connect(running.port)).sign_up()
        answer = await talker.call(FAIL)
        assert answer[:8] == struct.pack("<Ii", s.RPC_ERROR, 400)
        await talker.client.close()


async def test_an_unknown_key_is_404_on_every_transport() -> None:
    async with serve() as running:
        tcp = await TcpClient(Wire("intermediate")).connect(running.port)
        await tcp.send(b"12345678" + bytes(64))
        assert await tcp.receive() == struct.pack("<i", -404)
        with pytest.raises(EOFError):
            await tcp.receive()
        http = await HttpClient().connect(running.port)
        await http.send(b"12345678" + bytes(64))
        assert await http.receive() == struct.pack("<i", -404)
        assert http.status == 404
        for client in (tcp, http):
            await client.close()


async def test_a_failing_store_closes_but_disowns_no_key() -> None:
    async with serve() as running:
        running.gateway.broken_store = True
        tcp = await TcpClient(Wire("intermediate")).connect(running.port)
        await tcp.send(b"12345678" + bytes(64))
        with pytest.raises(EOFError):
            await tcp.receive()
        await tcp.close()


async def test_http_long_poll_is_answered_by_an_update() -> None:
    async with serve() as running:
        client = await HttpClient().connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.call(ECHO)
        (session,) = running.gateway.sessions
        await client.send(talker.session.packet(tag(s.HTTP_WAIT) + struct.pack("<iii", 0, 0, 20_000), content=False)[1])
        await asyncio.sleep(0.05)
        session.send_update(b"upd1")
        assert [m.body for m in await talker.read()] == [b"upd1"]
        await client.close()


async def test_http_wait_ends_with_an_empty_container() -> None:
    async with serve() as running:
        client = await HttpClient().connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.call(ECHO)
        await client.send(talker.session.packet(tag(s.HTTP_WAIT) + struct.pack("<iii", 0, 0, 100), content=False)[1])
        assert await talker.read() == []
        await client.close()


async def test_http_answers_go_where_a_request_waits() -> None:
    """A long poll on one connection, requests on another: updates after the answer use the long poll."""
    async with serve() as running:
        asking = await HttpClient().connect(running.port)
        talker = await Talker(running, asking).sign_up()
        await talker.call(ECHO)
        (session,) = running.gateway.sessions
        polling = await HttpClient().connect(running.port)
        await polling.send(
            talker.session.packet(tag(s.HTTP_WAIT) + struct.pack("<iii", 0, 0, 20_000), content=False)[1]
        )
        await asyncio.sleep(0.05)
        assert await talker.call(ECHO + b"two!") == ECHO + b"two!"
        session.send_update(b"upd1")
        assert [m.body for m in talker.session.open(await polling.receive())] == [b"upd1"]
        for client in (asking, polling):
            await client.close()


async def test_quick_acks_arrive() -> None:
    async with serve() as running:
        client = await TcpClient(Wire("padded", obfuscated=True)).connect(running.port)
        talker = await Talker(running, client).sign_up()
        msg_id, packet = talker.session.packet(ECHO)
        await client.send(packet, quick=True)
        assert await talker.result(msg_id) == ECHO
        assert len(client.wire.quick_acks) == 1
        await client.close()


async def test_a_client_that_comes_back_finds_its_session() -> None:
    async with serve() as running:
        client = await TcpClient(Wire("full")).connect(running.port)
        talker = await Talker(running, client).sign_up()
        msg_id = await talker.request(SLOW)
        await talker.read()
        await client.close()
        await eventually(lambda: not running.gateway.sessions)
        running.gateway.release.set()
        talker.client = await WebSocketClient(Wire("abridged", obfuscated=True)).connect(running.http_port)
        await talker.client.send(talker.session.packet(NOTHING, content=False)[1])
        assert await talker.result(msg_id) == SLOW
        await talker.client.close()


# -- plain HTTP


async def test_routes() -> None:
    async with serve() as running:
        for port in (running.port, running.http_port):
            assert (await get(port, "/healthz?x=1"))[::2] == (200, b"GET 127.0.0.1 0\n")
            assert (await get(port, "/nothing"))[0] == 404
            assert (await get(port, "/broken"))[0] == 500
            assert (await get(port, "/api"))[0] == 405
            status, headers, _ = await get(port, "/apiw1", method="OPTIONS")
            assert (status, headers["access-control-allow-methods"]) == (204, "POST, OPTIONS")


async def test_two_requests_on_one_connection_and_pipelined() -> None:
    async with serve() as running:
        reader, writer = await open_socket(running.http_port)
        request = b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        writer.write(request + request)
        for _ in range(2):
            assert (await read_response(reader))[::2] == (200, b"POST 127.0.0.1 3\n")


@pytest.mark.parametrize(
    "data,status",
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET /" + b"a" * 20_000, 431),
        (b"POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + bytes(3_000_000), 413),
        (b"POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", 400),
        (b"GET /apiws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 400),
    ],
)
async def test_broken_requests_are_refused(data: bytes, status: int) -> None:
    async with serve() as running:
        reader, writer = await open_socket(running.http_port)
        writer.write(data)
        assert (await read_response(reader))[0] == status
        try:
            while await reader.read(1000):
                pass
        except ConnectionError:
            pass


async def test_a_trusted_proxy_names_the_client() -> None:
    net = NetSettings(trusted_proxies=frozenset({"127.0.0.1"}))
    async with serve(net=net) as running:
        forwarded = "X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n"
        assert (await get(running.http_port, "/healthz", forwarded))[2] == b"GET 203.0.113.7 0\n"
        assert (await get(running.http_port, "/healthz"))[2] == b"GET 127.0.0.1 0\n"
    async with serve() as running:
        assert (await get(running.http_port, "/healthz", forwarded))[2] == b"GET 127.0.0.1 0\n"


# -- limits and the end


async def test_strangers_are_bounded_by_address_and_clients_are_not() -> None:
    async with serve(net=NetSettings(max_unauthenticated_per_address=3)) as running:
        talkers = []
        for _ in range(5):
            client = await TcpClient(Wire("abridged")).connect(running.port)
            talkers.append(await Talker(running, client).sign_up())
            assert await talkers[-1].call(ECHO) == ECHO
        strangers = [await TcpClient(Wire("abridged")).connect(running.port) for _ in range(4)]
        assert await strangers[3].reader.read() == b""
        assert len(running.server.hub.strangers) == 3
        assert await talkers[0].call(ECHO) == ECHO
        for stranger in strangers:
            await stranger.close()
        for talker in talkers:
            await talker.client.close()


async def test_silent_strangers_are_closed() -> None:
    net = NetSettings(http_idle_seconds=0.5)
    async with serve(Settings(unauthenticated_seconds=0.5), net) as running:
        tcp = await TcpClient(Wire("abridged")).connect(running.port)
        http = await HttpClient().connect(running.http_port)
        assert await asyncio.wait_for(tcp.reader.read(), 5) == b""
        assert await asyncio.wait_for(http.reader.read(), 5) == b""
        for client in (tcp, http):
            await client.close()


async def test_stopping_answers_what_was_accepted() -> None:
    async with serve() as running:
        client = await TcpClient(Wire("intermediate")).connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.call(ECHO)
        http = await HttpClient().connect(running.http_port)
        poller = await Talker(running, http).sign_up()
        await poller.call(ECHO)
        slow, slow_http = await talker.request(SLOW), await poller.request(SLOW)
        await asyncio.sleep(0.05)
        stopping = asyncio.create_task(running.server.stop(5.0))
        await asyncio.sleep(0.05)
        with pytest.raises(ConnectionError):
            await TcpClient(Wire("abridged")).connect(running.port)
        late = await talker.request(ECHO)
        running.gateway.release.set()
        assert await talker.result(slow) == SLOW
        assert await poller.result(slow_http) == SLOW
        with pytest.raises((EOFError, ConnectionError)):
            await talker.result(late)
        assert await stopping
        for client_ in (client, http):
            await client_.close()


async def test_stopping_does_not_wait_for_ever() -> None:
    async with serve() as running:
        client = await TcpClient(Wire("intermediate")).connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.request(SLOW)
        await asyncio.sleep(0.05)
        assert not await running.server.stop(0.1)
        await client.close()


async def test_a_revoked_key_loses_its_connections() -> None:
    async with serve() as running:
        client = await TcpClient(Wire("intermediate")).connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.call(ECHO)
        (key_id,) = running.gateway.keys
        running.server.revoke_key(key_id)
        assert await client.receive() == struct.pack("<i", -404)
        assert len(running.gateway.destroyed) == 1
        await client.close()


async def test_an_auth_key_is_destroyed_on_demand() -> None:
    async with serve() as running:
        client = await TcpClient(Wire("intermediate")).connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.call(ECHO)
        await talker.request(tag(s.DESTROY_AUTH_KEY))
        assert [m.constructor for m in await talker.read()] == [s.DESTROY_AUTH_KEY_OK]
        assert running.gateway.keys == {}
        await client.close()


async def test_a_slow_reader_is_waited_for() -> None:
    settings = Settings(max_kept_update_bytes=1 << 16)
    async with serve(settings, NetSettings(write_buffer_bytes=1 << 16)) as running:
        client = await TcpClient(Wire("intermediate")).connect(running.port)
        talker = await Talker(running, client).sign_up()
        await talker.call(ECHO)
        (session,) = running.gateway.sessions
        sent = 0
        while session.send_update(os.urandom(4000)):
            sent += 1
            if sent % 8 == 0:
                await talker.client.send(talker.session.packet(tag(s.MSGS_ACK) + longs([]), content=False)[1])
                await asyncio.sleep(0)
            assert sent < 20_000
        assert session.overflow
        session.send_updates_too_long(b"long")
        while True:
            if (await talker.read())[-1].body == b"long":
                break
        await client.close()
