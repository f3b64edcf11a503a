"""Sessions and connections: lost, found again, moved; slow readers; everything bounded."""

import os
import struct

import pytest

from hodhod.mtproto import Closed, SessionClosed, SessionDestroyed, SessionOpened, Settings
from hodhod.mtproto import schema as s
from hodhod.mtproto.session import Session
from tests.mtproto.client import Wire, longs, tag
from tests.mtproto.pair import Alice, World

BODY = b"\x01\x02\x03\x04"
TOO_LONG = struct.pack("<I", 0xE317AF7E)


@pytest.fixture
def alice() -> Alice:
    client = Alice()
    client.opened()
    return client


def session_of(alice: Alice) -> Session:
    return alice.world.node.keys[alice.key.id].sessions[alice.session.session_id]


def test_what_was_not_acknowledged_comes_again_with_its_numbers(alice: Alice) -> None:
    first, second = alice.request(), alice.request()
    session = first.session
    session.send_result(first.msg_id, b"res1")
    session.send_result(second.msg_id, b"res2")
    session.send_update(b"upd1")
    sent = alice.read()
    alice.send(tag(s.MSGS_ACK) + longs([sent[0].msg_id]), content=False)
    alice.reconnect()
    assert len(alice.world.take(SessionClosed)) == 1
    alice.world.clock.now += 60
    alice.send(tag(s.PING) + bytes(8))
    assert [m for m in alice.read() if m.constructor != s.PONG] == sent[1:]
    assert len(alice.world.take(SessionOpened)) == 1


def test_an_old_message_always_travels_inside_a_fresh_container(alice: Alice) -> None:
    alice.request().session.send_update(b"upd1")
    (sent,) = alice.read()
    alice.reconnect()
    alice.world.clock.now += 200
    alice.send(tag(s.MSGS_ACK) + longs([]), content=False)
    (packet,) = alice.pair.packets()
    assert alice.session.open(packet) == [sent]
    fresh = int(alice.world.clock.now * 2**32)
    assert sent.msg_id < fresh - (100 << 32)


def test_results_and_updates_of_the_time_between_are_kept(alice: Alice) -> None:
    request = alice.request()
    alice.pair.drop()
    request.session.send_result(request.msg_id, b"res1")
    request.session.send_update(b"upd1")
    alice.pair = alice.world.connect(Wire("padded", obfuscated=True))
    alice.send(tag(s.MSGS_ACK) + longs([]), content=False)
    assert [m.body[-4:] for m in alice.read()] == [b"res1", b"upd1"]


def test_a_session_follows_the_connection_that_spoke_last(alice: Alice) -> None:
    session, old = session_of(alice), alice.pair
    alice.pair = alice.world.connect()
    alice.send(tag(s.PING) + bytes(8))
    assert session.connection is alice.pair.connection
    assert alice.world.take(SessionOpened) == []
    session.send_update(b"upd1")
    assert alice.read()[-1].body == b"upd1"
    assert old.packets() == []
    old.drop()
    assert alice.world.take(SessionClosed) == []
    assert session.connection is alice.pair.connection


def test_a_session_ends_some_time_after_its_connection() -> None:
    alice = Alice(settings=Settings(detached_session_seconds=100))
    alice.opened()
    session = session_of(alice)
    alice.pair.drop()
    alice.world.sweep(99)
    assert alice.world.take(SessionDestroyed) == []
    alice.world.sweep(1)
    assert alice.world.take(SessionDestroyed) == [SessionDestroyed(session)]
    node = alice.world.node
    assert (node.session_count, node.keys, node.detached) == (0, {}, {})
    session.send_result(4, BODY)
    assert session.send_update(BODY) is False
    alice.pair = alice.world.connect()
    alice.send(tag(s.MSGS_ACK) + longs([]), content=False)
    assert [m.constructor for m in alice.read()] == [s.NEW_SESSION_CREATED]


def test_requests_of_a_destroyed_session_are_not_counted_on(alice: Alice) -> None:
    request = alice.request()
    alice.world.node.destroy_session(request.session)
    assert alice.world.node.in_flight == 0
    request.session.send_result(request.msg_id, BODY)
    assert alice.pair.packets() == []


@pytest.mark.parametrize("in_container", [False, True])
def test_a_packet_of_a_destroyed_session_is_not_executed_again(alice: Alice, in_container: bool) -> None:
    packet = alice.session.container(BODY)[1] if in_container else alice.session.packet(BODY)[1]
    alice.pair.send(packet)
    assert len(alice.requests()) == 1
    alice.world.node.destroy_session(session_of(alice))
    thief = alice.world.connect(ip="203.0.113.9")
    thief.send(packet)
    assert alice.requests() == []
    (refusal,) = thief.read(alice.session)
    assert refusal.constructor == s.BAD_MSG_NOTIFICATION
    assert alice.world.node.session_count == 0
    assert alice.request().body == BODY


