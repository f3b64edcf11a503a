"""The key exchange, by every form that clients use, and its refusals. No socket."""

import os
from collections.abc import Callable
from math import gcd

import pytest

from hodhod.mtproto import AuthKey, RsaKey, Settings
from hodhod.mtproto import schema as s
from hodhod.mtproto.handshake import HandshakeTable
from hodhod.mtproto.primes import DH_PRIME
from tests.mtproto.client import ClientSession, Exchange, Wire, plain, rsa_old, rsa_pad, tag
from tests.mtproto.pair import START, Pair, World, rsa_key


class Talk:
    """Carries plain packets of an exchange."""

    def __init__(self, world: World, wire: Wire | None = None) -> None:
        self.world = world
        self.pair = world.connect(wire)
        self.last_msg_id = 0

    def ask(self, body: bytes, pair: Pair | None = None) -> bytes:
        pair = pair or self.pair
        pair.send(plain(body, int(self.world.clock.now * 2**32) & -4))
        (packet,) = pair.packets()
        msg_id, length = int.from_bytes(packet[8:16], "little"), int.from_bytes(packet[16:20], "little")
        assert packet[:8] == bytes(8)
        assert msg_id % 4 == 1
        assert msg_id > self.last_msg_id
        assert len(packet) == 20 + length
        self.last_msg_id = msg_id
        return packet[20:]

    def refused(self, body: bytes) -> int:
        self.pair.send(plain(body, int(self.world.clock.now * 2**32) & -4))
        assert self.pair.closed is not None
        return self.pair.error_code()

    def until_dh(self, exchange: Exchange) -> None:
        exchange.server_dh_params(self.ask(exchange.req_dh_params(self.ask(exchange.req_pq()))))

    def complete(self, exchange: Exchange) -> AuthKey:
        self.until_dh(exchange)
        assert exchange.dh_gen(self.ask(exchange.set_client_dh_params())) == s.DH_GEN_OK
        return self.world.stored[AuthKey.from_bytes(exchange.auth_key).id]


@pytest.fixture
def talk() -> Talk:
    return Talk(World())


@pytest.mark.parametrize("multi", [True, False])
@pytest.mark.parametrize("encrypt", [rsa_pad, rsa_old])
@pytest.mark.parametrize("dc,expires_in", [(None, None), (2, None), (None, 86400), (-10004, 600)])
def test_every_form_makes_the_same_key_on_both_sides(
    talk: Talk, multi: bool, encrypt: Callable[[bytes, RsaKey], bytes], dc: int | None, expires_in: int | None
) -> None:
    exchange = Exchange(rsa_key(), encrypt, dc, expires_in, multi)
    key = talk.complete(exchange)
    assert key.key == exchange.auth_key
    assert key.expires_at == (None if expires_in is None else int(START) + expires_in)
    assert exchange.server_time == int(START)
    assert len(talk.world.node.handshakes) == 0


@pytest.mark.parametrize("kind", ["abridged", "intermediate", "padded", "full"])
def test_the_exchange_works_over_each_framing(kind: str) -> None:
    Talk(World(), Wire(kind)).complete(Exchange(rsa_key()))


def test_an_exchange_may_change_connections_between_steps(talk: Talk) -> None:
    exchange, world = Exchange(rsa_key()), talk.world
    res_pq = talk.ask(exchange.req_pq())
    exchange.server_dh_params(talk.ask(exchange.req_dh_params(res_pq), world.connect()))
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params(), world.connect())) == s.DH_GEN_OK


