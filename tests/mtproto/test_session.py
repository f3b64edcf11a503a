"""Sessions: salts, msg_ids, seqnos, repetition, containers. Client and server in memory, the clock in our hand."""

import gzip
import os
import struct
import zlib
from array import array
from collections.abc import Callable

import pytest

from hodhod.mtproto import AuthKey, SessionDestroyed, SessionOpened, Settings
from hodhod.mtproto import schema as s
from hodhod.mtproto.received import Arrival, ReceivedIds
from hodhod.mtproto.wire import Reader, tl_bytes
from tests.mtproto.client import Received, longs, quick_ack_of, tag
from tests.mtproto.pair import Alice, World, new_key

BODY = b"\x01\x02\x03\x04"
OTHER = b"\x05\x06\x07\x08"


@pytest.fixture
def alice() -> Alice:
    client = Alice()
    client.opened()
    return client


def bad(message: Received) -> tuple[int, int]:
    """(bad_msg_id, error_code)."""
    assert message.constructor in (s.BAD_MSG_NOTIFICATION, s.BAD_SERVER_SALT)
    msg_id, _, code = struct.unpack_from("<qii", message.body, 4)
    return msg_id, code


# -- beginning


def test_a_new_session_is_announced_with_its_first_message() -> None:
    alice = Alice()
    ids, packet = alice.session.container(BODY, OTHER)
    alice.pair.send(packet)
    (created,) = alice.read()
    reader = Reader(created.body)
    assert reader.constructor() == s.NEW_SESSION_CREATED
    assert reader.int64() == ids[0]
    assert reader.int64() != 0
    assert reader.int64() == alice.session.salt
    assert created.seqno == 1
    assert [request.msg_id for request in alice.requests()] == ids
    assert len(alice.world.take(SessionOpened)) == 1


def test_a_request_is_answered(alice: Alice) -> None:
    request = alice.request(BODY)
    assert request.body == BODY
    request.session.send_result(request.msg_id, OTHER)
    (answer,) = alice.read()
    assert answer.result == (request.msg_id, OTHER)
    assert answer.seqno % 2 == 1
    assert answer.msg_id % 4 == 1


def test_an_update_is_pushed(alice: Alice) -> None:
    session = alice.request().session
    assert session.send_update(OTHER)
    (update,) = alice.read()
    assert (update.body, update.seqno % 2, update.msg_id % 4) == (OTHER, 1, 3)


def test_everything_of_one_tick_leaves_in_one_packet_in_order(alice: Alice) -> None:
    first, second = alice.request(BODY), alice.request(OTHER)
    first.session.send_update(b"upd1")
    second.session.send_result(second.msg_id, b"res2")
    first.session.send_result(first.msg_id, b"res1")
    (packet,) = alice.pair.packets()
    messages = alice.session.open(packet)
    assert [m.body[-4:] for m in messages] == [b"upd1", b"res2", b"res1"]
    assert [m.seqno for m in messages] == sorted(m.seqno for m in messages)
    assert [m.msg_id for m in messages] == sorted(m.msg_id for m in messages)


def test_more_than_a_container_holds_leaves_in_several() -> None:
    alice = Alice(settings=Settings(max_container_messages=4, container_bytes=64))
    alice.opened()
    session = alice.request().session
    bodies = [bytes([n]) * 24 for n in range(10)]
    for body in bodies:
        session.send_update(body)
    packets = alice.pair.packets()
    assert len(packets) == 5
    assert [m.body for packet in packets for m in alice.session.open(packet)] == bodies


def test_a_quick_ack_answers_the_packet_it_was_asked_for(alice: Alice) -> None:
    _, packet = alice.session.packet(BODY)
    alice.pair.send(packet, quick=True)
    assert alice.read() == []
    assert alice.pair.wire.quick_acks == [quick_ack_of(alice.key.key, alice.session.last_plaintext)]


def test_no_quick_ack_for_a_packet_without_effect(alice: Alice) -> None:
    alice.session.salt += 1
    alice.pair.send(alice.session.packet(BODY)[1], quick=True)
    alice.read()
    assert alice.pair.wire.quick_acks == []


