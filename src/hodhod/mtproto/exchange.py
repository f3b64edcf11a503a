"""Plain packets on a connection: the steps of the key exchange, and the answers to its questions.

Plain packet: auth_key_id = 0, msg_id, length, body. The state machine is handshake.py's; here it meets the connection.
"""

from functools import partial
from struct import Struct
from typing import TYPE_CHECKING, Final

from . import schema
from .errors import AUTH_KEY_NOT_FOUND, HandshakeError, ProtocolError, TransportError
from .events import Event, KeyCreated, Work
from .handshake import Handshake, Opened, open_inner_data, sha1
from .packing import ANSWER
from .wire import Reader

if TYPE_CHECKING:
    from .connection import Connection

_HEADER: Final = Struct("<qqi")


def read_plain(conn: "Connection", packet: bytes, events: list[Event]) -> None:
    _, _, length = _HEADER.unpack_from(packet)
    body = packet[_HEADER.size : _HEADER.size + length]
    if length < 4 or len(body) != length:
        raise ProtocolError("length does not match")
    reader = Reader(body)
    constructor = reader.constructor()
    if constructor in (schema.REQ_PQ, schema.REQ_PQ_MULTI):
        _req_pq(conn, reader)
    elif constructor in (schema.REQ_DH_PARAMS, schema.SET_CLIENT_DH_PARAMS):
        _next_step(conn, constructor, reader, events)
    elif constructor != schema.MSGS_ACK:
        raise TransportError("not a step of the key exchange", AUTH_KEY_NOT_FOUND)


def send_plain(conn: "Connection", body: bytes) -> None:
    msg_id = conn.node.next_msg_id(conn.node.clock()) | ANSWER
    conn.send_packet(_HEADER.pack(0, msg_id, len(body)) + body)


def _req_pq(conn: "Connection", reader: Reader) -> None:
    node = conn.node
    handshake = node.begin_handshake(reader.raw(16), conn.peer.ip, node.clock())
    send_plain(conn, handshake.res_pq(list(node.rsa_keys)))


def _next_step(conn: "Connection", constructor: int, reader: Reader, events: list[Event]) -> None:
    handshake = conn.node.handshakes.find(reader.raw(32))
    request_hash = sha1(reader.data)
    if handshake.request_hash == request_hash:
        if handshake.answer is not None:
            send_plain(conn, handshake.answer)
        return
    if handshake.busy:
        raise TransportError("two steps of one key exchange at once", AUTH_KEY_NOT_FOUND)
    handshake.request_hash = request_hash
    handshake.answer = None
    if constructor == schema.REQ_DH_PARAMS:
        _req_dh_params(conn, handshake, reader, events)
    else:
        _set_client_dh_params(conn, handshake, reader, events)


def _req_dh_params(conn: "Connection", handshake: Handshake, reader: Reader, events: list[Event]) -> None:
    handshake.check_factors(reader.string(), reader.string())
    rsa = conn.node.rsa_keys.get(reader.int64())
    if rsa is None:
        raise TransportError("unknown RSA key", AUTH_KEY_NOT_FOUND)
    work = partial(open_inner_data, rsa, reader.string(), conn.node.random)
    handshake.busy = True
    conn.ask(handshake, Work(work), events)


def _set_client_dh_params(conn: "Connection", handshake: Handshake, reader: Reader, events: list[Event]) -> None:
    try:
        g_b = handshake.public_value(reader.string())
    except HandshakeError:
        _answer(conn, handshake, handshake.gen_fail())
        conn.node.handshakes.remove(handshake)
        return
    handshake.busy = True
    conn.ask(handshake, Work(partial(handshake.power, g_b)), events)


def work_done(conn: "Connection", handshake: Handshake, result: object, events: list[Event]) -> None:
    """The modular powers are there: answer req_DH_params, or have the new key stored."""
    node = conn.node
    now = node.clock()
    handshake.busy = False
    if isinstance(result, Opened):
        _answer(conn, handshake, handshake.inner_opened(result, node.settings, now, node.random))
    elif isinstance(result, bytes):
        handshake.busy = True
        conn.ask(handshake, KeyCreated(handshake.key_agreed(result, now)), events)
    else:
        raise TypeError("not the result of this work")


def key_stored(conn: "Connection", handshake: Handshake) -> None:
    if handshake.key is not None:
        conn.node.key_made(handshake.key)
    _answer(conn, handshake, handshake.gen_ok())
    conn.node.handshakes.remove(handshake)


def key_id_taken(conn: "Connection", handshake: Handshake) -> None:
    handshake.busy = False
    if handshake.failures >= conn.node.settings.handshake_retries:
        key_not_stored(conn, handshake)
        return
    _answer(conn, handshake, handshake.gen_retry())


def key_not_stored(conn: "Connection", handshake: Handshake) -> None:
    _answer(conn, handshake, handshake.gen_fail())
    conn.node.handshakes.remove(handshake)


def _answer(conn: "Connection", handshake: Handshake, answer: bytes) -> None:
    handshake.answer = answer
    send_plain(conn, answer)
