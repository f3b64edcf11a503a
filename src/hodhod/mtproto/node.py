"""What all connections of one process share: keys in use, sessions, salts, key exchanges, the wheel, msg_ids.

A Node is made once and passed down. It does no I/O and has no timer; whoever drives it calls `sweep` about once a
second and handles the events that come back, each with the connection that it concerns (None: no connection).

    keys        auth keys that have sessions here; one AuthKey object each, shared by all its sessions
    detached    sessions without a connection, longest first; they end after detached_session_seconds
    unacknowledged   sessions with a request neither answered nor acknowledged, and since when, oldest first
    ended       sessions that are gone, with the highest msg_id each had received, for as long as such a msg_id would
                pass the time check: a packet played again must not open the session anew and be executed once more
    made        first salts of the keys that this node made, for as long as they are valid
"""

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from . import schema
from .events import Closed, Event, SessionDestroyed
from .framing import FramingTable
from .handshake import Handshake, HandshakeTable
from .keys import AuthKey
from .powers import next_prime
from .rsa import RsaKey
from .salts import Salts
from .session import Session
from .settings import Clock, Randomness, Settings
from .wheel import Wheel

if TYPE_CHECKING:
    from .connection import Connection

DueEvent: TypeAlias = "tuple[Connection | None, Event]"

_NOISE_BYTES = 8192
_PRIMES = 512
_MAX_ENDED = 100_000
_UNIT = 1 << 32