# -- keys


def test_an_unknown_key_is_404() -> None:
    alice = Alice()
    alice.world.stored.clear()
    alice.send(BODY)
    assert alice.pair.error_code() == -404
    assert alice.pair.closed is not None


def test_an_expired_temporary_key_is_404(alice: Alice) -> None:
    temp = new_key(expires_at=int(alice.world.clock.now) + 10)
    client = Alice(alice.world)
    client.key = alice.world.stored[temp.id] = temp
    client.session = client.new_session()
    client.opened()
    alice.world.clock.now += 10
    client.send(BODY)
    assert client.pair.error_code() == -404


def test_a_revoked_key_ends_its_sessions(alice: Alice) -> None:
    other = Alice(alice.world)
    other.opened()
    due = alice.world.node.revoke_key(alice.key.id)
    assert next(type(event) for _, event in due) is SessionDestroyed
    assert alice.pair.error_code() == -404
    assert alice.world.node.session_count == 1
    assert other.request().body == BODY


@pytest.mark.parametrize("at", [8, 20, 24, -1])
def test_a_changed_packet_closes_without_a_word(alice: Alice, at: int) -> None:
    _, packet = alice.session.packet(BODY)
    changed = bytearray(packet)
    changed[at] ^= 1
    alice.pair.send(bytes(changed))
    assert alice.pair.closed is not None
    assert alice.pair.packets() == []
    assert alice.requests() == []


@pytest.mark.parametrize(
    "padding,length", [(1036 - 4, None), (12, -4), (12, 2), (12, 8), (12, 4096), (28, 24), (12, 0)]
)
def test_a_lying_length_closes(alice: Alice, padding: int, length: int | None) -> None:
    msg_id, seqno = alice.session.number()
    size = 32 + len(BODY) + padding
    alice.pair.send(alice.session.seal(msg_id, seqno, BODY, padding + -size % 16, length))
    assert alice.pair.closed is not None
    assert alice.requests() == []


# -- salts


def test_a_wrong_salt_has_no_effect_and_names_the_right_one() -> None:
    alice = Alice()
    right, alice.session.salt = alice.session.salt, 12345
    msg_id = alice.send(BODY)
    (answer,) = alice.read()
    assert answer.constructor == s.BAD_SERVER_SALT
    assert bad(answer) == (msg_id, 48)
    assert struct.unpack_from("<q", answer.body, 20)[0] == right
    assert alice.world.events == []
    assert alice.world.node.session_count == 0
    alice.session.salt = right
    assert alice.request().body == BODY


def test_the_salt_of_the_previous_slot_is_still_good(alice: Alice) -> None:
    alice.world.clock.now += 1800
    assert alice.request().body == BODY
    alice.world.clock.now += 1800
    alice.send(BODY)
    assert bad(alice.read()[0])[1] == 48


def test_future_salts_are_the_ones_that_will_be_accepted(alice: Alice) -> None:
    msg_id = alice.send(tag(s.GET_FUTURE_SALTS) + struct.pack("<i", 3))
    (answer,) = alice.read()
    constructor, req_msg_id, now, count = struct.unpack_from("<Iqii", answer.body)
    assert (constructor, req_msg_id, now, count) == (s.FUTURE_SALTS, msg_id, int(alice.world.clock.now), 3)
    salts = list(struct.iter_unpack("<iiq", answer.body[20:]))
    assert salts[0][2] == alice.session.salt
    for since, until, salt in salts:
        assert until - since == 3600
        for moment in (since, until - 1):
            alice.world.clock.now = max(moment, alice.world.clock.now)
            alice.session.salt = salt
            assert alice.request().body == BODY


def test_a_packet_recorded_before_a_restart_has_no_effect(alice: Alice) -> None:
    _, packet = alice.session.packet(BODY)
    restarted = World(keys=[AuthKey(alice.key.id, alice.key.key)])
    restarted.clock.now = alice.world.clock.now
    pair = restarted.connect()
    pair.send(packet)
    assert [m.constructor for m in pair.read(alice.session)] == [s.BAD_SERVER_SALT]
    assert restarted.events == []


