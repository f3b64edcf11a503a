"""One transport connection, without I/O: bytes in, events out, bytes out.

https://core.telegram.org/mtproto/description, /mtproto/transports

    receive(data) -> events          detection, framing, then each packet: plain (exchange.py) or encrypted
                                     (encrypted.py)
    the answers to questions         key_found, work_done ..., each -> events (see events.py)
    take_output() -> bytes           everything that is due, packed, sealed, framed, obfuscated
    owner.output_ready()             called once when output appears; the owner then calls take_output at the end of
                                     its loop tick, so that all of a tick leaves together
    lost() -> events                 the socket is gone

Rules. Nothing but events leaves `receive`: every ProtocolError ends in a 4-byte transport code or none, then Closed.
While a question is open (`_question`) no further packet is read; the bytes wait in `_tail`, and `wants_read` tells the
driver to stop reading. The order of checks of an encrypted packet is: key, msg_key, lengths, msg_id (16-18), salt,
repetition, then the session attaches to this connection; so neither a replay nor a stale packet can move a session.
"""

import logging
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

from . import exchange
from .encrypted import read_encrypted
from .errors import AUTH_KEY_NOT_FOUND, TRANSPORT_FLOOD, ProtocolError, TransportError
from .events import Closed, Event, KeyCreated, KeyNeeded, SessionClosed, Work
from .framing import Framing
from .handshake import Handshake
from .keys import AuthKey
from .node import Node
from .obfuscation import StreamCipher, detect
from .owner import Owner
from .packing import next_packet, stray_packet
from .peer import PeerInfo
from .schema import DESTROY_AUTH_KEY_FAIL, DESTROY_AUTH_KEY_NONE, DESTROY_AUTH_KEY_OK
from .session import Session

log = logging.getLogger("hodhod.mtproto")

# Raw output (quick acks, answers outside a session) that may wait for a peer that does not read.
_MAX_RAW: Final = 4 * 1024 * 1024
_MAX_DISCONNECT_DELAY: Final = 24 * 3600

# An encrypted packet that waits for its key: (packet, whether a quick ack is wanted).
_Held: TypeAlias = tuple[bytes, bool]
_A = TypeVar("_A")


