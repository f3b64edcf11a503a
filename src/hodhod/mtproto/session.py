"""One MTProto session: what the client has sent, what waits to be sent, what waits to be acknowledged.

https://core.telegram.org/mtproto/description#session, /mtproto/service_messages

The life of an outgoing message:

    outbox      not sent yet: no connection, or the end of this loop tick is not reached, or the peer reads slowly
    kept        sent and content-related: results and updates each in a dict by msg_id, oldest first, until msgs_ack
    forgotten   acknowledged, or pushed out by the bounds of Settings

and of a request: `answers[msg_id]` is None while it is under way, then the answer's message until it is acknowledged
or pushed out. A repeated msg_id with an answer gets that answer again; one without any trace is refused (20).

Rules. A result is never lost while it is within the bounds: kept messages are sent again, under their own msg_id and
seqno inside a new container, when the session comes back on another connection. Updates may be lost, never silently:
past their bounds all of them are dropped and `overflow` is set until the owner calls send_updates_too_long.
Whoever changes a counter (queued_bytes, in_flight, *_bytes) must change its counterpart in `_forget_*` and `destroy`.
"""

from typing import TYPE_CHECKING, Final

from . import schema
from .gzip import pack_result
from .keys import AuthKey
from .received import ReceivedIds

if TYPE_CHECKING:
    from .connection import Connection
    from .node import Node

RESULT: Final = 0
UPDATE: Final = 1
NOTICE: Final = 2  # service message to be acknowledged (new_session_created)
SERVICE: Final = 3  # not content-related


class Outgoing:
    """A message of the server. msg_id is 0 until it is first sent."""

    __slots__ = ("body", "kind", "msg_id", "req_msg_id", "sent_at", "seqno")

    def __init__(self, kind: int, body: bytes, req_msg_id: int = 0) -> None:
        self.kind = kind
        self.body = body
        self.req_msg_id = req_msg_id
        self.msg_id = 0
        self.seqno = 0
        self.sent_at = 0.0


