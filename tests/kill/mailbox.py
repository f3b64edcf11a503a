"""What one client knows of its mailbox, kept as core.telegram.org/api/updates tells a client to keep it.

An update applies when its pts is ours plus its count; an earlier one is a repeat and dropped; a later one means that
something is missing, and after a new connection everything may be: then the difference is fetched, until the server
says that it was all. Nothing is ever corrected in silence: what does not fit is written down in `faults`, and the test
wants none.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from hodhod.tl import functions, types
from tests.light.people import Person


class Seen(NamedTuple):
    text: str
    out: bool
    date: int


class Mailbox:
    def __init__(self, person: Person) -> None:
        self.person = person
        self.pts = 0
        self.date = 0
        self.first_pts = 0
        self.messages: dict[int, Seen] = {}  # all that this client ever read, however it came
        self.pts_of: dict[int, int] = {}  # message id -> pts, where one was told
        self.live: Counter[int] = Counter()  # pushes and own answers of each message id that were applied
        self.catching_up = True
        self._held: list[tuple[int, int, int]] = []  # (pts, count, message id or 0) that came during a catch-up
        self.faults: list[str] = []
        person.client.on_object = self.take

    async def begin(self) -> None:
        state = await self.person.client.call(functions.updates.GetState())
        self.pts = self.first_pts = state.pts
        self.date = state.date
        self.catching_up = False

    # --- live

    def take(self, one: Any) -> None:
        """An object from the connection, in the order of arrival."""
        match one:
            case types.Updates() | types.UpdatesCombined():
                for update in one.updates:
                    self._update(update)
            case types.UpdateShort():
                self._update(one.update)
            case types.UpdateShortMessage():
                self._message(one.id, one.pts, one.pts_count, Seen(one.message, one.out, one.date))
            case types.UpdateShortSentMessage():
                self._message(one.id, one.pts, one.pts_count, None)
            case types.UpdatesTooLong():
                self.catching_up = True

    def _update(self, update: Any) -> None:
        if isinstance(update, types.UpdateNewMessage):
            self._message(update.message.id, update.pts, update.pts_count, seen_of(update.message))
        elif hasattr(update, "pts_count"):
            self._advance(update.pts, update.pts_count, 0)

    def _message(self, message_id: int, pts: int, count: int, seen: Seen | None) -> None:
        """Own sends are answered without their text: `sent` adds it."""
        self._note_pts(message_id, pts)
        if seen is not None:
            self.read(message_id, seen)
        self._advance(pts, count, message_id)

    def _note_pts(self, message_id: int, pts: int) -> None:
        if self.pts_of.setdefault(message_id, pts) != pts:
            self.faults.append(f"message {message_id} came with pts {self.pts_of[message_id]} and with {pts}")

    def _advance(self, pts: int, count: int, message_id: int) -> None:
        if self.catching_up:
            self._held.append((pts, count, message_id))
        elif pts == self.pts + count:
            self.pts = pts
            if message_id:
                self.live[message_id] += 1
        elif pts > self.pts:
            self.faults.append(f"a live gap: {self.pts} and then {pts} ({count})")
            self.catching_up = True

    def read(self, message_id: int, seen: Seen) -> None:
        """A message as it was told, by a push, the difference or the history: it must always be told the same."""
        known = self.messages.setdefault(message_id, seen)
        if known != seen:
            self.faults.append(f"message {message_id} was {known} and is {seen}")

    # --- catch-up

    async def catch_up(self) -> None:
        """Fetch the difference until it is whole."""
        self.catching_up = True
        while self.catching_up:
            found = await self.person.client.call(functions.updates.GetDifference(pts=self.pts, date=self.date, qts=0))
            self._difference(found)
        held, self._held = self._held, []
        for event in sorted(held):
            self._advance(*event)

    def _difference(self, found: Any) -> None:
        if isinstance(found, types.updates.DifferenceEmpty):
            self.catching_up = False
            return
        assert not isinstance(found, types.updates.DifferenceTooLong), "this is for those who gave a limit"
        for message in found.new_messages:
            self.read(message.id, seen_of(message))
        last = isinstance(found, types.updates.Difference)
        state = found.state if last else found.intermediate_state
        events = len(found.new_messages) + sum(getattr(one, "pts_count", 0) for one in found.other_updates)
        if state.pts - self.pts < events:
            self.faults.append(f"{events} events between pts {self.pts} and {state.pts}")
        self.pts, self.date = state.pts, state.date
        self.catching_up = not last

    async def read_history(self, peer: int, pages: int | None = None) -> dict[int, Seen]:
        """The newest pages of the history, or all of it."""
        found: dict[int, Seen] = {}
        offset = 0
        while pages is None or pages > 0:
            request = functions.messages.GetHistory(
                peer=self.person.peers[peer],
                offset_id=offset,
                offset_date=0,
                add_offset=0,
                limit=100,
                max_id=0,
                min_id=0,
                hash=0,
            )
            answer = await self.person.client.call(request)
            if not answer.messages:
                break
            found |= {message.id: seen_of(message) for message in answer.messages}
            offset = answer.messages[-1].id
            pages = None if pages is None else pages - 1
        for message_id, seen in found.items():
            self.read(message_id, seen)
        return found


def seen_of(message: Any) -> Seen:
    return Seen(getattr(message, "message", ""), bool(message.out), message.date)
