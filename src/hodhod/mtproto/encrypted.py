"""An encrypted packet of the client: checked, attached to its session, taken apart.

https://core.telegram.org/mtproto/description#checks, /mtproto/service_messages_about_messages

The order of checks is the one of connection.py's essay. What fails before the session attaches is answered outside the
session's queue ("stray"), on the connection that it came from, and has no effect. So a packet recorded and played again
by somebody else gets at most an answer that only the client can read.
"""

from typing import TYPE_CHECKING

from . import schema
from .envelope import HEADER, HEADER_BYTES, MAX_PADDING, MIN_PADDING, open_envelope
from .errors import BadMessage, ProtocolError, WireError
from .events import Event, Request, SessionDestroyed, SessionOpened
from .keys import AuthKey
from .messages import Message, is_container, unpack_messages
from .packing import repeat_packet, stray_packet
from .received import Arrival
from .service import SERVICE
from .session import Session
from .wire import Reader

if TYPE_CHECKING:
    from .connection import Connection

# The end of a session that never was.
_NEVER = (0, 0.0)


def read_encrypted(conn: "Connection", key: AuthKey, packet: bytes, quick: bool, events: list[Event]) -> None:
    plaintext, token = open_envelope(key, packet)
    salt, session_id, msg_id, seqno, length = HEADER.unpack_from(plaintext)
    padding = len(plaintext) - HEADER_BYTES - length
    if length < 4 or length & 3 or not MIN_PADDING <= padding <= MAX_PADDING:
        raise ProtocolError("length does not match")
    node = conn.node
    now = node.clock()
    conn.key_proven(key, now)
    session = key.sessions.get(session_id)
    code = node.check_msg_id(msg_id, now)
    if code:
        _stray(conn, key, session_id, schema.bad_msg_notification(msg_id, seqno, code), now)
        return
    if not node.salts.is_valid(key, salt, now):
        body = schema.bad_server_salt(msg_id, seqno, node.salts.current(key, now))
        _stray(conn, key, session_id, body, now)
        return
    message = Message(msg_id, seqno, plaintext[HEADER_BYTES : HEADER_BYTES + length])
    if session is None:
        if msg_id <= node.ended.get((key.id, session_id), _NEVER)[0]:
            _stray(conn, key, session_id, schema.bad_msg_notification(msg_id, seqno, schema.MSG_TOO_OLD), now)
            return
        session, evicted = node.open_session(key, session_id)
        events.extend(SessionDestroyed(old) for old in evicted)
        arrival = _arrival(session, msg_id, now)
        _announce(conn, session, message, now)
    else:
        arrival = _arrival(session, msg_id, now)
    if arrival is not Arrival.NEW:
        _not_new(conn, session, message, arrival, now)
        return
    if session.connection is not conn:
        attach(conn, session, events, now)
    if quick:
        conn.send_quick_ack(token)
    _read_messages(conn, session, message, events, now)


def _stray(conn: "Connection", key: AuthKey, session_id: int, body: bytes, now: float) -> None:
    """Answer without touching, or making, a session."""
    session = key.sessions.get(session_id) or Session(conn.node, key, session_id, 0)
    conn.send_packet(stray_packet(session, body, now))


def _arrival(session: Session, msg_id: int, now: float) -> Arrival:
    node = session.node
    return session.received.add(msg_id, node.forget_below(now), node.settings.max_received_ids)


def _announce(conn: "Connection", session: Session, message: Message, now: float) -> None:
    """A session that this node does not know: tell the client from which message on it is known."""
    try:
        first = min((m.msg_id for m in unpack_messages(message, conn.node.settings)), default=message.msg_id)
    except BadMessage:
        first = message.msg_id
    salt = conn.node.salts.current(session.key, now)
    session.send_notice(schema.new_session_created(min(first, message.msg_id), session.unique_id, salt))