# -- msg_id and time


@pytest.mark.parametrize("skew,code", [(-301, 16), (31, 17), (-299, 0), (29, 0)])
def test_a_clock_that_is_off(skew: float, code: int) -> None:
    alice = Alice()
    alice.session.clock = lambda: alice.world.clock.now + skew
    msg_id = alice.send(BODY)
    answer = alice.read()[0]
    if code:
        assert bad(answer) == (msg_id, code)
        assert alice.world.events == []
    else:
        assert alice.requests()[0].msg_id == msg_id


def test_the_answer_to_a_wrong_clock_tells_the_time() -> None:
    alice = Alice()
    alice.session.clock = lambda: alice.world.clock.now - 5000
    alice.send(BODY)
    assert alice.read()[0].msg_id >> 32 == int(alice.world.clock.now)


def test_the_lower_bits_of_a_msg_id_are_zero(alice: Alice) -> None:
    msg_id, seqno = alice.session.number()
    alice.pair.send(alice.session.seal(msg_id | 1, seqno, BODY))
    assert bad(alice.read()[0]) == (msg_id | 1, 18)
    assert alice.requests() == []


# -- seqno


def test_an_even_seqno_of_a_request_is_35(alice: Alice) -> None:
    msg_id = alice.send(BODY, content=False)
    assert bad(alice.read()[0]) == (msg_id, 35)
    assert alice.requests() == []


def test_a_seqno_that_went_back_is_32(alice: Alice) -> None:
    alice.session.content = 5
    alice.request()
    alice.session.content = 3
    msg_id = alice.send(BODY)
    assert bad(alice.read()[0]) == (msg_id, 32)


def test_a_seqno_ahead_of_a_later_message_is_33(alice: Alice) -> None:
    early, _ = alice.session.number()
    alice.session.content = 5
    alice.request()
    alice.pair.send(alice.session.seal_container([(early, 99, BODY)]))
    assert bad(alice.read()[0]) == (early, 33)


def test_an_odd_container_is_34(alice: Alice) -> None:
    ids, _ = alice.session.container(BODY)
    body = tag(s.MSG_CONTAINER) + struct.pack("<iqii", 1, ids[0], 1, 4) + BODY
    msg_id, seqno = alice.session.number()
    alice.pair.send(alice.session.seal(msg_id, seqno, body))
    assert bad(alice.read()[0]) == (msg_id, 34)
    assert alice.requests() == []


def test_an_odd_seqno_of_acks_and_state_requests_is_forgiven(alice: Alice) -> None:
    alice.send(tag(s.MSGS_ACK) + longs([1, 2]), content=True)
    assert alice.read() == []
    alice.send(tag(s.MSGS_STATE_REQ) + longs([4]), content=True)
    assert [m.constructor for m in alice.read()] == [s.MSGS_STATE_INFO]


def test_messages_that_arrive_in_another_order_are_all_taken(alice: Alice) -> None:
    packets = [alice.session.packet(bytes([n]) * 4)[1] for n in range(4)]
    for packet in (packets[1], packets[0], packets[3], packets[2]):
        alice.pair.send(packet)
    assert [request.body[0] for request in alice.requests()] == [1, 0, 3, 2]
    assert alice.read() == []


# -- repetition


def test_a_repeated_packet_under_way_has_no_effect(alice: Alice) -> None:
    _, packet = alice.session.packet(BODY)
    alice.pair.send(packet)
    alice.pair.send(packet)
    assert len(alice.requests()) == 1
    assert alice.read() == []


def test_a_repeated_request_gets_its_kept_answer_again(alice: Alice) -> None:
    msg_id, packet = alice.session.packet(BODY)
    alice.pair.send(packet)
    (request,) = alice.requests()
    request.session.send_result(msg_id, OTHER)
    (first,) = alice.read()
    alice.pair.send(packet)
    (again,) = alice.read()
    assert again == first
    assert alice.requests() == []


