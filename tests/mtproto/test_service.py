"""The service messages, one by one."""

import os
import struct

import pytest

from hodhod.mtproto import (
    AuthKey,
    BindAuthKeyInner,
    SessionDestroyed,
    Settings,
    check_binding,
    decrypt_v1_inner,
)
from hodhod.mtproto import schema as s
from hodhod.mtproto.envelope import seal_v1
from hodhod.mtproto.errors import ProtocolError
from hodhod.mtproto.wire import Reader
from tests.mtproto.client import longs, tag
from tests.mtproto.pair import Alice, World, new_key

BODY = b"\x01\x02\x03\x04"


@pytest.fixture
def alice() -> Alice:
    client = Alice()
    client.opened()
    return client


def test_ping(alice: Alice) -> None:
    msg_id = alice.send(tag(s.PING) + struct.pack("<q", -7))
    (pong,) = alice.read()
    assert pong.body == tag(s.PONG) + struct.pack("<qq", msg_id, -7)
    assert pong.seqno % 2 == 0


def test_ping_delay_disconnect_closes_unless_it_is_renewed(alice: Alice) -> None:
    ping = tag(s.PING_DELAY_DISCONNECT) + struct.pack("<qi", 1, 75)
    for _ in range(3):
        alice.send(ping)
        assert alice.read()[0].constructor == s.PONG
        alice.world.sweep(60)
        assert alice.pair.closed is None
    alice.world.sweep(13)
    assert alice.pair.closed is None
    alice.world.sweep(4)
    assert alice.pair.closed is not None


def test_other_packets_do_not_renew_ping_delay_disconnect(alice: Alice) -> None:
    alice.send(tag(s.PING_DELAY_DISCONNECT) + struct.pack("<qi", 1, 10))
    for _ in range(12):
        alice.send(tag(s.PING) + bytes(8))
        alice.world.sweep(1)
    assert alice.pair.closed is not None


def test_states_of_messages(alice: Alice) -> None:
    under_way = alice.request()
    answered = alice.request()
    answered.session.send_result(answered.msg_id, BODY)
    alice.read()
    service = alice.send(tag(s.PING) + bytes(8))
    alice.read()
    missing = alice.session.next_msg_id()
    last = alice.send(tag(s.MSGS_ACK) + longs([]), content=False)
    asked = [1, under_way.msg_id, answered.msg_id, service, missing, last, last + 4000]
    req_msg_id = alice.send(tag(s.MSGS_STATE_REQ) + longs(asked), content=False)
    reader = Reader(alice.read()[0].body)
    assert reader.constructor() == s.MSGS_STATE_INFO
    assert reader.int64() == req_msg_id
    states = reader.string()
    assert [state & 7 for state in states] == [2, 4, 4, 4, 2, 4, 3]
    assert states[1] & 32
    assert states[2] & 64


def test_messages_are_sent_again_on_demand(alice: Alice) -> None:
    session = alice.request().session
    session.send_update(b"upd1")
    session.send_update(b"upd2")
    sent = alice.read()
    msg_id = alice.send(tag(s.MSG_RESEND_REQ) + longs([sent[1].msg_id, 12345]), content=False)
    messages = {message.constructor: message for message in alice.read()}
    assert messages.pop(s.MSGS_STATE_INFO).body[4:12] == struct.pack("<q", msg_id)
    assert list(messages.values()) == [sent[1]]


def test_answers_are_sent_again_by_their_requests(alice: Alice) -> None:
    request = alice.request()
    request.session.send_result(request.msg_id, BODY)
    (answer,) = alice.read()
    alice.send(tag(s.MSG_RESEND_ANS_REQ) + longs([request.msg_id, 4]), content=False)
    assert alice.read() == [answer]


def test_all_info_counts_as_acknowledgement(alice: Alice) -> None:
    session = alice.request().session
    session.send_update(b"upd1")
    session.send_update(b"upd2")
    first, second = alice.read()
    info = tag(s.MSGS_ALL_INFO) + longs([first.msg_id, second.msg_id]) + b"\x02\x04\x01\x00"
    alice.send(info, content=False)
    assert list(session.kept_updates) == [second.msg_id]


