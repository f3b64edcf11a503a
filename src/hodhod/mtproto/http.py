"""A connection over HTTP: each POST carries one packet, each response one packet.

https://core.telegram.org/mtproto/transports#http, /mtproto/service_messages#http-waitlong-poll

    receive_packet(body) -> events       one POST
    take_output() -> bytes               the body of the response, b"" while there is nothing to say; once per POST

Rules. A POST without an immediate answer is held until something happens in its session, or until http_wait.max_wait
(25 s by default) passes and an empty container answers it. A client keeps a long poll open on one connection while it
asks on another: the session is attached to the latest, and falls back to the one before (`Session.waiting`) as soon as
the latest has been answered. What left in a response is sent again only after some seconds without acknowledgement,
because acknowledgements come with the next POST.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from .connection import Connection
from .errors import ProtocolError
from .events import Event
from .framing import MIN_PACKET, Buffer, Frame
from .node import Node
from .owner import Owner
from .packing import next_packet, stray_packet
from .peer import PeerInfo
from .schema import EMPTY_CONTAINER
from .session import Session

_RESEND_SECONDS: Final = 5.0
_MAX_WAIT: Final = 60.0
_A = TypeVar("_A")


class _Bare:
    """HTTP frames by itself."""

    name = "http"
    pads = False

    def parse(self, data: Buffer, pos: int) -> Frame | None:
        raise TypeError("HTTP hands over whole packets: there is no stream to parse")

    def frame(self, packet: bytes) -> bytes:
        return packet

    def quick_ack(self, token: int) -> bytes:
        return b""


_BARE: Final = _Bare()


class HttpConnection(Connection):
    __slots__ = ("_polls", "_respond_by", "awaiting", "error_code")

    def __init__(self, node: Node, peer: PeerInfo, owner: Owner) -> None:
        super().__init__(node, peer._replace(transport="http"), owner)
        self._framing = _BARE
        self.awaiting = False
        # The transport code that ended the connection, for the status line.
        self.error_code: int | None = None
        self._respond_by = 0.0
        self._polls: list[Session] = []

    def receive_packet(self, packet: bytes) -> list[Event]:
        events: list[Event] = []
        if self.closing or self.awaiting:
            return events
        self.last_packet_at = self.node.clock()
        self.awaiting = True
        self._respond_by = self.last_packet_at + self.node.settings.http_wait_seconds
        self._guard(self._receive_packet, packet, events)
        self._hold()
        return events

    def _receive_packet(self, packet: bytes, events: list[Event]) -> None:
        if not MIN_PACKET <= len(packet) <= self.node.settings.max_packet_bytes:
            raise ProtocolError("packet of an impossible length")
        self._read_packet(packet, False, events)

    def _answered(self, step: Callable[[_A, list[Event]], None], argument: _A) -> list[Event]:
        events = super()._answered(step, argument)
        self._hold()
        return events

    def _hold(self) -> None:
        """Long poll: the sessions of this connection may answer through it until it has answered."""
        for session in self.sessions:
            if session not in self._polls:
                self._polls.append(session)
            if session.waiting is None:
                session.waiting = []
            if self not in session.waiting:
                session.waiting.append(self)
            if session.outbox or session.resend:
                session.mark_dirty()
        self.node.wheel.schedule(self, self._respond_by)
        if self._raw or self._dirty:
            self._tell()

    def _close(self, reason: str, code: int | None, events: list[Event]) -> None:
        self.error_code = code
        super()._close(reason, code, events)

    def wait_at_most(self, seconds: float) -> None:
        self._respond_by = self.node.clock() + min(max(seconds, 0.0), _MAX_WAIT)

    def to_resend(self, session: Session, old: Connection | None, now: float) -> list[int]:
        kept = [*session.kept_results.values(), *session.kept_updates.values()]
        return sorted(message.msg_id for message in kept if now - message.sent_at > _RESEND_SECONDS)

    def take_output(self) -> bytes:
        self._told = False
        if not self.awaiting:
            return b""
        packet = self._take_one()
        if packet is None:
            return b""
        self.awaiting = False
        self._hand_over()
        return packet

    def _take_one(self) -> bytes | None:
        if self._raw:
            packet = self._raw.pop(0)
            self._raw_bytes -= len(packet)
            return packet
        now = self.node.clock()
        while self._dirty:
            session = self._dirty[0]
            if session.connection is self:
                packet_or_none = next_packet(session, now)
                if packet_or_none is not None:
                    return packet_or_none
                session.dirty = False
            del self._dirty[0]
        return None

    def _hand_over(self) -> None:
        """This connection has answered: its sessions go to one that still waits."""
        polls, self._polls = self._polls, []
        for session in polls:
            if session.waiting is not None and self in session.waiting:
                session.waiting.remove(self)
            if session.connection is self and session.waiting:
                self.release(session)
                session.waiting[-1].adopt(session)
                if session.outbox or session.resend:
                    session.mark_dirty()

    def time_is_up(self, now: float) -> list[Event]:
        if self.awaiting and self._polls and not self.closing:
            if self._respond_by > now:
                self.node.wheel.schedule(self, self._respond_by)
            else:
                self.send_packet(stray_packet(self._polls[-1], EMPTY_CONTAINER, now))
            return []
        return super().time_is_up(now)

    def lost(self) -> list[Event]:
        self._hand_over()
        return super().lost()
