"""Which msg_ids a session has received, and the order of their seqnos.

https://core.telegram.org/mtproto/description#checking-msg-id, /mtproto/service_messages_about_messages

Ids are kept sorted in an array of eight bytes each; nearly every new one goes to its end. Old ones are forgotten below
`floor`: once they are older than what the time check admits anyway, or when there are too many. An id at or below the
floor cannot be verified any more and is refused (20): that is what stops replays of long ago.
"""

from array import array
from bisect import bisect_left
from enum import Enum

from .schema import SEQNO_TOO_HIGH, SEQNO_TOO_LOW

_PRUNE_FROM = 48


class Arrival(Enum):
    NEW = 0
    REPEATED = 1
    TOO_OLD = 2


class ReceivedIds:
    __slots__ = ("_ids", "_prune_at", "floor", "top_msg_id", "top_seqno")

    def __init__(self) -> None:
        self._ids = array("q")
        self._prune_at = _PRUNE_FROM
        self.floor = 0
        self.top_msg_id = 0
        self.top_seqno = 0

    def add(self, msg_id: int, forget_below: int, limit: int) -> Arrival:
        ids = self._ids
        if not ids or msg_id > ids[-1]:
            if msg_id <= self.floor:
                return Arrival.TOO_OLD
            ids.append(msg_id)
        else:
            if msg_id <= self.floor:
                return Arrival.TOO_OLD
            at = bisect_left(ids, msg_id)
            if ids[at] == msg_id:
                return Arrival.REPEATED
            ids.insert(at, msg_id)
        if len(ids) >= self._prune_at:
            self._prune(forget_below, limit)
        return Arrival.NEW

    def _prune(self, forget_below: int, limit: int) -> None:
        ids = self._ids
        cut = bisect_left(ids, forget_below)
        if len(ids) - cut >= limit:
            cut = len(ids) - limit // 2
        if cut:
            self.floor = ids[cut - 1]
            del ids[:cut]
        self._prune_at = max(_PRUNE_FROM, min(2 * len(ids), limit))

    def __contains__(self, msg_id: int) -> bool:
        at = bisect_left(self._ids, msg_id)
        return at < len(self._ids) and self._ids[at] == msg_id

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def highest(self) -> int:
        return self._ids[-1] if self._ids else self.floor

    def check_seqno(self, msg_id: int, seqno: int) -> int:
        """0, or 32 or 33 when seqnos contradict the order of msg_ids.

        The message with the highest msg_id so far is the only witness: enough to tell a client whose counter is off,
        and it can accuse nobody wrongly.
        """
        equal_and_odd = seqno == self.top_seqno and seqno & 1
        if msg_id > self.top_msg_id:
            if seqno < self.top_seqno or equal_and_odd:
                return SEQNO_TOO_LOW
            self.top_msg_id = msg_id
            self.top_seqno = seqno
        elif seqno > self.top_seqno or equal_and_odd:
            return SEQNO_TOO_HIGH
        return 0
