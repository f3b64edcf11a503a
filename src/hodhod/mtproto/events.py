"""What a Connection asks of, and tells, the one who drives it.

Rules. `Connection.receive` returns a list of these. Three of them are questions, and the connection reads no further
packet until the question is answered; the answer methods return further events in the same way:

    KeyNeeded(key_id)   -> conn.key_found(key | None)
    Work(run)           -> run() in another thread, then conn.work_done(result), or conn.work_refused() when the
                           admission queue is full, or conn.work_failed() when run() raised
    KeyCreated(key)     -> store the key, then conn.key_stored(), conn.key_id_taken() or conn.key_not_stored()

DestroyKey is a question that holds nothing up: conn.key_destroyed(session, key_id, done). The rest are statements.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from .keys import AuthKey
from .session import Session


@dataclass(frozen=True, slots=True)
class KeyNeeded:
    key_id: int


@dataclass(frozen=True, slots=True)
class Work:
    """Modular powers: milliseconds of processor time, safe to run in any thread."""

    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class KeyCreated:
    key: AuthKey


@dataclass(frozen=True, slots=True)
class Request:
    """One API request, not yet decoded. gzip_packed, containers and msg_copy are already undone."""

    session: Session
    msg_id: int
    body: bytes


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """The session is attached to this connection now and was attached to none before."""

    session: Session


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """The session has no connection any more; it may come back."""

    session: Session


@dataclass(frozen=True, slots=True)
class SessionDestroyed:
    """The session will not come back."""

    session: Session


@dataclass(frozen=True, slots=True)
class DestroyKey:
    session: Session
    key_id: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Flush what take_output() returns, then close the socket."""

    reason: str


Event: TypeAlias = (
    KeyNeeded | Work | KeyCreated | Request | SessionOpened | SessionClosed | SessionDestroyed | DestroyKey | Closed
)