def attach(conn: "Connection", session: Session, events: list[Event], now: float) -> None:
    """The session now speaks through this connection; what the client did not acknowledge is sent again."""
    old = session.connection
    if old is not None:
        old.release(session)
    else:
        conn.node.detached.pop(session, None)
    if session.lost_updates:
        session.drop_updates()
    session.resend = conn.to_resend(session, old, now)
    conn.adopt(session)
    if old is None or session.overflow:
        events.append(SessionOpened(session))
    if session.outbox or session.resend:
        session.mark_dirty()


def _not_new(conn: "Connection", session: Session, message: Message, arrival: Arrival, now: float) -> None:
    """A packet that was here before, or may have been: no effect, only answers that are still kept."""
    if arrival is Arrival.TOO_OLD:
        _refuse(conn, session, message, schema.MSG_TOO_OLD, now)
        return
    try:
        messages = unpack_messages(message, conn.node.settings)
    except BadMessage as bad:
        _refuse(conn, session, message, bad.code, now)
        return
    if is_container(message.body) and messages and messages[0].msg_id not in session.received:
        _refuse(conn, session, message, schema.CONTAINER_ID_REPEATED, now)
        return
    for inner in messages:
        _repeated(conn, session, inner, now)


def _repeated(conn: "Connection", session: Session, message: Message, now: float) -> None:
    """A request that came before: its answer again, or nothing while it is under way."""
    if message.msg_id not in session.answers:
        if int.from_bytes(message.body[:4], "little") not in SERVICE:
            _refuse(conn, session, message, schema.MSG_TOO_OLD, now)
        return
    answer = session.answers[message.msg_id]
    if answer is None or not answer.msg_id:
        return
    if len(answer.body) >= conn.node.settings.detailed_info_from_bytes:
        info = schema.msg_detailed_info(message.msg_id, answer.msg_id, len(answer.body))
        conn.send_packet(stray_packet(session, info, now))
    else:
        conn.send_packet(repeat_packet(session, answer, now))


def _refuse(conn: "Connection", session: Session, message: Message, code: int, now: float) -> None:
    body = schema.bad_msg_notification(message.msg_id, message.seqno, code)
    conn.send_packet(stray_packet(session, body, now))


def _read_messages(conn: "Connection", session: Session, packet: Message, events: list[Event], now: float) -> None:
    try:
        messages = unpack_messages(packet, conn.node.settings)
    except BadMessage as bad:
        _refuse(conn, session, packet, bad.code, now)
        return
    outer_is_container = is_container(packet.body)
    if outer_is_container and packet.seqno & 1:
        _refuse(conn, session, packet, schema.SEQNO_EVEN_EXPECTED, now)
        return
    for message in messages:
        if message.msg_id == packet.msg_id or _accept_inner(conn, session, message, now):
            _read_message(conn, session, message, events, now)


def _accept_inner(conn: "Connection", session: Session, message: Message, now: float) -> bool:
    """Messages of a container may be old: a container is how a client sends them again."""
    code = conn.node.check_msg_id(message.msg_id, now)
    if code and code != schema.MSG_ID_TOO_LOW:
        _refuse(conn, session, message, code, now)
        return False
    arrival = _arrival(session, message.msg_id, now)
    if arrival is Arrival.REPEATED:
        _repeated(conn, session, message, now)
    elif arrival is Arrival.TOO_OLD:
        _refuse(conn, session, message, schema.MSG_TOO_OLD, now)
    return arrival is Arrival.NEW


def _read_message(conn: "Connection", session: Session, message: Message, events: list[Event], now: float) -> None:
    handler = SERVICE.get(int.from_bytes(message.body[:4], "little"))
    if handler is not None:
        try:
            handler(conn, session, message, Reader(message.body, 4), events)
        except WireError:
            conn.log_dropped(session, message.msg_id)
        return
    seqno = message.seqno
    code = session.received.check_seqno(message.msg_id, seqno) if seqno & 1 else schema.SEQNO_ODD_EXPECTED
    if code:
        _refuse(conn, session, message, code, now)
        return
    session.begin_request(message.msg_id)
    session.acknowledge_later(message.msg_id, now)
    events.append(Request(session, message.msg_id, message.body))
