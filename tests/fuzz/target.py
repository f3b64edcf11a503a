"""What the fuzzers feed: one function for Hypothesis (tests/mtproto/test_fuzz.py) and for atheris (atheris_mtproto.py).

The first byte picks the way in; the rest is the peer's. Nothing may leave the connection but events, and what it holds
stays within the bounds of Settings.
"""

import os
import struct
from collections.abc import Callable

from hodhod.mtproto import KeyCreated, PeerInfo, Settings
from hodhod.mtproto.http import HttpConnection
from tests.mtproto.client import Exchange, Wire, plain
from tests.mtproto.pair import Alice, Pair, World, rsa_key

SETTINGS = Settings(max_packet_bytes=4096, max_unpacked_bytes=8192, max_received_ids=64, max_kept_results=8)


def _bytes(data: bytes, kind: str, obfuscated: bool) -> Pair:
    """A stream of any bytes after the opening of a transport."""
    pair = World(SETTINGS).connect(Wire(kind, obfuscated))
    opening = pair.wire.opening
    pair.wire.opening = b""
    stream = opening + (data if pair.wire.encryptor is None else pair.wire.encryptor.update(data))
    step = 1 + len(data) % 61
    for at in range(0, len(stream), step):
        pair.feed(stream[at : at + step])
    return pair


def _nothing_known(data: bytes) -> Pair:
    pair = World(SETTINGS).connect()
    pair.feed(data)
    return pair


def _plain_packet(data: bytes) -> Pair:
    """Any body of a plain packet, in the middle of a key exchange."""
    pair = World(SETTINGS).connect()
    exchange = Exchange(rsa_key(), nonce=bytes(16))
    pair.send(plain(exchange.req_pq(), 4))
    answer = pair.packets()[0]
    nonces = answer[24:56]
    body = data[:4] + nonces + data[4:]
    pair.send(plain(body, 8) + bytes(-len(body) % 4))
    return pair


def _encrypted(data: bytes) -> Pair:
    """Any body under a valid key: what an authorised but hostile client can do."""
    alice = Alice(settings=SETTINGS)
    body = data + bytes(-len(data) % 4) or bytes(4)
    for content in (True, False):
        alice.pair.send(alice.session.packet(body, content)[1])
    return alice.pair


def _header(data: bytes) -> Pair:
    """Any numbers in the inner header."""
    alice = Alice(settings=SETTINGS)
    numbers = data[:12].ljust(12, b"\0")
    msg_id, seqno = struct.unpack("<qi", numbers)
    length = len(data) if data[-1:] < b"\x80" else struct.unpack("<i", data[-4:].rjust(4, b"\1"))[0]
    body = data + bytes(-len(data) % 4)
    alice.pair.send(alice.session.seal(msg_id, seqno, body, length=length))
    now = int(alice.world.clock.now * 2**32) & -4
    alice.pair.send(alice.session.seal(now + (msg_id & 0xFFFC), seqno, body, length=length))
    return alice.pair


def _container(data: bytes) -> Pair:
    """A container with any entries."""
    alice = Alice(settings=SETTINGS)
    now = int(alice.world.clock.now * 2**32) & -4
    entries = []
    while len(data) > 8:
        shift, seqno, size = data[0], data[1], 4 + data[2] % 16 * 4
        body, data = data[3 : 3 + size].ljust(size, b"\0"), data[3 + size :]
        entries.append((now - shift * 4, seqno, body))
    alice.session.next_msg_id()
    for _ in range(2):
        alice.pair.send(alice.session.seal_container(entries))
    return alice.pair


def _http(data: bytes) -> Pair:
    pair = World(SETTINGS).connect()
    connection = HttpConnection(pair.world.node, PeerInfo("192.0.2.1", 1), pair)
    pair.connection = connection
    pair.run(connection.receive_packet(data))
    connection.take_output()
    return pair


_WAYS: list[Callable[[bytes], Pair]] = [
    _nothing_known,
    lambda data: _bytes(data, "abridged", False),
    lambda data: _bytes(data, "intermediate", False),
    lambda data: _bytes(data, "padded", True),
    lambda data: _bytes(data, "full", False),
    _plain_packet,
    _encrypted,
    _header,
    _container,
    _http,
]


def run(data: bytes) -> None:
    if not data:
        return
    pair = _WAYS[data[0] % len(_WAYS)](data[1:])
    check(pair)


def check(pair: Pair) -> None:
    """After anything: bounded, and able to end."""
    connection, node = pair.connection, pair.world.node
    bounds = node.settings
    assert len(connection._tail or b"") <= 2 * bounds.max_packet_bytes + 65536
    assert len(node.handshakes) <= bounds.max_handshakes_per_address
    assert not pair.world.take(KeyCreated)
    for session in connection.sessions:
        assert len(session.received) <= bounds.max_received_ids
        assert len(session.kept_results) <= bounds.max_kept_results
        assert session.in_flight == sum(answer is None for answer in session.answers.values())
        assert session.queued_bytes == sum(len(message.body) for message in session.outbox)
    connection.take_output()
    for session in connection.sessions:
        assert session.queued_bytes == sum(len(message.body) for message in session.outbox)
    pair.drop()
    pair.world.sweep(10_000)
    assert (node.session_count, node.keys, node.in_flight, len(node.handshakes)) == (0, {}, 0, 0)


def seeds() -> list[bytes]:
    """Where a fuzzer may begin: each way in with something that nearly makes sense."""
    noise = os.urandom(64)
    wires = [Wire(kind).encode(plain(noise, 4)) for kind in ("abridged", "intermediate", "padded", "full")]
    return [bytes([at]) + body for at in range(len(_WAYS)) for body in (noise, *wires)]
