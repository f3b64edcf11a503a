"""A small cast on a real database: alice, bob and carol, a clock that the test moves, and what each of them sees."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hodhod.domain import messages
from hodhod.domain.hashes import AccessHashes
from hodhod.domain.limits import Limits
from hodhod.domain.messages import Outgoing
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import ContentIds, Peer, UserId
from hodhod.store import mailboxes
from hodhod.store import users as store_users
from hodhod.store.db import Database, Tx

T = TypeVar("T")
START = 1_790_000_000


@dataclass
class Cast:
    """People by name, and the records that the last write emitted."""

    db: Database
    now: int = START
    people: dict[str, int] = field(default_factory=dict)
    told: list[object] = field(default_factory=list)
    random_id: int = 0

    def __post_init__(self) -> None:
        ids = ContentIds(lambda: float(self.now))
        self.world = World(ids, AccessHashes(b"k" * 32), Limits(), "http://localhost/", b"s" * 32)

    async def join(self, *names: str) -> None:
        async def sign_up(tx: Tx) -> None:
            for number, name in enumerate(names, len(self.people)):
                phone = f"98912000{number:04}"
                user = await store_users.create(tx, phone, (name, ""), name, self.now)
                await mailboxes.create(tx, user)
                self.people[name] = user

        await self.db.write(sign_up)

    def id(self, name: str) -> Peer:
        return Peer(self.people[name])

    def viewer(self, name: str) -> Viewer:
        return Viewer(UserId(self.id(name)), self.now, self.world, 1000 + self.id(name))

    async def do(self, fn: Callable[[Tx], Coroutine[Any, Any, T]]) -> T:
        """Run a write; what it emitted is in `told`."""
        result, self.told = await self.db.write_with_events(fn)
        return result

    async def read(self, fn: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
        """fn(tx, *arguments) on committed data."""
        return await self.db.read(lambda tx: fn(tx, *arguments))

    async def act(self, fn: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:
        """fn(tx, *arguments) as a write."""
        return await self.do(lambda tx: fn(tx, *arguments))

    async def send(self, sender: str, to: str, text: str = "hello", **options: Any) -> NewMessage:
        self.random_id += 1
        message = Outgoing(text=text, **{"random_id": self.random_id, **options})
        viewer, peer = self.viewer(sender), self.id(to)
        return await self.do(lambda tx: messages.send(tx, viewer, peer, message))
