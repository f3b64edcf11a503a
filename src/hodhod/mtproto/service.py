"""MTProto's service messages: one small function each, in a table by constructor.

https://core.telegram.org/mtproto/service_messages, /mtproto/service_messages_about_messages

Each takes (connection, session, message, reader after the constructor, events). A body that cannot be read is a
WireError, which the connection drops. seqno parity is not checked here: mtcute sends acks and msgs_state_req with an
odd seqno and gives its session up when it is corrected.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from . import schema
from .events import DestroyKey, Event, SessionDestroyed
from .messages import Message
from .session import Session
from .wire import Reader

if TYPE_CHECKING:
    from .connection import Connection

Handler: TypeAlias = "Callable[[Connection, Session, Message, Reader, list[Event]], None]"

_MAX_IDS: Final = 8192
_MAX_FUTURE_SALTS: Final = 64

# msgs_state_info: one byte a message, its lower bits the state, the others what is known besides.
_UNKNOWN, _NOT_RECEIVED, _NOT_YET, _RECEIVED = 1, 2, 3, 4
_NO_ACK_NEEDED, _BEING_PROCESSED, _ANSWERED = 16, 32, 64


def _msgs_ack(conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]) -> None:
    session.acknowledged(reader.long_vector(_MAX_IDS))


def _ping(conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]) -> None:
    session.send_service(schema.pong(message.msg_id, reader.int64()))


def _ping_delay_disconnect(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    session.send_service(schema.pong(message.msg_id, reader.int64()))
    conn.disconnect_after(reader.int32())


def _get_future_salts(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    node = session.node
    now = node.clock()
    count = min(max(reader.int32(), 1), _MAX_FUTURE_SALTS)
    session.send_service(schema.future_salts(message.msg_id, int(now), node.salts.future(session.key, now, count)))


def _msgs_state_req(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    msg_ids = reader.long_vector(_MAX_IDS)
    session.send_service(schema.msgs_state_info(message.msg_id, _states(session, msg_ids)))


def _states(session: Session, msg_ids: list[int]) -> bytes:
    return bytes(_state(session, msg_id) for msg_id in msg_ids)


def _state(session: Session, msg_id: int) -> int:
    if msg_id in session.answers:
        return _RECEIVED | (_BEING_PROCESSED if session.answers[msg_id] is None else _ANSWERED)
    received = session.received
    if msg_id in received:
        return _RECEIVED | _NO_ACK_NEEDED
    if msg_id <= received.floor:
        return _UNKNOWN
    return _NOT_YET if msg_id > received.highest else _NOT_RECEIVED


def _msg_resend_req(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    msg_ids = reader.long_vector(_MAX_IDS)
    found = [msg_id for msg_id in msg_ids if session.kept(msg_id) is not None]
    if len(found) < len(msg_ids):
        session.send_service(schema.msgs_state_info(message.msg_id, _states(session, msg_ids)))
    _resend(session, found)


def _msg_resend_ans_req(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    answers = (session.answers.get(msg_id) for msg_id in reader.long_vector(_MAX_IDS))
    _resend(session, [answer.msg_id for answer in answers if answer is not None and answer.msg_id])


def _resend(session: Session, msg_ids: list[int]) -> None:
    if msg_ids:
        waiting = set(session.resend)
        session.resend.extend(msg_id for msg_id in dict.fromkeys(msg_ids) if msg_id not in waiting)
        session.mark_dirty()


def _msgs_all_info(conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]) -> None:
    """The client tells the state of our messages unasked: what it has need not be kept."""
    msg_ids = reader.long_vector(_MAX_IDS)
    states = reader.string()
    session.acknowledged([m for m, state in zip(msg_ids, states, strict=False) if state & 7 == _RECEIVED])


def _msg_detailed_info(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    """About answers of the client: the server asks nothing that has answers."""


def _destroy_session(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    session_id = reader.int64()
    other = session.key.sessions.get(session_id)
    if other is None or other is session:  # the current session cannot be destroyed
        session.send_service(schema.destroy_session_result(session_id, found=False))
        return
    session.node.destroy_session(other)
    events.append(SessionDestroyed(other))
    session.send_service(schema.destroy_session_result(session_id, found=True))


def _destroy_auth_key(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    events.append(DestroyKey(session, session.key.id))


def _rpc_drop_answer(
    conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]
) -> None:
    session.begin_request(message.msg_id)
    session.finish(message.msg_id, session.drop_answer(reader.int64()))


def _http_wait(conn: "Connection", session: Session, message: Message, reader: Reader, events: list[Event]) -> None:
    """max_delay and wait_after let a server gather answers; ours sends after each loop tick: max_wait counts."""
    reader.int32()
    reader.int32()
    conn.wait_at_most(reader.int32() / 1000)


SERVICE: Final[dict[int, Handler]] = {
    schema.MSGS_ACK: _msgs_ack,
    schema.PING: _ping,
    schema.PING_DELAY_DISCONNECT: _ping_delay_disconnect,
    schema.GET_FUTURE_SALTS: _get_future_salts,
    schema.MSGS_STATE_REQ: _msgs_state_req,
    schema.MSGS_STATE_INFO: _msg_detailed_info,
    schema.MSGS_ALL_INFO: _msgs_all_info,
    schema.MSG_RESEND_REQ: _msg_resend_req,
    schema.MSG_RESEND_ANS_REQ: _msg_resend_ans_req,
    schema.MSG_DETAILED_INFO: _msg_detailed_info,
    schema.MSG_NEW_DETAILED_INFO: _msg_detailed_info,
    schema.DESTROY_SESSION: _destroy_session,
    schema.DESTROY_AUTH_KEY: _destroy_auth_key,
    schema.RPC_DROP_ANSWER: _rpc_drop_answer,
    schema.HTTP_WAIT: _http_wait,
}