class Connection:
    """Over TCP or WebSocket: a stream of bytes. See http.py for the other kind."""

    __slots__ = (
        "_decryptor",
        "_dirty",
        "_encryptor",
        "_framing",
        "_question",
        "_raw",
        "_raw_bytes",
        "_tail",
        "_told",
        "authenticated",
        "closing",
        "disconnect_at",
        "key",
        "last_packet_at",
        "node",
        "owner",
        "peer",
        "sessions",
        "wheel_at",
        "writable",
    )

    def __init__(self, node: Node, peer: PeerInfo, owner: Owner) -> None:
        self.node = node
        self.peer = peer
        self.key: AuthKey | None = None
        self.sessions: list[Session] = []
        self.authenticated = False
        self.closing = False
        self.writable = True
        self.wheel_at = 0
        self.disconnect_at = 0.0
        self.last_packet_at = node.clock()
        self.owner = owner
        self._told = False
        self._framing: Framing | None = None
        self._decryptor: StreamCipher | None = None
        self._encryptor: StreamCipher | None = None
        self._tail: bytearray | None = None
        self._question: Handshake | _Held | None = None
        self._raw: list[bytes] = []
        self._raw_bytes = 0
        self._dirty: list[Session] = []
        node.wheel.schedule(self, self.last_packet_at + node.settings.unauthenticated_seconds)

    # -- bytes in

    def receive(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        if not self.closing:
            self._guard(self._receive, data, events)
        return events

    def _guard(self, step: Callable[[_A, list[Event]], None], argument: _A, events: list[Event]) -> None:
        """Run one step; what the peer did wrong ends the connection."""
        try:
            step(argument, events)
        except TransportError as refused:
            self._close(refused.reason, refused.code, events)
        except ProtocolError as broken:
            self._close(str(broken), None, events)

    def _close(self, reason: str, code: int | None, events: list[Event]) -> None:
        if code is not None:
            self.send_packet(code.to_bytes(4, "little", signed=True))
        self.closing = True
        self._tail = None
        events.append(Closed(reason))

    def _receive(self, data: bytes, events: list[Event]) -> None:
        if self._framing is None:
            opened = self._detect(data)
            if opened is None:
                return
            data = opened
        elif self._decryptor is not None:
            data = self._decryptor.update(data)
        self._read_packets(data, events)

    def _detect(self, data: bytes) -> bytes | None:
        if self._tail is not None:
            data = bytes(self._tail) + data
            self._tail = None
        opening = detect(data, self.node.framings)
        if opening is None:
            self._tail = bytearray(data)
            return None
        self._framing = opening.framing
        name = opening.framing.name
        if opening.decryptor is not None:
            self._decryptor, self._encryptor = opening.decryptor, opening.encryptor
            name = "obfuscated " + name
        if self.peer.transport:
            name = self.peer.transport + " " + name
        self.peer = self.peer._replace(transport=name, dc_id=opening.dc_id)
        rest = data[opening.used :]
        return rest if self._decryptor is None else self._decryptor.update(rest)

    def _read_packets(self, data: bytes, events: list[Event]) -> None:
        framing = self._framing
        assert framing is not None
        tail = self._tail
        buffer: bytes | bytearray = data
        if tail is not None:
            tail += data
            buffer = tail
        pos = 0
        while self._question is None:
            frame = framing.parse(buffer, pos)
            if frame is None:
                break
            start, stop, pos, quick = frame
            packet = bytes(buffer[start:stop])
            if framing.pads:
                packet = _without_padding(packet)
            self._read_packet(packet, quick, events)
        self._keep_tail(buffer, pos)

    def _keep_tail(self, buffer: bytes | bytearray, pos: int) -> None:
        if pos >= len(buffer):
            self._tail = None
        elif buffer is self._tail:
            del self._tail[:pos]
        else:
            self._tail = bytearray(buffer[pos:])
        if self._tail is not None and len(self._tail) > 2 * self.node.settings.max_packet_bytes + 65536:
            raise TransportError("too much input while a question is open")

    def _read_packet(self, packet: bytes, quick: bool, events: list[Event]) -> None:
        key_id = int.from_bytes(packet[:8], "little", signed=True)
        if key_id == 0:
            exchange.read_plain(self, packet, events)
            return
        key = self.key
        if key is None or key.id != key_id or not key.sessions:
            key = self.node.keys.get(key_id)
            if key is None:
                self._question = (packet, quick)
                events.append(KeyNeeded(key_id))
                return
        self._read_encrypted(key, packet, quick, events)

    def _read_encrypted(self, key: AuthKey, packet: bytes, quick: bool, events: list[Event]) -> None:
        if key.is_dead(self.node.clock()):
            self.key = None
            raise TransportError("auth key expired or revoked", AUTH_KEY_NOT_FOUND)
        read_encrypted(self, key, packet, quick, events)

    # -- questions and their answers

    def ask(self, handshake: Handshake, question: Work | KeyCreated, events: list[Event]) -> None:
        self._question = handshake
        events.append(question)

    def key_found(self, key: AuthKey | None) -> list[Event]:
        """The answer to KeyNeeded."""
        held = self._question
        return self._answered(self._key_found, (held, key)) if isinstance(held, tuple) else []

    def work_done(self, result: object) -> list[Event]:
        """The answer to Work: what run() returned."""
        return self._step(lambda handshake, events: exchange.work_done(self, handshake, result, events))

    def work_refused(self) -> list[Event]:
        """The answer to Work when too much of it waits already."""
        return self._step(lambda handshake, _: self._give_up(handshake, "too much work waits", TRANSPORT_FLOOD))

    def work_failed(self, error: Exception) -> list[Event]:
        """The answer to Work when run() raised."""
        return self._step(lambda handshake, _: self._give_up(handshake, str(error), AUTH_KEY_NOT_FOUND))

    def key_stored(self) -> list[Event]:
        """The answer to KeyCreated: it is in the store."""
        return self._step(lambda handshake, _: exchange.key_stored(self, handshake))

    def key_id_taken(self) -> list[Event]:
        """The answer to KeyCreated: another key has this id, the client must try again."""
        return self._step(lambda handshake, _: exchange.key_id_taken(self, handshake))

    def key_not_stored(self) -> list[Event]:
        """The answer to KeyCreated: the store failed."""
        return self._step(lambda handshake, _: exchange.key_not_stored(self, handshake))

    def key_destroyed(self, session: Session, done: bool | None) -> list["tuple[Connection | None, Event]"]:
        """The answer to DestroyKey: deleted, there was none, or (None) it failed."""
        kind = DESTROY_AUTH_KEY_FAIL if done is None else DESTROY_AUTH_KEY_OK if done else DESTROY_AUTH_KEY_NONE
        self.send_packet(stray_packet(session, kind.to_bytes(4, "little"), self.node.clock()))
        return self.node.revoke_key(session.key.id) if done else []

    def _step(self, step: Callable[[Handshake, list[Event]], None]) -> list[Event]:
        question = self._question
        return self._answered(step, question) if isinstance(question, Handshake) else []

    def _answered(self, step: Callable[[_A, list[Event]], None], argument: _A) -> list[Event]:
        events: list[Event] = []
        self._question = None
        if self.closing:
            return events
        self._guard(step, argument, events)
        if self._tail is not None:
            self._guard(self._read_packets, b"", events)
        return events

    def _key_found(self, found: tuple[_Held, AuthKey | None], events: list[Event]) -> None:
        (packet, quick), key = found
        if key is None:
            raise TransportError("unknown auth key", AUTH_KEY_NOT_FOUND)
        self._read_encrypted(self.node.known_key(key), packet, quick, events)

    def _give_up(self, handshake: Handshake, reason: str, code: int) -> None:
        self.node.handshakes.remove(handshake)
        raise TransportError(reason, code)

    # -- sessions

    def key_proven(self, key: AuthKey, now: float) -> None:
        """A packet opened under this key."""
        self.key = key
        self.last_packet_at = now
        self.authenticated = True

    def adopt(self, session: Session) -> None:
        session.connection = self
        session.dirty = False
        self.sessions.append(session)

    def release(self, session: Session) -> None:
        """The session left for another connection, or ended."""
        if session in self.sessions:
            self.sessions.remove(session)
        session.dirty = False

    def to_resend(self, session: Session, old: "Connection | None", now: float) -> list[int]:
        """What to send again to a session that comes to this connection: all that is not acknowledged."""
        return sorted([*session.kept_results, *session.kept_updates])

    def disconnect_after(self, seconds: int) -> None:
        """ping_delay_disconnect: close unless another one comes in time."""
        now = self.node.clock()
        self.disconnect_at = now + min(max(seconds, 1), _MAX_DISCONNECT_DELAY)
        self.node.wheel.schedule(self, self.disconnect_at)

    def wait_at_most(self, seconds: float) -> None:
        """http_wait: means nothing on a stream."""

    def log_dropped(self, session: Session, msg_id: int) -> None:
        log.debug("dropped a broken service message: session=%r msg_id=%d", session, msg_id)

    # -- bytes out

    def mark_dirty(self, session: Session) -> None:
        self._dirty.append(session)
        self._tell()

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.owner.output_ready()

    def send_packet(self, packet: bytes) -> None:
        """Send a finished packet, ahead of what the sessions hold."""
        if self._framing is not None and not self.closing:
            self._send_raw(self._framing.frame(packet))

    def send_quick_ack(self, token: int) -> None:
        if self._framing is not None:
            self._send_raw(self._framing.quick_ack(token))

    def _send_raw(self, data: bytes) -> None:
        self._raw.append(data)
        self._raw_bytes += len(data)
        self._tell()

    @property
    def wants_read(self) -> bool:
        """False while reading further would only make the peer's work pile up here."""
        if self._question is not None or self.closing or self._raw_bytes > _MAX_RAW:
            return False
        settings = self.node.settings
        for session in self.sessions:
            if session.in_flight >= settings.max_requests_in_flight or session.queued_bytes > settings.max_queued_bytes:
                return False
        return True

    def pause(self) -> None:
        """The peer reads slowly: nothing more is taken out until resume()."""
        self.writable = False

    def resume(self) -> None:
        self.writable = True
        if self._raw or self._dirty:
            self._tell()

    def take_output(self) -> bytes:
        """All that is due, as bytes for the socket. Empty while the peer reads slowly."""
        self._told = False
        if not self.writable:
            return b""
        parts, self._raw = self._raw, []
        self._raw_bytes = 0
        self._take_packets(parts)
        output = parts[0] if len(parts) == 1 else b"".join(parts)
        return output if self._encryptor is None else self._encryptor.update(output)

    def _take_packets(self, parts: list[bytes]) -> None:
        dirty, self._dirty = self._dirty, []
        framing = self._framing
        if framing is None:
            return
        now = self.node.clock()
        for session in dirty:
            if session.connection is not self:
                continue
            session.dirty = False
            while session.outbox or session.resend or session.ack_due:
                packet = next_packet(session, now)
                if packet is not None:
                    parts.append(framing.frame(packet))

    # -- the end

    def refuse_key(self) -> None:
        """The key of this connection was revoked."""
        self.send_packet(AUTH_KEY_NOT_FOUND.to_bytes(4, "little", signed=True))
        self.closing = True

    def time_is_up(self, now: float) -> list[Event]:
        """The wheel came to this connection: close it, or put it where it is due."""
        if self.closing:
            return []
        settings = self.node.settings
        if self.authenticated:
            deadline = self.last_packet_at + settings.idle_seconds
            if self.disconnect_at:
                deadline = min(deadline, self.disconnect_at)
        else:
            deadline = self.last_packet_at + settings.unauthenticated_seconds
        if deadline > now:
            self.node.wheel.schedule(self, deadline)
            return []
        self.closing = True
        return [Closed("silent for too long")]

    def lost(self) -> list[Event]:
        """The socket is gone. Sessions stay for a while; a key exchange under way does not."""
        self.closing = True
        self.node.wheel.remove(self)
        question, self._question = self._question, None
        if isinstance(question, Handshake):
            self.node.handshakes.remove(question)
        now = self.node.clock()
        events: list[Event] = []
        sessions, self.sessions = self.sessions, []
        for session in sessions:
            self.node.detach(session, now)
            events.append(SessionClosed(session))
        self._tail = None
        self._raw = []
        self._dirty = []
        return events


def _without_padding(packet: bytes) -> bytes:
    """Padded intermediate: cut what follows the last whole block, or the length that a plain packet states."""
    if packet[:8] == bytes(8):
        return packet[: 20 + int.from_bytes(packet[16:20], "little")]
    return packet[: 24 + (len(packet) - 24) // 16 * 16] if len(packet) >= 24 else packet