class Session:
    """Create through Node only. `data` belongs to the owner above; the session never looks at it."""

    __slots__ = (
        "__weakref__",
        "ack_due",
        "answers",
        "connection",
        "content_sent",
        "data",
        "destroyed",
        "detached_at",
        "dirty",
        "in_flight",
        "kept_results",
        "kept_updates",
        "key",
        "lost_updates",
        "node",
        "outbox",
        "overflow",
        "queued_bytes",
        "received",
        "resend",
        "result_bytes",
        "session_id",
        "to_ack",
        "unique_id",
        "update_bytes",
        "waiting",
    )

    def __init__(self, node: "Node", key: AuthKey, session_id: int, unique_id: int) -> None:
        self.node = node
        self.key = key
        self.session_id = session_id
        self.unique_id = unique_id
        self.data: object | None = None
        self.connection: Connection | None = None
        # HTTP only: connections of this session whose long poll is open, the latest last.
        self.waiting: list[Connection] | None = None
        self.detached_at = 0.0
        self.destroyed = False
        self.dirty = False
        # msg_ids of kept messages that have to be sent once more.
        self.resend: list[int] = []
        self.overflow = False
        self.lost_updates = False
        self.received = ReceivedIds()
        self.outbox: list[Outgoing] = []
        self.kept_results: dict[int, Outgoing] = {}
        self.kept_updates: dict[int, Outgoing] = {}
        self.answers: dict[int, Outgoing | None] = {}
        # Requests not acknowledged yet. Their results acknowledge them; the sweep finds the ones that take longer.
        self.to_ack: list[int] = []
        self.ack_due = False
        self.content_sent = 0
        self.in_flight = 0
        self.queued_bytes = 0
        self.result_bytes = 0
        self.update_bytes = 0

    def __repr__(self) -> str:
        return f"<Session {self.session_id & 0xFFFFFFFFFFFFFFFF:016x} of key {self.key.id & 0xFFFFFFFFFFFFFFFF:016x}>"

    # -- for the owner above

    @property
    def pending_bytes(self) -> int:
        """Bytes that were given to this session and not sent yet."""
        return self.queued_bytes

    def send_result(self, req_msg_id: int, body: bytes) -> None:
        """Answer a request. `body` is the boxed result, or rpc_error; it is packed when that pays.

        Silently nothing when the client dropped the answer or the session is gone.
        """
        if req_msg_id not in self.answers or self.answers[req_msg_id] is not None:
            return
        self.finish(req_msg_id, pack_result(body, self.node.settings.gzip_from_bytes))

    def send_update(self, body: bytes) -> bool:
        """Push boxed Updates. False when there are too many waiting: all were dropped and `overflow` is set."""
        if self.destroyed or self.overflow:
            return False
        self.update_bytes += len(body)
        settings = self.node.settings
        full = self.update_bytes > settings.max_kept_update_bytes or len(self.outbox) >= settings.max_queued_messages
        if full and not self._make_room():
            return False
        self._queue(Outgoing(UPDATE, body))
        return True

    def send_updates_too_long(self, body: bytes) -> None:
        """The owner's answer to `overflow`: one updatesTooLong, after which updates are accepted again."""
        if self.destroyed:
            return
        self.overflow = False
        self.update_bytes += len(body)
        self._queue(Outgoing(UPDATE, body))

    # -- for the connection and the service messages

    def send_service(self, body: bytes) -> None:
        self._queue(Outgoing(SERVICE, body))

    def send_notice(self, body: bytes) -> None:
        self.update_bytes += len(body)
        self._queue(Outgoing(NOTICE, body))

    def begin_request(self, msg_id: int) -> None:
        self.answers[msg_id] = None
        self.in_flight += 1
        self.node.in_flight += 1

    def finish(self, req_msg_id: int, result: bytes) -> None:
        """Queue the rpc_result of a request that is under way."""
        answer = Outgoing(RESULT, schema.RPC_RESULT_HEAD.pack(schema.RPC_RESULT, req_msg_id) + result, req_msg_id)
        self.answers[req_msg_id] = answer
        self.in_flight -= 1
        self.node.in_flight -= 1
        self.result_bytes += len(answer.body)
        if req_msg_id in self.to_ack:
            self.to_ack.remove(req_msg_id)
        self._queue(answer)

    def acknowledge_later(self, msg_id: int, now: float) -> None:
        if not self.to_ack:
            self.node.unacknowledged.append((now, self))
        self.to_ack.append(msg_id)

    def acknowledged(self, msg_ids: list[int]) -> None:
        """The client has these messages of ours."""
        for msg_id in msg_ids:
            if msg_id in self.kept_results:
                self._forget_result(msg_id)
            elif msg_id in self.kept_updates:
                self._forget_update(msg_id)

    def drop_answer(self, req_msg_id: int) -> bytes:
        """rpc_drop_answer: what happened to the request, as RpcDropAnswer."""
        if req_msg_id not in self.answers:
            return schema.rpc_answer_unknown()
        answer = self.answers[req_msg_id]
        if answer is None:
            dropped = schema.rpc_answer_dropped_running()
            self.finish(req_msg_id, dropped)
            return dropped
        if answer.msg_id:
            self._forget_result(answer.msg_id)
        else:
            self.outbox.remove(answer)
            self.queued_bytes -= len(answer.body)
            self.result_bytes -= len(answer.body)
            del self.answers[req_msg_id]
        return schema.rpc_answer_dropped(answer.msg_id, answer.seqno, len(answer.body))

    def kept(self, msg_id: int) -> Outgoing | None:
        return self.kept_results.get(msg_id) or self.kept_updates.get(msg_id)

    def keep(self, message: Outgoing) -> None:
        """A content-related message was sent: hold it until it is acknowledged."""
        settings = self.node.settings
        if message.kind == RESULT:
            self.kept_results[message.msg_id] = message
            while self.kept_results and (
                len(self.kept_results) > settings.max_kept_results
                or (self.result_bytes > settings.max_kept_result_bytes and len(self.kept_results) > 1)
            ):
                self._forget_result(next(iter(self.kept_results)))
        else:
            self.kept_updates[message.msg_id] = message
            if len(self.kept_updates) > settings.max_kept_updates:
                self._forget_update(next(iter(self.kept_updates)))
                self.lost_updates = True

    def mark_dirty(self) -> None:
        """Have the connection, if there is one, send what waits at the end of this loop tick."""
        if not self.dirty and self.connection is not None:
            self.dirty = True
            self.connection.mark_dirty(self)

    def destroy(self) -> None:
        """Forget everything; requests still under way will find nobody to answer to."""
        self.destroyed = True
        self.node.in_flight -= self.in_flight
        self.in_flight = 0
        self.answers = {}
        self.kept_results = {}
        self.kept_updates = {}
        self.outbox = []
        self.to_ack = []
        self.resend = []
        self.queued_bytes = self.result_bytes = self.update_bytes = 0

    # -- inside

    def _queue(self, message: Outgoing) -> None:
        if self.destroyed:
            return
        self.outbox.append(message)
        self.queued_bytes += len(message.body)
        if not self.dirty and self.connection is not None:
            self.dirty = True
            self.connection.mark_dirty(self)

    def _forget_result(self, msg_id: int) -> None:
        message = self.kept_results.pop(msg_id)
        self.result_bytes -= len(message.body)
        self.answers.pop(message.req_msg_id, None)

    def _forget_update(self, msg_id: int) -> None:
        self.update_bytes -= len(self.kept_updates.pop(msg_id).body)

    def _make_room(self) -> bool:
        """Forget the oldest sent updates; when that is not enough, the client is too slow: drop all and say so."""
        settings = self.node.settings
        wanted = settings.max_kept_update_bytes // 2
        while self.kept_updates and self.update_bytes > wanted:
            self._forget_update(next(iter(self.kept_updates)))
            self.lost_updates = True
        if self.update_bytes > wanted or len(self.outbox) >= settings.max_queued_messages:
            self.drop_updates()
        return not self.overflow

    def drop_updates(self) -> None:
        """Give up on all updates; the owner has to tell the client so."""
        self.overflow = True
        self.lost_updates = False
        self.kept_updates = {}
        self.outbox = [message for message in self.outbox if message.kind != UPDATE]
        self.queued_bytes = sum(len(message.body) for message in self.outbox)
        self.update_bytes = sum(len(message.body) for message in self.outbox if message.kind == NOTICE)
