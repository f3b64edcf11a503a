"""From a session's outbox to sealed packets.

https://core.telegram.org/mtproto/service_messages#simple-container

One message leaves bare, several leave in a container, whose msg_id is higher than theirs. Messages that are sent again
keep their msg_id and seqno and always travel in a container, because clients check the freshness of the outer msg_id.
"""

from struct import Struct
from typing import Final

from .envelope import HEADER, HEADER_BYTES, padding_size, seal
from .schema import MSG_CONTAINER, msgs_ack
from .session import SERVICE, UPDATE, Outgoing, Session

_ENTRY: Final = Struct("<qii")
_CONTAINER: Final = Struct("<II")
_MAX_ACKS: Final = 1000
# Lower bits of a server's msg_id: an answer, or something unasked.
ANSWER: Final = 1
UNASKED: Final = 3


def next_packet(session: Session, now: float) -> bytes | None:
    """The next sealed packet of this session, or None when nothing waits."""
    outbox = session.outbox
    if session.ack_due:
        _acknowledge(session)
    if not session.resend:
        if not outbox:
            return None
        if len(outbox) == 1:
            message = outbox.pop()
            _number(session, message, now)
            return _seal(session, message.msg_id, message.seqno, message.body, now)
    return _container(session, now)


def stray_packet(session: Session, body: bytes, now: float) -> bytes:
    """A service message outside the outbox: for a connection that the session is not attached to."""
    return _seal(session, session.node.next_msg_id(now) | ANSWER, session.content_sent * 2, body, now)


def repeat_packet(session: Session, message: Outgoing, now: float) -> bytes:
    """One kept message once more, likewise."""
    entry = _ENTRY.pack(message.msg_id, message.seqno, len(message.body)) + message.body
    return stray_packet(session, _CONTAINER.pack(MSG_CONTAINER, 1) + entry, now)


def _acknowledge(session: Session) -> None:
    """Put msgs_ack for what is unacknowledged before everything else."""
    ids = session.to_ack[:_MAX_ACKS]
    session.to_ack = session.to_ack[_MAX_ACKS:]
    session.ack_due = bool(session.to_ack)
    if ids:
        body = msgs_ack(ids)
        session.queued_bytes += len(body)
        session.outbox.insert(0, Outgoing(SERVICE, body))


def _number(session: Session, message: Outgoing, now: float) -> None:
    """Give a message its msg_id and seqno at the moment that it leaves, and keep it if it wants an ack."""
    kind = message.kind
    session.queued_bytes -= len(message.body)
    message.msg_id = session.node.next_msg_id(now) | (UNASKED if kind == UPDATE else ANSWER)
    message.seqno = session.content_sent * 2
    if kind != SERVICE:
        message.seqno += 1
        message.sent_at = now
        session.content_sent += 1
        session.keep(message)


def _container(session: Session, now: float) -> bytes | None:
    settings = session.node.settings
    parts: list[bytes] = []
    size = 0
    while session.resend and size < settings.container_bytes and len(parts) < settings.max_container_messages:
        kept = session.kept(session.resend.pop(0))
        if kept is not None:
            kept.sent_at = now
            parts.append(_ENTRY.pack(kept.msg_id, kept.seqno, len(kept.body)) + kept.body)
            size += len(parts[-1])
    taken = 0
    for message in session.outbox:
        if size >= settings.container_bytes or len(parts) >= settings.max_container_messages:
            break
        _number(session, message, now)
        parts.append(_ENTRY.pack(message.msg_id, message.seqno, len(message.body)) + message.body)
        size += len(parts[-1])
        taken += 1
    del session.outbox[:taken]
    if not parts:
        return None
    body = _CONTAINER.pack(MSG_CONTAINER, len(parts)) + b"".join(parts)
    return _seal(session, session.node.next_msg_id(now) | ANSWER, session.content_sent * 2, body, now)


def _seal(session: Session, msg_id: int, seqno: int, body: bytes, now: float) -> bytes:
    node, key = session.node, session.key
    size = len(body)
    header = HEADER.pack(node.salts.current(key, now), session.session_id, msg_id, seqno, size)
    return seal(key, b"".join((header, body, node.noise(padding_size(HEADER_BYTES + size)))))