def test_the_first_salt_works_on_the_node_that_made_the_key(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    key = talk.complete(exchange)
    session = ClientSession(key, talk.world.clock, exchange.first_salt)
    talk.pair.send(session.packet(b"abcd")[1])
    assert [m.constructor for m in talk.pair.read(session)] == [s.NEW_SESSION_CREATED]

    other_node = World(keys=[AuthKey(key.id, key.key)])
    pair = other_node.connect()
    session = ClientSession(key, other_node.clock, exchange.first_salt)
    pair.send(session.packet(b"abcd")[1])
    assert [m.constructor for m in pair.read(session)] == [s.BAD_SERVER_SALT]


def test_the_first_salt_ends(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    key = talk.complete(exchange)
    talk.world.clock.now += 3601
    session = ClientSession(key, talk.world.clock, exchange.first_salt)
    talk.pair.send(session.packet(b"abcd")[1])
    assert [m.constructor for m in talk.pair.read(session)] == [s.BAD_SERVER_SALT]
    talk.world.sweep()
    assert talk.world.node.made == {}


def test_a_taken_key_id_is_retried_with_the_hash_of_the_failed_key(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    talk.world.ids_taken = [1, 1]
    talk.until_dh(exchange)
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params())) == s.DH_GEN_RETRY
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params())) == s.DH_GEN_RETRY
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params())) == s.DH_GEN_OK


def test_retries_end(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    talk.world.ids_taken = [1] * 9
    talk.until_dh(exchange)
    for _ in range(talk.world.node.settings.handshake_retries):
        assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params())) == s.DH_GEN_RETRY
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params())) == s.DH_GEN_FAIL
    assert len(talk.world.node.handshakes) == 0


def test_a_repeated_request_gets_the_same_answer(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    request = exchange.req_dh_params(talk.ask(exchange.req_pq()))
    assert talk.ask(request) == talk.ask(request)


@pytest.mark.parametrize("g_b", [0, 1, DH_PRIME - 1, 2**1984 - 1, DH_PRIME - 2**1984 + 1, DH_PRIME])
def test_a_public_value_out_of_range_fails(talk: Talk, g_b: int) -> None:
    exchange = Exchange(rsa_key())
    talk.until_dh(exchange)
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params(g_b))) == s.DH_GEN_FAIL
    assert talk.world.stored == {}