def test_destroyed_sessions_are_remembered_as_long_as_their_packets_could_pass(alice: Alice) -> None:
    _, packet = alice.session.packet(BODY)
    alice.pair.send(packet)
    alice.world.node.destroy_session(session_of(alice))
    alice.world.events.clear()
    alice.world.sweep(329)
    assert len(alice.world.node.ended) == 1
    alice.world.sweep(1)
    assert alice.world.node.ended == {}
    alice.pair = alice.world.connect()
    alice.pair.send(packet)
    assert alice.requests() == []


# -- slow readers


def test_a_slow_reader_overflows_once_and_catches_up() -> None:
    alice = Alice(settings=Settings(max_kept_update_bytes=1000))
    alice.opened()
    session = session_of(alice)
    alice.pair.connection.pause()
    accepted = [session.send_update(bytes(100)) for _ in range(30)]
    assert accepted == [True] * 10 + [False] * 20
    assert session.overflow
    assert session.pending_bytes == 0
    session.send_updates_too_long(TOO_LONG)
    assert session.send_update(BODY)
    assert alice.read() == []
    alice.pair.connection.resume()
    assert alice.pair.ready
    assert [m.body for m in alice.read()] == [TOO_LONG, BODY]


def test_overflow_leaves_results_alone() -> None:
    alice = Alice(settings=Settings(max_kept_update_bytes=1000))
    alice.opened()
    request = alice.request()
    alice.pair.connection.pause()
    request.session.send_result(request.msg_id, b"res1")
    while request.session.send_update(bytes(100)):
        pass
    alice.pair.connection.resume()
    assert [m.body[-4:] for m in alice.read()] == [b"res1"]


def test_a_client_that_acknowledges_nothing_is_bounded_and_told_when_it_comes_back() -> None:
    settings = Settings(max_kept_updates=10, max_kept_results=5, max_kept_result_bytes=10_000)
    alice = Alice(settings=settings)
    alice.opened()
    session = session_of(alice)
    for _ in range(50):
        request = alice.request()
        session.send_update(BODY)
        session.send_result(request.msg_id, bytes(900))
        alice.read()
    assert len(session.kept_updates) <= 10
    assert len(session.kept_results) == len(session.answers) == 5
    assert session.result_bytes == sum(len(m.body) for m in session.kept_results.values())
    assert session.update_bytes == sum(len(m.body) for m in session.kept_updates.values())
    assert not session.overflow
    alice.world.events.clear()
    alice.reconnect()
    alice.send(tag(s.PING) + bytes(8))
    assert len(alice.world.take(SessionOpened)) == 1
    assert session.overflow


def test_large_results_are_bounded_by_bytes_but_the_last_is_kept() -> None:
    alice = Alice(settings=Settings(max_kept_result_bytes=1000, gzip_from_bytes=1 << 20))
    alice.opened()
    for _ in range(4):
        request = alice.request()
        request.session.send_result(request.msg_id, bytes(5000))
        alice.read()
        assert list(request.session.answers) == [request.msg_id]


def test_reading_stops_while_too_much_is_under_way() -> None:
    alice = Alice(settings=Settings(max_requests_in_flight=3))
    alice.opened()
    requests = [alice.request() for _ in range(3)]
    assert not alice.pair.connection.wants_read
    requests[0].session.send_result(requests[0].msg_id, BODY)
    assert alice.pair.connection.wants_read


def test_reading_stops_while_too_many_answers_wait() -> None:
    alice = Alice(settings=Settings(max_queued_bytes=1000))
    alice.opened()
    request = alice.request()
    alice.pair.connection.pause()
    request.session.send_result(request.msg_id, os.urandom(1250))
    assert not alice.pair.connection.wants_read
    alice.pair.connection.resume()
    alice.read()
    assert alice.pair.connection.wants_read


# -- time


def test_a_stranger_is_closed_in_time_and_a_silent_client_later() -> None:
    world = World(Settings(unauthenticated_seconds=30, idle_seconds=600))
    stranger = world.connect()
    alice = Alice(world)
    alice.opened()
    for _ in range(33):
        world.sweep(1)
    assert stranger.closed is not None
    assert alice.pair.closed is None
    world.sweep(500)
    alice.send(tag(s.MSGS_ACK) + longs([]), content=False)
    world.sweep(590)
    assert alice.pair.closed is None
    world.sweep(20)
    assert alice.pair.closed is not None


def test_the_wheel_holds_no_lost_connection() -> None:
    world = World()
    pairs = [world.connect() for _ in range(50)]
    for pair in pairs:
        pair.drop()
    assert all(not bucket for bucket in world.node.wheel._buckets.values())
    world.sweep(1000)
    assert world.take(Closed) == []
    assert world.node.wheel._buckets == {}


def test_the_clock_may_jump() -> None:
    alice = Alice()
    alice.opened()
    alice.world.sweep(10_000_000)
    assert alice.pair.closed is not None
    alice.world.clock.now -= 20_000_000
    alice.world.sweep()
