"""Identifiers, and the one integer that names any peer.

A peer is stored and compared as one signed int64 in the form that the Bot API made familiar: a user is
its id, a basic group the negated id, a channel -(10**12 + id). The three ranges never overlap as long as
user ids stay below 2**40, basic groups below 10**12 and channels below 997,852,516,352.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple, NewType

ChatId = NewType("ChatId", int)
ChannelId = NewType("ChannelId", int)
MsgId = NewType("MsgId", int)
ContentId = NewType("ContentId", int)
Pts = NewType("Pts", int)
AuthKeyId = NewType("AuthKeyId", int)
# a user id is a peer too (see above), so both can be compared: UserId is a kind of Peer
Peer = NewType("Peer", int)
UserId = NewType("UserId", Peer)

CHANNEL_BASE = 10**12
MAX_USER_ID = 2**40 - 1
FIRST_CHANNEL_ID = 1_000_000_000
MAX_CHANNEL_ID = 997_852_516_351
MIN_PEER = -CHANNEL_BASE - MAX_CHANNEL_ID
SERVICE_USER = UserId(Peer(777000))
# The date of a scheduled message that is sent when its reader comes online.
UNTIL_ONLINE = 0x7FFFFFFE
# stands in Saved Messages for everybody who is not to be named
HIDDEN_AUTHOR = UserId(Peer(2666000))


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


def is_channel(peer: int) -> bool:
    """A supergroup or channel: it owns a mailbox of its own."""
    return peer <= -CHANNEL_BASE


def peer_ref(peer: int) -> PeerRef:
    """The reverse of PeerRef.peer."""
    if peer > 0:
        return PeerRef(PeerKind.USER, peer)
    if peer > -CHANNEL_BASE:
        return PeerRef(PeerKind.CHAT, -peer)
    return PeerRef(PeerKind.CHANNEL, -peer - CHANNEL_BASE)


def topic_subject(peer: int, topic: int) -> int:
    """A topic of a forum as one integer, beside peers in the subjects of state rows: beyond every user's id."""
    channel = -CHANNEL_BASE - peer
    if not FIRST_CHANNEL_ID <= channel < 2**32:
        raise OverflowError("no room for a topic of this channel")
    return channel << 31 | topic


def subject_place(subject: int) -> tuple[Peer, int]:
    """(peer, topic) of a subject that is either; topic 0: the whole chat."""
    if subject <= MAX_USER_ID:
        return Peer(subject), 0
    return PeerRef(PeerKind.CHANNEL, subject >> 31).peer, subject & (2**31 - 1)


class ContentIds:
    """Time-ordered 63-bit ids: 41 bits of milliseconds since 2024, 10 of node, 12 of counter.

    A content id is made before the transaction's first statement, so that `sent` can name it at once; time
    order keeps the inserts at the end of their index. The ids of a node only grow, even when its clock steps back or
    more
    than 4096 are made in a millisecond: then they run ahead of the clock.
    """

    __slots__ = ("_clock", "_counter", "_ms", "_node")

    EPOCH_MS = 1_704_067_200_000

    def __init__(self, clock: Callable[[], float], node: int = 0) -> None:
        self._clock = clock
        self._node = (node & 1023) << 12
        self._ms = 0
        self._counter = 0

    def new(self) -> ContentId:
        ms = int(self._clock() * 1000) - self.EPOCH_MS
        if ms > self._ms:
            self._ms, self._counter = ms, 0
        elif self._counter == 4095:
            self._ms, self._counter = self._ms + 1, 0
        else:
            self._counter += 1
        return ContentId(self._ms << 22 | self._node | self._counter)


def content_time(content_id: int) -> float:
    """When a content id was made, in unix seconds."""
    return ((content_id >> 22) + ContentIds.EPOCH_MS) / 1000


def first_content_id(unix_seconds: float) -> int:
    """The lowest content id of this moment: for scans by time."""
    return max(0, int(unix_seconds * 1000) - ContentIds.EPOCH_MS) << 22