def test_a_wrong_retry_id_fails(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    talk.until_dh(exchange)
    exchange.retry_id = b"12345678"
    assert exchange.dh_gen(talk.ask(exchange.set_client_dh_params())) == s.DH_GEN_FAIL


def swap(find: bytes, put: bytes) -> Callable[[bytes], bytes]:
    return lambda inner: inner.replace(find, put)


def test_inner_data_that_contradicts_is_refused_with_the_hash_of_new_nonce(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    res_pq = talk.ask(exchange.req_pq())
    answer = talk.ask(exchange.req_dh_params(res_pq, swap(exchange.nonce, bytes(16))))
    assert answer[:4] == tag(s.SERVER_DH_PARAMS_FAIL)
    assert answer[4:36] == exchange.nonce + exchange.server_nonce


@pytest.mark.parametrize("expires_in", [0, -5])
def test_a_temporary_key_must_live(talk: Talk, expires_in: int) -> None:
    exchange = Exchange(rsa_key(), expires_in=expires_in)
    assert talk.ask(exchange.req_dh_params(talk.ask(exchange.req_pq())))[:4] == tag(s.SERVER_DH_PARAMS_FAIL)


def test_an_unknown_dc_is_refused(talk: Talk) -> None:
    exchange = Exchange(rsa_key(), dc=77)
    assert talk.refused(exchange.req_dh_params(talk.ask(exchange.req_pq()))) == -444


def test_a_block_that_opens_to_nothing_is_refused(talk: Talk) -> None:
    exchange = Exchange(rsa_key(), encrypt=lambda _, rsa: os.urandom(255).rjust(256, b"\0"))
    assert talk.refused(exchange.req_dh_params(talk.ask(exchange.req_pq()))) == -404
    assert len(talk.world.node.handshakes) == 0


def test_the_factors_must_be_right(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    request = exchange.req_dh_params(talk.ask(exchange.req_pq()))
    assert talk.refused(request[:37] + b"\x01\x02\x03\x04" + request[41:]) == -404


def test_foreign_nonces_are_refused(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    request = exchange.req_dh_params(talk.ask(exchange.req_pq()))
    assert talk.refused(request[:20] + bytes(16) + request[36:]) == -404


def test_set_client_dh_params_out_of_turn_is_refused(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    talk.ask(exchange.req_dh_params(talk.ask(exchange.req_pq())))
    early = Talk(talk.world)
    fresh = Exchange(rsa_key())
    request = fresh.req_pq()
    fresh.server_nonce = early.ask(request)[20:36]
    body = tag(s.SET_CLIENT_DH_PARAMS) + fresh.nonce + fresh.server_nonce + b"\x10" + bytes(16) + bytes(3)
    assert early.refused(body) == -404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x01\x02\x03",
        b"\x01\x02\x03\x04",
        tag(s.REQ_PQ),
        tag(s.REQ_DH_PARAMS) + bytes(60),
        tag(s.SET_CLIENT_DH_PARAMS),
    ],
)
def test_garbage_ends_the_connection(talk: Talk, body: bytes) -> None:
    talk.pair.send(plain(body, 4) + bytes(-len(body) % 4))
    assert talk.pair.closed is not None


def test_key_exchanges_are_bounded_by_address_and_forgotten_in_time() -> None:
    settings = Settings(max_handshakes_per_address=3, max_handshakes=5)
    world = World(settings)
    for _ in range(3):
        Talk(world).ask(Exchange(rsa_key()).req_pq())
    assert Talk(world).refused(Exchange(rsa_key()).req_pq()) == -429

    def elsewhere(ip: str) -> Talk:
        other = Talk(world)
        other.pair = world.connect(ip=ip)
        return other

    elsewhere("192.0.2.2").ask(Exchange(rsa_key()).req_pq())
    elsewhere("192.0.2.3").ask(Exchange(rsa_key()).req_pq())
    assert elsewhere("192.0.2.4").refused(Exchange(rsa_key()).req_pq()) == -429
    world.sweep(settings.handshake_seconds)
    assert len(world.node.handshakes) == 0
    Talk(world).ask(Exchange(rsa_key()).req_pq())


def test_a_refused_work_says_flood(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    res_pq = talk.ask(exchange.req_pq())
    connection = talk.pair.connection
    events = connection.receive(talk.pair.wire.encode(plain(exchange.req_dh_params(res_pq), 8)))
    assert len(events) == 1
    assert not connection.wants_read
    talk.pair.run(connection.work_refused())
    assert talk.pair.error_code() == -429


def test_a_lost_connection_takes_its_exchange_along(talk: Talk) -> None:
    exchange = Exchange(rsa_key())
    res_pq = talk.ask(exchange.req_pq())
    connection = talk.pair.connection
    connection.receive(talk.pair.wire.encode(plain(exchange.req_dh_params(res_pq), 8)))
    talk.pair.drop()
    assert len(talk.world.node.handshakes) == 0
    assert connection.work_done(b"late") == []


def test_pq_is_a_product_of_two_primes_below_2_63() -> None:
    node = World().node
    for _ in range(600):
        p, q = node._two_primes()
        assert p != q
        assert p * q < 2**63
        assert pow(2, p - 1, p) == 1
        assert pow(2, q - 1, q) == 1


def test_the_rsa_key_reads_back_what_it_wrote() -> None:
    key = rsa_key()
    assert RsaKey.from_pem(key.to_pem()) == key
    assert key.public_pem().startswith(b"-----BEGIN RSA PUBLIC KEY-----")
    assert len(key.public_pem()) in (425, 426)


def test_an_rsa_key_of_numbers_that_do_not_belong_together_is_refused() -> None:
    key = rsa_key()
    p = next(p for p in range(key.p - 2, key.p - 10_000, -2) if gcd(p - 1, key.e) == 1)
    with pytest.raises(ValueError, match="do not belong together"):
        RsaKey.from_pem(RsaKey(p * key.q, key.e, p, key.q).to_pem())


def test_the_table_counts_down_to_nothing() -> None:
    table = HandshakeTable(Settings(), os.urandom)
    handshakes = [table.begin(os.urandom(16), (3, 5), "192.0.2.1", 0.0) for _ in range(4)]
    for handshake in handshakes:
        table.remove(handshake)
        table.remove(handshake)
    assert len(table) == 0
    assert not table._by_address
