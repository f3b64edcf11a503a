"""Between nodes: what one of them commits is told to those on which somebody listens.

The bus is only a hint: a record arrives at most once and nothing is kept for a node that was away, for the log has it
all. Subjects are the owners of mailboxes, users and channels; a node subscribes to those with listeners there, and
hears of their records in the order in which each other node published them. What concerns keys reaches every node.

A node speaks to a `Bus`. `Exchange` joins nodes of one process; one that has no others is `Alone`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from hodhod.domain.updates import AuthorizationChanged, LoginTokenAccepted, MembershipChanged, SessionsEnded

# Records that every node must hear of: any of them may hold the key.
EVERYWHERE: Final = (AuthorizationChanged, LoginTokenAccepted, SessionsEnded)

Hear = Callable[[Sequence[object]], None]


class Bus(Protocol):
    """One node's end."""

    def listen(self, hear: Hear) -> None:
        """Call `hear(records)` with what other nodes publish from now on."""

    def subscribe(self, subject: int) -> None:
        """Somebody listens here to this user (above 0) or channel (below 0)."""

    def unsubscribe(self, subject: int) -> None: ...

    def publish(self, records: Sequence[object]) -> None:
        """Tell the others; never waits, never fails for want of anybody who hears."""


class Alone:
    """The end of a node without others."""

    def listen(self, hear: Hear) -> None:
        pass

    def subscribe(self, subject: int) -> None:
        pass

    def unsubscribe(self, subject: int) -> None:
        pass

    def publish(self, records: Sequence[object]) -> None:
        pass


class Exchange:
    """Nodes of one process, over one database."""

    def __init__(self) -> None:
        self._ends: list[End] = []

    def join(self) -> End:
        """The end of one more node."""
        end = End(self._ends)
        self._ends.append(end)
        return end


class End:
    """One node's end of an exchange."""

    def __init__(self, ends: list[End]) -> None:
        self._ends = ends
        self._subjects: set[int] = set()
        self._hear: Hear | None = None

    def listen(self, hear: Hear) -> None:
        self._hear = hear

    def subscribe(self, subject: int) -> None:
        self._subjects.add(subject)

    def unsubscribe(self, subject: int) -> None:
        self._subjects.discard(subject)

    def publish(self, records: Sequence[object]) -> None:
        for end in self._ends:
            if end is not self:
                end.offer(records)

    def offer(self, records: Sequence[object]) -> None:
        """What another node publishes; what is of interest here is heard in the loop's next turn."""
        wanted = [
            record for record in records if isinstance(record, EVERYWHERE) or subject_of(record) in self._subjects
        ]
        if wanted and self._hear is not None:
            asyncio.get_running_loop().call_soon(self._hear, wanted)


def subject_of(record: object) -> int:
    """Whose listeners a record is for; 0: nobody's."""
    if isinstance(record, MembershipChanged):
        return record.user
    owner: int = getattr(record, "owner", 0)
    return owner