def test_a_slow_request_is_acknowledged_apart(alice: Alice) -> None:
    quick, slow = alice.request(), alice.request()
    quick.session.send_result(quick.msg_id, BODY)
    assert [m.constructor for m in alice.read()] == [s.RPC_RESULT]
    alice.world.sweep(1)
    (ack,) = alice.read()
    assert ack.body == tag(s.MSGS_ACK) + longs([slow.msg_id])
    assert ack.seqno % 2 == 0
    slow.session.send_result(slow.msg_id, BODY)
    assert [m.constructor for m in alice.read()] == [s.RPC_RESULT]
    alice.world.sweep(5)
    assert alice.read() == []


def test_another_session_can_be_destroyed_but_not_the_current(alice: Alice) -> None:
    other = Alice(alice.world)
    other.session = alice.new_session()
    other.opened()
    for session_id, found in ((other.session.session_id, True), (alice.session.session_id, False), (5, False)):
        alice.send(tag(s.DESTROY_SESSION) + struct.pack("<q", session_id))
        expected = s.DESTROY_SESSION_OK if found else s.DESTROY_SESSION_NONE
        assert alice.read()[0].body == tag(expected) + struct.pack("<q", session_id)
    assert len(alice.world.take(SessionDestroyed)) == 1
    assert alice.world.node.session_count == 1


def test_an_auth_key_can_be_destroyed(alice: Alice) -> None:
    alice.send(tag(s.DESTROY_AUTH_KEY))
    ok, refusal = alice.pair.packets()
    assert alice.session.open(ok)[0].body == tag(s.DESTROY_AUTH_KEY_OK)
    assert refusal == struct.pack("<i", -404)
    assert alice.world.stored == {}
    assert alice.world.node.keys == {}
    assert len(alice.world.take(SessionDestroyed)) == 1


def test_destroying_a_key_that_is_not_there(alice: Alice) -> None:
    alice.world.stored.clear()
    alice.send(tag(s.DESTROY_AUTH_KEY))
    assert alice.read()[0].body == tag(s.DESTROY_AUTH_KEY_NONE)
    assert alice.pair.closed is None


def test_dropping_an_answer_under_way(alice: Alice) -> None:
    request = alice.request()
    drop = alice.send(tag(s.RPC_DROP_ANSWER) + struct.pack("<q", request.msg_id))
    request.session.send_result(request.msg_id, BODY)
    dropped = tag(s.RPC_ANSWER_DROPPED_RUNNING)
    assert [m.result for m in alice.read()] == [(request.msg_id, dropped), (drop, dropped)]
    assert alice.world.node.in_flight == 0


def test_dropping_a_kept_answer(alice: Alice) -> None:
    request = alice.request()
    request.session.send_result(request.msg_id, BODY)
    (answer,) = alice.read()
    drop = alice.send(tag(s.RPC_DROP_ANSWER) + struct.pack("<q", request.msg_id))
    expected = tag(s.RPC_ANSWER_DROPPED) + struct.pack("<qii", answer.msg_id, answer.seqno, len(answer.body))
    assert alice.read()[0].result == (drop, expected)
    assert request.msg_id not in request.session.answers


def test_dropping_an_answer_that_has_not_left(alice: Alice) -> None:
    request = alice.request()
    alice.pair.connection.pause()
    request.session.send_result(request.msg_id, BODY)
    alice.send(tag(s.RPC_DROP_ANSWER) + struct.pack("<q", request.msg_id))
    alice.pair.connection.resume()
    (answer,) = alice.read()
    assert answer.result[1][:12] == tag(s.RPC_ANSWER_DROPPED) + bytes(8)
    assert request.session.queued_bytes == 0


def test_dropping_an_unknown_answer(alice: Alice) -> None:
    drop = alice.send(tag(s.RPC_DROP_ANSWER) + struct.pack("<q", 4))
    assert alice.read()[0].result == (drop, tag(s.RPC_ANSWER_UNKNOWN))


