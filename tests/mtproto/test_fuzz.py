"""Random input everywhere, and random misfortune between two honest ends."""

import itertools
import os
import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hodhod.mtproto import Session, SessionOpened, Settings
from hodhod.mtproto import schema as s
from hodhod.mtproto.errors import ProtocolError, WireError
from hodhod.mtproto.gzip import pack_result, unpack
from hodhod.mtproto.handshake import parse_inner_data
from hodhod.mtproto.primes import DH_G, DH_PRIME, is_safe_public_value
from hodhod.mtproto.rsa import unpad
from hodhod.mtproto.wire import Reader, tl_bytes
from tests.fuzz import target
from tests.mtproto.client import ClientSession, Received, longs, tag
from tests.mtproto.pair import Alice, rsa_key

CONSTRUCTORS = [value for name, value in vars(s).items() if name.isupper() and isinstance(value, int) and value > 999]
# Bodies that begin like something the server knows.
bodies = st.builds(
    lambda constructor, rest: tag(constructor) + rest, st.sampled_from(CONSTRUCTORS), st.binary(max_size=200)
)


@settings(max_examples=600, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_no_exception_escapes(data: bytes) -> None:
    target.run(data)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 9), bodies)
def test_no_exception_escapes_known_constructors(way: int, body: bytes) -> None:
    target.run(bytes([way]) + body)


# random bytes make no name: workers must find the same tests
@pytest.mark.parametrize("seed", target.seeds(), ids=map(str, itertools.count()))
def test_seeds(seed: bytes) -> None:
    target.run(seed)


@settings(max_examples=200, deadline=None)
@given(st.lists(bodies, max_size=6))
def test_containers_of_known_constructors(inner: list[bytes]) -> None:
    alice = Alice(settings=target.SETTINGS)
    padded = [body + bytes(-len(body) % 4) for body in inner]
    alice.pair.send(alice.session.container(*padded)[1])
    target.check(alice.pair)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_only_wire_errors_leave_the_readers(data: bytes) -> None:
    for read in (Reader(data).string, lambda: Reader(data).long_vector(10), lambda: parse_inner_data(data)):
        with suppress(WireError):
            read()
    with suppress(ProtocolError):
        unpad(rsa_key().decrypt(data.rjust(256, b"\1")[:256]), lambda start: parse_inner_data(start)[1])


@given(st.binary(max_size=70_000))
def test_bytes_and_gzip_come_back(data: bytes) -> None:
    reader = Reader(tl_bytes(data) + b"rest")
    assert reader.string() == data
    assert reader.raw(4) == b"rest"
    packed = pack_result(data, 16)
    if packed is not data:
        assert packed[:4] == tag(s.GZIP_PACKED)
        assert unpack(Reader(packed, 4).string(), len(data)) == data
        with pytest.raises(WireError):
            unpack(Reader(packed, 4).string(), len(data) - 1)


def test_the_prime_is_safe_and_the_generator_has_prime_order() -> None:
    q = (DH_PRIME - 1) // 2
    assert DH_PRIME.bit_length() == 2048
    assert all(pow(base, DH_PRIME - 1, DH_PRIME) == 1 and pow(base, q - 1, q) == 1 for base in (2, 5, 7))
    assert pow(DH_G, q, DH_PRIME) == 1
    assert not any(map(is_safe_public_value, (0, 1, 2**1984 - 1, DH_PRIME - 1, DH_PRIME)))
    assert is_safe_public_value(2**2000)


# -- a bad network

steps = st.lists(
    st.one_of(
        st.tuples(st.just("request"), st.just(0)),
        st.tuples(st.sampled_from(["deliver", "repeat", "lose", "answer", "update"]), st.integers(0, 5)),
        st.tuples(st.sampled_from(["receive", "forget", "drop", "ack"]), st.just(0)),
    ),
    max_size=60,
)


