"""Sessions that only listen: what was pushed to them, as objects."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from hodhod import tl
from hodhod.delivery.bus import Bus
from hodhod.delivery.fanout import Fanout
from hodhod.rpc.client import Authorization, Client
from hodhod.store.db import Database
from hodhod.tl import types
from tests.domain.world import Cast

T = TypeVar("T")


class Ear:
    """What delivery needs of a session."""

    connection = object()
    overflow = False
    detached_at = 0.0

    def __init__(self) -> None:
        self.heard: list[types.Updates] = []

    def send_update(self, body: bytes) -> bool:
        self.heard.append(cast("types.Updates", tl.decode(body)))
        return True


@dataclass(eq=False)
class Listener:
    """A session of one person."""

    auth: Authorization
    session: Ear = field(default_factory=Ear)
    updates: bool = True

    @property
    def client(self) -> Client:
        return cast("Client", self)

    @property
    def said(self) -> list[Any]:
        """Every update, in the order of their coming."""
        return [update for pushed in self.session.heard for update in pushed.updates]

    @property
    def texts(self) -> list[str]:
        new = [update.message for update in self.said if isinstance(update, types.UpdateNewChannelMessage)]
        return [message.message for message in new if isinstance(message, types.Message)]


@dataclass
class Slow:
    """A database whose reads take their time, each another one: as PostgreSQL's may."""

    db: Database
    dialect: str = "postgresql"
    delays: Iterable[float] = ()

    def __post_init__(self) -> None:
        self._delays = iter(self.delays)

    async def read(self, fn: Callable[..., Coroutine[Any, Any, T]]) -> T:
        await asyncio.sleep(next(self._delays, 0))
        return await self.db.read(fn)


class Room:
    """A node's fan-out with listeners of the cast."""

    def __init__(self, people: Cast, db: Any = None, bus: Bus | None = None) -> None:
        self.cast = people
        self.fanout = Fanout(db or people.db, people.world, lambda: float(people.now), bus)

    async def enter(self, name: str) -> Listener:
        user = self.cast.people[name]
        listener = Listener(Authorization(key_id=1000 + user, user_id=user, layer=tl.LAYER))
        await self.fanout.subscribe(listener.client)
        return listener

    async def tell(self, origin: Listener | None = None) -> None:
        """Deliver what the last write emitted, to its end."""
        self.fanout.deliver(self.cast.told, origin.client if origin else None)
        await self.settle()

    async def settle(self) -> None:
        while tasks := [*self.fanout._tasks, *self.fanout.channels._tasks]:
            await asyncio.gather(*tasks)
        for _ in range(5):
            await asyncio.sleep(0)
