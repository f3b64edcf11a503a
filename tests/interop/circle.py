"""Four people, each with another library, who know each other: whoever acts, the others observe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record

CIRCLE = ("telethon", "kurigram", "tdlib", "pyrogram")


@dataclass(frozen=True, slots=True)
class Gathering:
    """A group or channel: who made it, and who else is in it."""

    kind: str  # group, supergroup or channel
    peer: int
    title: str
    actor: Client
    others: list[Client]

    @property
    def everybody(self) -> list[Client]:
        return [self.actor, *self.others]

    def say(self, who: Client, text: str, **options: Any) -> Record:
        """It is said, and everybody else hears it: the message as the sender has it."""
        sent: Record = who.do("send", peer=self.peer, text=text, **options)
        self.heard(who, text)
        return sent

    def loses(self, one: Client, id: int) -> None:
        """Somebody hears that a message was deleted here: each channel counts its ids by itself."""
        one.wait("delete", ids=[id], **({} if self.kind == "group" else {"chat": self.peer}))

    def heard(self, sender: Client, text: str) -> dict[str, Record]:
        """What the others heard, by library."""
        return {
            one.library: one.wait("message", chat=self.peer, text=text, out=False)
            for one in self.everybody
            if one is not sender
        }


@dataclass(frozen=True, slots=True)
class Circle:
    people: dict[str, Client]
    made: dict[tuple[str, str], Gathering] = field(default_factory=dict)

    def others(self, actor: Client) -> list[Client]:
        return [one for one in self.people.values() if one is not actor]

    def gather(self, kind: str, library: str) -> Gathering:
        """The group, supergroup or channel that the person with this library made, with everybody in it."""
        if (kind, library) not in self.made:
            self.made[kind, library] = self._gather(kind, self.people[library])
        return self.made[kind, library]

    def _gather(self, kind: str, actor: Client) -> Gathering:
        title = f"The {kind} of {actor.library}"
        others = self.others(actor)
        users = [one.id for one in others]
        if kind == "group":
            return Gathering(kind, actor.do("create_group", title=title, users=users), title, actor, others)
        peer = actor.do("create_channel", title=title, broadcast=kind == "channel")
        actor.do("invite", peer=peer, users=users)
        for one in others:  # from here on they know it
            one.wait("group" if one.library == "tdlib" else "channel", chat=peer)
        return Gathering(kind, peer, title, actor, others)


def make_circle(client: Make, phone: Phones, libraries: Sequence[str] = CIRCLE) -> Circle:
    people = {library: client(library).sign_up(phone(), library.capitalize()) for library in libraries}
    for one in people.values():
        calls = [
            one.begin("import_contact", phone=other.phone, first_name=library.capitalize())
            for library, other in people.items()
            if other is not one
        ]
        assert all(call.result(30) for call in calls)
    return Circle(people)