class BadNetwork:
    """A client that sends each request again until it is answered, over a network that loses, repeats, reorders."""

    def __init__(self) -> None:
        self.alice = Alice(settings=Settings(max_kept_results=1000))
        self.client: ClientSession = self.alice.session
        self.on_the_way: list[bytes] = []
        self.requests: dict[int, tuple[int, bytes]] = {}
        self.executed: list[int] = []
        self.waiting: list[int] = []
        self.results: dict[int, bytes] = {}
        self.updates: list[int] = []
        self.to_ack: list[int] = []
        self.sent_updates = 0

    def request(self, _: int) -> None:
        msg_id, seqno = self.client.number()
        self.requests[msg_id] = (seqno, struct.pack("<q", msg_id))
        self.on_the_way.append(self.client.seal(msg_id, seqno, self.requests[msg_id][1]))

    def deliver(self, at: int) -> None:
        if self.on_the_way:
            self._arrive(self.on_the_way.pop(at % len(self.on_the_way)))

    def repeat(self, at: int) -> None:
        if self.on_the_way:
            self._arrive(self.on_the_way[at % len(self.on_the_way)])

    def _arrive(self, packet: bytes) -> None:
        self.alice.pair.send(packet)
        for request in self.alice.requests():
            assert request.body == struct.pack("<q", request.msg_id)
            self.executed.append(request.msg_id)
            self.waiting.append(request.msg_id)

    def lose(self, at: int) -> None:
        if self.on_the_way:
            del self.on_the_way[at % len(self.on_the_way)]

    @property
    def _session(self) -> Session | None:
        key = self.alice.world.node.keys.get(self.alice.key.id)
        return None if key is None else key.sessions.get(self.client.session_id)

    def answer(self, at: int) -> None:
        if self.waiting:
            msg_id = self.waiting.pop(at % len(self.waiting))
            session = self._session
            assert session is not None
            session.send_result(msg_id, b"done" + struct.pack("<q", msg_id))

    def update(self, _: int) -> None:
        session = self._session
        if session is not None:
            assert session.send_update(b"upd!" + struct.pack("<q", self.sent_updates))
            self.sent_updates += 1

    def receive(self, _: int) -> None:
        for message in self.alice.read():
            self._message(message)

    def _message(self, message: Received) -> None:
        if message.seqno & 1:
            self.to_ack.append(message.msg_id)
        if message.constructor == s.RPC_RESULT:
            msg_id, body = message.result
            assert body == b"done" + struct.pack("<q", msg_id)
            self.results[msg_id] = body
        elif message.body[:4] == b"upd!":
            number = struct.unpack("<q", message.body[4:])[0]
            if number not in self.updates:
                self.updates.append(number)

    def forget(self, _: int) -> None:
        """What the server sent is lost, and with it the connection."""
        self.alice.pair.packets()
        self.drop(0)

    def drop(self, _: int) -> None:
        self.alice.reconnect()

    def ack(self, _: int) -> None:
        self.on_the_way.append(self.client.packet(tag(s.MSGS_ACK) + longs(self.to_ack), content=False)[1])
        self.to_ack = []

    def settle(self) -> None:
        """The network is good again: the client repeats what is unanswered."""
        self.on_the_way = []
        self.drop(0)
        unanswered = [(m, n, body) for m, (n, body) in self.requests.items() if m not in self.results]
        self._arrive(self.client.seal_container(unanswered))
        while self.waiting:
            self.answer(0)
        self.receive(0)


@settings(max_examples=250, deadline=None)
@given(steps)
def test_each_request_is_executed_once_and_answered_whatever_happens(plan: list[tuple[str, int]]) -> None:
    network = BadNetwork()
    for name, argument in plan:
        getattr(network, name)(argument)
    network.settle()
    assert sorted(network.executed) == sorted(network.requests)
    assert set(network.results) == set(network.requests)
    assert sorted(network.updates) == list(range(network.sent_updates))
    network.alice.world.take(SessionOpened)
    target.check(network.alice.pair)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_flipped_bit_is_never_taken_for_a_message(at: int, flip: int) -> None:
    alice = Alice()
    alice.opened()
    packet = bytearray(alice.session.packet(os.urandom(400))[1])
    packet[8 + at % (len(packet) - 8)] ^= flip or 1
    alice.pair.send(bytes(packet))
    assert alice.requests() == []
    assert alice.pair.closed is not None
