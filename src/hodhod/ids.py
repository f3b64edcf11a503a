"""Identifiers, and the one integer that names any peer.

A peer is stored and compared as one signed int64 in the form that the Bot API made familiar: a user is
its id, a basic group the negated id, a channel -(10**12 + id). The three ranges never overlap as long as
user ids stay below 2**40, basic groups below 10**12 and channels below 997,852,516,352.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable
from typing import NamedTuple, NewType

UserId = NewType("UserId", int)
ChatId = NewType("ChatId", int)
ChannelId = NewType("ChannelId", int)
MsgId = NewType("MsgId", int)
ContentId = NewType("ContentId", int)
Pts = NewType("Pts", int)
AuthKeyId = NewType("AuthKeyId", int)
Peer = NewType("Peer", int)

CHANNEL_BASE = 10**12
MAX_USER_ID = 2**40 - 1
MAX_CHANNEL_ID = 997_852_516_351
SERVICE_USER = UserId(777000)


class PeerKind(enum.Enum):
    USER = "user"
    CHAT = "chat"
    CHANNEL = "channel"


class PeerRef(NamedTuple):
    """A peer taken apart: which kind, and its id within the kind."""

    kind: PeerKind
    id: int

    @property
    def peer(self) -> Peer:
        if self.kind is PeerKind.USER:
            return Peer(self.id)
        return Peer(-self.id) if self.kind is PeerKind.CHAT else Peer(-CHANNEL_BASE - self.id)


def peer_ref(peer: int) -> PeerRef:
    """The reverse of PeerRef.peer."""
    if peer > 0:
        return PeerRef(PeerKind.USER, peer)
    if peer > -CHANNEL_BASE:
        return PeerRef(PeerKind.CHAT, -peer)
    return PeerRef(PeerKind.CHANNEL, -peer - CHANNEL_BASE)


class ContentIds:
    """Time-ordered 63-bit ids: 41 bits of milliseconds since 2024, 10 of node, 12 of counter.

    A content id is made before the transaction's first statement, so that `sent` can name it at once; time
    order keeps the inserts at the end of their index. The counter runs on over millisecond borders: two ids of a
    node differ as long as it makes fewer than 4096 in a millisecond.
    """

    __slots__ = ("_clock", "_counter", "_node")

    EPOCH_MS = 1_704_067_200_000

    def __init__(self, clock: Callable[[], float], node: int = 0) -> None:
        self._clock = clock
        self._node = (node & 1023) << 12
        self._counter = itertools.count()

    def new(self) -> ContentId:
        ms = int(self._clock() * 1000) - self.EPOCH_MS
        return ContentId(ms << 22 | self._node | next(self._counter) & 4095)