def test_a_repeated_request_with_a_forgotten_answer_is_20(alice: Alice) -> None:
    msg_id, packet = alice.session.packet(BODY)
    alice.pair.send(packet)
    alice.requests()[0].session.send_result(msg_id, OTHER)
    alice.send(tag(s.MSGS_ACK) + longs([alice.read()[0].msg_id]), content=False)
    alice.pair.send(packet)
    assert bad(alice.read()[0]) == (msg_id, 20)
    assert alice.requests() == []


def test_a_large_kept_answer_is_described_and_sent_on_demand() -> None:
    alice = Alice(settings=Settings(detailed_info_from_bytes=100))
    alice.opened()
    msg_id, packet = alice.session.packet(BODY)
    alice.pair.send(packet)
    body = os.urandom(200)
    alice.requests()[0].session.send_result(msg_id, body)
    (answer,) = alice.read()
    alice.pair.send(packet)
    (info,) = alice.read()
    assert struct.unpack("<Iqqii", info.body) == (s.MSG_DETAILED_INFO, msg_id, answer.msg_id, len(answer.body), 0)
    alice.send(tag(s.MSG_RESEND_REQ) + longs([answer.msg_id]), content=False)
    assert alice.read() == [answer]


def test_a_replay_by_somebody_else_moves_nothing(alice: Alice) -> None:
    msg_id, packet = alice.session.packet(BODY)
    alice.pair.send(packet)
    (request,) = alice.requests()
    thief = alice.world.connect(ip="203.0.113.9")
    thief.send(packet)
    assert request.session.connection is alice.pair.connection
    request.session.send_result(msg_id, OTHER)
    assert thief.packets() == []
    assert alice.read()[0].result == (msg_id, OTHER)


def test_a_repeated_container_gets_its_answers_again(alice: Alice) -> None:
    _, packet = alice.session.container(BODY, OTHER)
    alice.pair.send(packet)
    for request in alice.requests():
        request.session.send_result(request.msg_id, request.body)
    first = alice.read()
    alice.pair.send(packet)
    assert alice.read() == first
    assert alice.requests() == []


def test_a_container_under_the_id_of_another_message_is_19(alice: Alice) -> None:
    used = alice.request().msg_id
    inner = alice.session.number()
    body = tag(s.MSG_CONTAINER) + struct.pack("<iqii", 1, *inner, 4) + BODY
    alice.pair.send(alice.session.seal(used, 2, body))
    assert bad(alice.read()[0]) == (used, 19)
    assert alice.requests() == []


def test_old_messages_come_in_containers_and_are_taken_once(alice: Alice) -> None:
    old, seqno = alice.session.number()
    alice.world.clock.now += 280
    alice.pair.send(alice.session.seal_container([(old, seqno, BODY)]))
    assert [request.msg_id for request in alice.requests()] == [old]
    alice.pair.send(alice.session.seal_container([(old, seqno, BODY)]))
    assert alice.requests() == []


def test_a_forgotten_msg_id_is_20() -> None:
    alice = Alice(settings=Settings(max_received_ids=64))
    alice.opened()
    msg_id, seqno = alice.session.number()
    for _ in range(200):
        alice.send(tag(s.MSGS_ACK) + longs([]), content=False)
    alice.pair.send(alice.session.seal_container([(msg_id, seqno, BODY)]))
    assert bad(alice.read()[0]) == (msg_id, 20)
    assert alice.requests() == []


def test_received_ids_are_bounded_and_never_accept_twice() -> None:
    ids = ReceivedIds()
    for msg_id in range(4, 40_000, 4):
        assert ids.add(msg_id, 0, 1000) is Arrival.NEW
        assert ids.add(msg_id, 0, 1000) is Arrival.REPEATED
        assert len(ids) <= 1000
    assert all(ids.add(msg_id, 0, 1000) is not Arrival.NEW for msg_id in range(4, 40_000, 4))
    assert isinstance(ids._ids, array)


def test_received_ids_forget_by_time_first() -> None:
    ids = ReceivedIds()
    for msg_id in range(4, 4000, 4):
        ids.add(msg_id, msg_id - 100, 4096)
    assert len(ids) <= 60
    assert 3996 in ids
    assert 4 not in ids


# -- containers, gzip


