"""MTProto 2.0, server side, without I/O: bytes in, events out. Start at connection.py, node.py and events.py."""

from .binding import BindAuthKeyInner, check_binding, decrypt_v1_inner
from .connection import Connection
from .errors import KeyIdTaken
from .events import (
    Closed,
    DestroyKey,
    Event,
    KeyCreated,
    KeyNeeded,
    Request,
    SessionClosed,
    SessionDestroyed,
    SessionOpened,
    Work,
)
from .keys import AuthKey
from .node import Node
from .peer import PeerInfo
from .rsa import RsaKey
from .schema import rpc_error
from .session import Session
from .settings import Clock, Randomness, Settings

__all__ = [
    "AuthKey",
    "BindAuthKeyInner",
    "Clock",
    "Closed",
    "Connection",
    "DestroyKey",
    "Event",
    "KeyCreated",
    "KeyIdTaken",
    "KeyNeeded",
    "Node",
    "PeerInfo",
    "Randomness",
    "Request",
    "RsaKey",
    "Session",
    "SessionClosed",
    "SessionDestroyed",
    "SessionOpened",
    "Settings",
    "Work",
    "check_binding",
    "decrypt_v1_inner",
    "rpc_error",
]