@pytest.mark.parametrize(
    "constructor",
    [s.PING, s.MSGS_ACK, s.MSGS_STATE_REQ, s.DESTROY_SESSION, s.GET_FUTURE_SALTS, s.RPC_DROP_ANSWER, s.MSG_RESEND_REQ],
)
@pytest.mark.parametrize("rest", [b"", b"\x15\xc4\xb5\x1c\xff\xff\xff\x7f", b"\x15\xc4\xb5\x1c\xff\xff\xff\xff"])
def test_a_broken_service_message_is_dropped(alice: Alice, constructor: int, rest: bytes) -> None:
    alice.send(tag(constructor) + rest)
    alice.read()
    assert alice.request().body == BODY
    assert alice.pair.closed is None


# -- auth.bindTempAuthKey


class Binding:
    """A temporary key's session, and what a client sends to bind it."""

    def __init__(self) -> None:
        self.world = World()
        self.perm = new_key()
        self.temp = new_key(expires_at=int(self.world.clock.now) + 3600)
        self.alice = Alice(self.world)
        self.alice.key = self.world.stored[self.temp.id] = self.temp
        self.alice.session = self.alice.new_session()
        self.session = self.alice.request().session
        self.inner = BindAuthKeyInner(
            self.alice.session.last_msg_id,
            nonce=99,
            temp_auth_key_id=self.temp.id,
            perm_auth_key_id=self.perm.id,
            temp_session_id=self.session.session_id,
            expires_at=int(self.world.clock.now) + 3600,
        )

    def message(self, inner: BindAuthKeyInner, key: AuthKey | None = None) -> bytes:
        body = tag(s.BIND_AUTH_KEY_INNER) + struct.pack("<qqqqi", *inner[1:])
        header = os.urandom(16) + struct.pack("<qii", inner.msg_id, 0, len(body))
        return seal_v1(key or self.perm, header + body, os.urandom)

    def check(self, encrypted: bytes) -> BindAuthKeyInner:
        wanted = self.inner
        return check_binding(self.perm, self.session, wanted.msg_id, wanted.nonce, wanted.expires_at, encrypted)


def test_a_binding_is_read() -> None:
    binding = Binding()
    assert decrypt_v1_inner(binding.perm, binding.message(binding.inner)) == binding.inner
    assert binding.check(binding.message(binding.inner)) == binding.inner


@pytest.mark.parametrize("field", BindAuthKeyInner._fields)
def test_each_field_of_a_binding_is_checked(field: str) -> None:
    binding = Binding()
    wrong = binding.inner._replace(**{field: getattr(binding.inner, field) + 4})
    with pytest.raises(ProtocolError):
        binding.check(binding.message(wrong))


def test_a_binding_under_another_key_is_refused() -> None:
    binding = Binding()
    other = new_key()
    with pytest.raises(ProtocolError):
        binding.check(binding.message(binding.inner, other))
    forged = binding.perm.id_bytes + binding.message(binding.inner, other)[8:]
    with pytest.raises(ProtocolError):
        binding.check(forged)


@pytest.mark.parametrize("cut", [0, 8, 24, 40, 72])
def test_a_cut_binding_is_refused(cut: int) -> None:
    binding = Binding()
    with pytest.raises(ProtocolError):
        binding.check(binding.message(binding.inner)[:cut])


def test_a_past_binding_is_refused() -> None:
    binding = Binding()
    encrypted = binding.message(binding.inner)
    binding.world.clock.now += 3600
    with pytest.raises(ProtocolError):
        binding.check(encrypted)


def test_an_envelope_of_version_1_is_refused_outside_a_binding(alice: Alice) -> None:
    header = struct.pack("<qqqii", alice.session.salt, alice.session.session_id, *alice.session.number(), len(BODY))
    alice.pair.send(seal_v1(alice.key, header + BODY + bytes(12), os.urandom))
    assert alice.pair.closed is not None
    assert alice.requests() == []


def test_settings_bound_the_sessions_of_a_key() -> None:
    alice = Alice(settings=Settings(max_sessions_per_key=3))
    sessions = []
    for _ in range(5):
        client = Alice(alice.world)
        client.key, client.session = alice.key, alice.new_session()
        client.opened()
        alice.world.clock.now += 1
        sessions.append(client.session.session_id)
        client.pair.drop()
    assert list(alice.world.node.keys[alice.key.id].sessions) == sessions[2:]
    assert alice.world.node.session_count == 3