class Node:
    __slots__ = (
        "_last_msg_id",
        "_noise",
        "_noise_at",
        "_primes",
        "clock",
        "detached",
        "ended",
        "framings",
        "handshakes",
        "in_flight",
        "keys",
        "made",
        "random",
        "rsa_keys",
        "salts",
        "session_count",
        "settings",
        "unacknowledged",
        "wheel",
    )

    def __init__(self, rsa_keys: list[RsaKey], settings: Settings, clock: Clock, random: Randomness) -> None:
        self.settings = settings
        self.clock = clock
        self.random = random
        self.rsa_keys = {key.fingerprint: key for key in rsa_keys}
        self.salts = Salts(random(32))
        self.framings = FramingTable(settings.max_packet_bytes, random)
        self.handshakes = HandshakeTable(settings, random)
        self.wheel: Wheel[Connection] = Wheel(clock())
        self.keys: dict[int, AuthKey] = {}
        self.made: dict[int, tuple[int, float]] = {}
        self.detached: dict[Session, None] = {}
        self.ended: dict[tuple[int, int], tuple[int, float]] = {}
        self.unacknowledged: deque[tuple[float, Session]] = deque()
        self.session_count = 0
        self.in_flight = 0
        self._last_msg_id = 0
        self._noise = b""
        self._noise_at = 0
        self._primes: list[int] = []

    # -- numbers

    def next_msg_id(self, now: float) -> int:
        """A msg_id higher than all before, its two lower bits free. One series serves all sessions."""
        msg_id = int(now * _UNIT) & -4
        if msg_id <= self._last_msg_id:
            msg_id = self._last_msg_id + 4
        self._last_msg_id = msg_id
        return msg_id

    def noise(self, size: int) -> bytes:
        """Random bytes for padding, drawn from the source in larger pieces; each byte is used once."""
        start = self._noise_at
        if start + size > len(self._noise):
            self._noise = self.random(max(_NOISE_BYTES, size))
            start = 0
        self._noise_at = start + size
        return self._noise[start : start + size]

    def check_msg_id(self, msg_id: int, now: float) -> int:
        """0, or the code of bad_msg_notification for a msg_id that is malformed or off in time."""
        if msg_id & 3:
            return schema.MSG_ID_BITS
        if msg_id < (now - self.settings.msg_id_past_seconds) * _UNIT:
            return schema.MSG_ID_TOO_LOW
        if msg_id > (now + self.settings.msg_id_future_seconds) * _UNIT:
            return schema.MSG_ID_TOO_HIGH
        return 0

    def forget_below(self, now: float) -> int:
        """msg_ids below this may be forgotten: the time check refuses them anyway."""
        return int((now - self.settings.msg_id_past_seconds) * _UNIT)

    # -- key exchange

    def begin_handshake(self, nonce: bytes, address: str, now: float) -> Handshake:
        return self.handshakes.begin(nonce, self._two_primes(), address, now)

    def _two_primes(self) -> tuple[int, int]:
        """Two primes of 31 bits. pq only costs the client work, so they come from a small pool that turns over."""
        if len(self._primes) < _PRIMES:
            start = int.from_bytes(self.random(4), "big") >> 2 | 1 << 30
            self._primes.append(next_prime(start))
            start = int.from_bytes(self.random(4), "big") >> 2 | 1 << 30
            self._primes.append(next_prime(start))
            p, q = self._primes[-2:]
        else:
            picked = int.from_bytes(self.random(4), "big")
            p, q = self._primes[picked % _PRIMES], self._primes[(picked >> 16) % _PRIMES]
        return (p, q) if p != q else self._two_primes()

    def key_made(self, key: AuthKey) -> None:
        if key.first_salt is not None:
            self.made[key.id] = (key.first_salt, key.first_salt_until)

    # -- sessions

    def known_key(self, key: AuthKey) -> AuthKey:
        """The object that stands for this key here: the one in use already, else this one."""
        known = self.keys.get(key.id)
        if known is not None:
            return known
        if key.first_salt is None and key.id in self.made:
            key.first_salt, key.first_salt_until = self.made[key.id]
        return key

    def open_session(self, key: AuthKey, session_id: int) -> tuple[Session, list[Session]]:
        """A new session of this key, and the ones that had to make room for it."""
        key = self.keys.setdefault(key.id, key)
        evicted = []
        if len(key.sessions) >= self.settings.max_sessions_per_key:
            evicted.append(min(key.sessions.values(), key=lambda s: (s.connection is not None, s.detached_at)))
        elif self.session_count >= self.settings.max_sessions and self.detached:
            evicted.append(next(iter(self.detached)))
        for session in evicted:
            self.destroy_session(session)
        self.keys[key.id] = key
        session = Session(self, key, session_id, int.from_bytes(self.random(8), "little", signed=True))
        highest, _ = self.ended.pop((key.id, session_id), (0, 0.0))
        session.received.floor = highest
        key.sessions[session_id] = session
        self.session_count += 1
        return session, evicted

    def destroy_session(self, session: Session) -> None:
        if session.destroyed:
            return
        session.destroy()
        self.session_count -= 1
        self.detached.pop(session, None)
        if session.connection is not None:
            session.connection.release(session)
            session.connection = None
        key = session.key
        self._remember_ended(session)
        key.sessions.pop(session.session_id, None)
        if not key.sessions:
            self.keys.pop(key.id, None)

    def _remember_ended(self, session: Session) -> None:
        if len(self.ended) >= _MAX_ENDED:
            del self.ended[next(iter(self.ended))]
        settings = self.settings
        until = self.clock() + settings.msg_id_past_seconds + settings.msg_id_future_seconds
        self.ended[session.key.id, session.session_id] = (session.received.highest, until)

    def detach(self, session: Session, now: float) -> None:
        """The session lost its connection."""
        session.connection = None
        session.dirty = False
        session.detached_at = now
        self.detached[session] = None

    def revoke_key(self, key_id: int) -> list[DueEvent]:
        """The key is no longer valid: end its sessions; their connections get -404."""
        self.made.pop(key_id, None)
        key = self.keys.get(key_id)
        if key is None:
            return []
        key.revoked = True
        due: list[DueEvent] = []
        for session in list(key.sessions.values()):
            connection = session.connection
            self.destroy_session(session)
            due.append((connection, SessionDestroyed(session)))
            if connection is not None and not connection.closing:
                connection.refuse_key()
                due.append((connection, Closed("auth key revoked")))
        return due

    # -- time

    def sweep(self) -> list[DueEvent]:
        """Everything that is due by the clock."""
        now = self.clock()
        self.handshakes.sweep(now)
        self._sweep_made(now)
        self._sweep_ended(now)
        due = self._sweep_detached(now)
        self._sweep_acks(now)
        for connection in self.wheel.due(now):
            due.extend((connection, event) for event in connection.time_is_up(now))
        return due

    def _sweep_acks(self, now: float) -> None:
        waiting = self.unacknowledged
        while waiting and now - waiting[0][0] >= self.settings.ack_seconds:
            session = waiting.popleft()[1]
            if session.to_ack:
                session.ack_due = True
                session.mark_dirty()

    def _sweep_made(self, now: float) -> None:
        while self.made:
            key_id, (_, until) = next(iter(self.made.items()))
            if until > now:
                return
            del self.made[key_id]

    def _sweep_ended(self, now: float) -> None:
        while self.ended:
            session, (_, until) = next(iter(self.ended.items()))
            if until > now:
                return
            del self.ended[session]

    def _sweep_detached(self, now: float) -> list[DueEvent]:
        due: list[DueEvent] = []
        while self.detached:
            session = next(iter(self.detached))
            if now - session.detached_at < self.settings.detached_session_seconds:
                break
            self.destroy_session(session)
            due.append((None, SessionDestroyed(session)))
        return due