def container_of(*entries: tuple[int, int, bytes]) -> bytes:
    body = tag(s.MSG_CONTAINER) + struct.pack("<i", len(entries))
    return body + b"".join(struct.pack("<qii", m, n, len(b)) + b for m, n, b in entries)


def packed(body: bytes, how: Callable[[bytes], bytes] = gzip.compress) -> bytes:
    return tag(s.GZIP_PACKED) + tl_bytes(how(body))


@pytest.mark.parametrize("how", [gzip.compress, zlib.compress])
def test_both_headers_of_gzip_are_understood(alice: Alice, how: Callable[[bytes], bytes]) -> None:
    assert alice.request(packed(BODY * 100, how)).body == BODY * 100


def test_gzip_inside_a_container_and_a_container_inside_gzip(alice: Alice) -> None:
    _, packet = alice.session.container(packed(BODY), OTHER)
    alice.pair.send(packet)
    assert [request.body for request in alice.requests()] == [BODY, OTHER]
    inner = alice.session.number()
    msg_id, seqno = alice.session.number(content=False)
    alice.pair.send(alice.session.seal(msg_id, seqno, packed(container_of((*inner, BODY)))))
    assert [request.msg_id for request in alice.requests()] == [inner[0]]


def test_a_copied_message_counts_under_its_own_id(alice: Alice) -> None:
    msg_id, seqno = alice.session.number()
    copy = tag(s.MSG_COPY) + struct.pack("<qii", msg_id, seqno, 4) + BODY
    alice.send(copy, content=False)
    assert [request.msg_id for request in alice.requests()] == [msg_id]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: container_of((4, 1, container_of((8, 1, BODY)))), id="nested"),
        pytest.param(lambda: tag(s.MSG_CONTAINER) + struct.pack("<i", 1021), id="too-many"),
        pytest.param(lambda: tag(s.MSG_CONTAINER) + struct.pack("<i", -1), id="negative"),
        pytest.param(lambda: tag(s.MSG_CONTAINER) + struct.pack("<i", 2) + bytes(8), id="cut"),
        pytest.param(lambda: tag(s.MSG_CONTAINER) + struct.pack("<iqii", 1, 4, 1, 400) + BODY, id="lying"),
        pytest.param(lambda: tag(s.MSG_CONTAINER) + struct.pack("<iqii", 1, 4, 1, -4) + BODY, id="negative-size"),
        pytest.param(lambda: tag(s.MSG_CONTAINER), id="no-count"),
        pytest.param(lambda: packed(packed(BODY)), id="gzip-in-gzip"),
        pytest.param(lambda: packed(bytes(5 * 1024 * 1024)), id="bomb"),
        pytest.param(lambda: container_of(*((4, 1, packed(bytes(3 << 20))),) * 2), id="two-half-bombs"),
        pytest.param(lambda: tag(s.GZIP_PACKED) + tl_bytes(b"no gzip at all"), id="no-gzip"),
        pytest.param(lambda: tag(s.GZIP_PACKED) + tl_bytes(gzip.compress(os.urandom(400))[:200]), id="cut-gzip"),
        pytest.param(lambda: tag(s.GZIP_PACKED), id="no-data"),
        pytest.param(lambda: tag(s.MSG_COPY) + bytes(8), id="cut-copy"),
    ],
)
def test_what_cannot_be_taken_apart_is_64(alice: Alice, make: Callable[[], bytes]) -> None:
    msg_id = alice.send(make(), content=False)
    assert bad(alice.read()[0]) == (msg_id, 64)
    assert alice.requests() == []
    assert alice.request().body == BODY


def test_an_empty_container_does_nothing(alice: Alice) -> None:
    alice.send(container_of(), content=False)
    assert alice.read() == []


def test_long_answers_are_packed_and_random_ones_are_not(alice: Alice) -> None:
    text, noise = b"salaam, " * 1000, os.urandom(100_000)
    for body, shorter in ((text, True), (noise, False)):
        request = alice.request()
        request.session.send_result(request.msg_id, body)
        (answer,) = alice.read()
        assert answer.result == (request.msg_id, body)
        assert (len(answer.body) < len(body)) is shorter
