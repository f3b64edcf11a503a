"""Live updates: from the records of a committed transaction to the sessions of their owners.

Rules.
- Each online user has a feed, worked off by one pump at a time, so the user's sessions see pts in order. On SQLite
  records arrive in commit order and reading never suspends: the pump runs at once, inside `deliver`, before the answer
  of the request that caused it. Elsewhere the feed puts them in order (delivery/order.py), its pump is a task, and
  `deliver` returns where the answer belongs between the pushes.
- Other nodes hear of the records over the bus (delivery/bus.py).
- The session that caused a record learns of it by its answer, not by a push (pitfall 16).
- What a message of a basic group needs for its members is read for all of them at once (delivery/crowd.py).
- An update is built once per user, encoded once per layer, sealed once per session.
- What cannot be pushed (nobody online, a slow session) is not kept here: the log has it, and getDifference tells it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from hodhod.delivery.bus import EVERYWHERE, Alone, Bus
from hodhod.delivery.channels import Channels
from hodhod.delivery.crowd import MANY, crowds
from hodhod.delivery.order import Queue
from hodhod.delivery.push import TOO_LONG, reachable, send
from hodhod.domain.updates import MembershipChanged, NewMessage
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import Peer, UserId
from hodhod.rpc.answers import Answer
from hodhod.rpc.client import Client
from hodhod.store import mailboxes, members
from hodhod.store.db import Database, Tx, drive
from hodhod.views.updates import render, render_loaded

log = logging.getLogger("hodhod.delivery")

MAX_QUEUED = 2000

Answers = Sequence[Answer]


class Feed:
    """One online user: the sessions that want updates, the records on their way to them, and the channels they are
    in."""

    __slots__ = ("channels", "clients", "pumping", "queue", "user")

    def __init__(self, user: int, in_order: bool) -> None:
        self.user = user
        self.clients: set[Client] = set()
        self.queue = Queue(in_order)  # of (record, origin, crowd or None)
        self.pumping = False
        self.channels: set[int] = set()


class Fanout:
    """The feeds of one node."""

    def __init__(self, db: Database, world: World, clock: Callable[[], float], bus: Bus | None = None) -> None:
        self._db = db
        self._world = world
        self._clock = clock
        self._bus = bus or Alone()
        self._in_order = db.dialect == "sqlite"
        self.feeds: dict[int, Feed] = {}
        self.channels = Channels(db, world, clock, self._bus)
        self._tasks: set[asyncio.Task[None]] = set()
        self._watchers: dict[type, list[Callable[[Any], None]]] = {}
        self._bus.listen(self._hear)

    def watch(self, kind: type, watcher: Callable[[Any], None]) -> None:
        """Call `watcher(record)` for every record of this kind that is committed here, and for those that concern
        every node (delivery/bus.py) wherever they are: it must be quick and must not wait."""
        self._watchers.setdefault(kind, []).append(watcher)

    # --- who is there

    async def subscribe(self, client: Client) -> None:
        """From now on this session gets its user's updates, and those of the channels that the user is in."""
        client.updates = True
        user = client.auth.user_id
        feed = self.feeds.get(user)
        if feed is None:
            feed = self.feeds[user] = Feed(user, self._in_order)
            feed.clients.add(client)
            self._bus.subscribe(user)
            await self._begin(feed)
        feed.clients.add(client)

    async def _begin(self, feed: Feed) -> None:
        """Where the user's mailbox stands and which channels they are in; what is committed meanwhile is told as
        records."""

        async def read(tx: Tx) -> tuple[int, list[int]]:
            place = await mailboxes.place(tx, feed.user)
            return place.pts, await members.channels_of(tx, feed.user)

        pts, channels = await self._db.read(read)
        feed.queue.place = max(feed.queue.place, pts)
        for peer in channels:
            self.channels.add(peer, feed)

    def unsubscribe(self, client: Client) -> None:
        client.updates = False
        feed = self.feeds.get(client.auth.user_id)
        if feed is not None:
            feed.clients.discard(client)
            if not feed.clients:
                del self.feeds[feed.user]
                self._bus.unsubscribe(feed.user)
                self.channels.forget(feed)

    def online(self, user: int) -> bool:
        """Has this user a session here that wants updates?"""
        return user in self.feeds

    # --- telling

    def deliver(self, records: Sequence[object], origin: Client | None) -> Answers:
        """Push committed records to their owners' sessions, here and on other nodes, all but the one that caused them.

        Returns the places that the answer to the origin has between pushes (delivery/order.py).
        """
        self._bus.publish(records)
        for record in records:
            self._watch(record)
        return self._tell(records, origin)

    def _hear(self, records: Sequence[object]) -> None:
        """Another node has committed them."""
        for record in records:
            if isinstance(record, EVERYWHERE):
                self._watch(record)
            elif isinstance(record, MembershipChanged):
                self._member(record)
        self._tell(records, None)

    def _tell(self, records: Sequence[object], origin: Client | None) -> Answers:
        """People come before channels: who was just added is told of the channel first, and then what is said in
        it."""
        first = self._tell_people(records, origin)
        for record in records:
            if getattr(record, "owner", 0) < 0:
                self.channels.tell(record, origin, first)
        return () if self._in_order or origin is None else self._answers(records, origin.auth.user_id)

    def _tell_people(self, records: Sequence[object], origin: Client | None) -> list[asyncio.Task[None]]:
        """The tasks that push, none where it is done already."""
        touched = []
        shared = crowds(self._db, records, self.feeds) if len(records) >= MANY else {}
        for record in records:
            feed = self.feeds.get(getattr(record, "owner", 0))
            if feed is None or (self._in_order and origin in feed.clients and len(feed.clients) == 1):
                continue
            crowd = shared.get(record.message.content.id) if isinstance(record, NewMessage) else None
            feed.queue.put((record, origin, crowd))
            if not feed.pumping:
                feed.pumping = True
                touched.append(feed)
        return [task for feed in touched if (task := self._start(feed)) is not None]

    def _answers(self, records: Sequence[object], user: int) -> Answers:
        """What the answer holds of mailboxes, and what is older there, goes first to the user's sessions."""
        places = {getattr(record, "owner", 0): pts for record in records if (pts := getattr(record, "pts", 0))}
        lanes = self.channels.lanes
        ways = {owner: lanes.get(owner) if owner < 0 else self.feeds.get(owner) for owner in places}
        return [
            way.queue.answer(places[owner])
            for owner, way in ways.items()
            if way is not None and way.pumping and (owner < 0 or owner == user)
        ]

    def _watch(self, record: object) -> None:
        if type(record) is MembershipChanged:
            self._member(record)
        for watcher in self._watchers.get(type(record), ()):
            watcher(record)

    def _member(self, record: MembershipChanged) -> None:
        feed = self.feeds.get(record.user)
        if feed is not None:
            (self.channels.add if record.is_in else self.channels.remove)(record.peer, feed)

    def _start(self, feed: Feed) -> asyncio.Task[None] | None:
        """The task that pushes, None where it is done already."""
        if self._in_order:
            drive(self._pump(feed))
            return None
        task = asyncio.get_running_loop().create_task(self._pump(feed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _pump(self, feed: Feed) -> None:
        try:
            while feed.queue and feed.clients:
                await feed.queue.turn()
                records, origin = await self._next(feed)
                await feed.queue.answered()
                await self._push(feed, records, origin)
        except Exception:
            # the log still has it all: the sessions are told to fetch the difference
            log.exception("push failed")
            self._too_long(feed)
        finally:
            feed.pumping = False
            feed.queue.ended()

    async def _next(self, feed: Feed) -> tuple[list[object], Client | None]:
        """The records at the head of the queue that were caused by the same session."""
        queue = feed.queue
        origin = queue[0][1]
        records: list[object] = []
        while queue and queue[0][1] is origin and len(records) < MAX_QUEUED:
            if records and not queue.follows():
                break
            record, _, crowd = queue.take()
            if crowd is not None and isinstance(record, NewMessage):
                record = await crowd.described(record)
            records.append(record)
        return records, origin

    async def _push(self, feed: Feed, records: list[object], origin: Client | None) -> None:
        viewer = Viewer(UserId(Peer(feed.user)), int(self._clock()), self._world)

        clients = [c for c in feed.clients if c is not origin and reachable(c, self._clock())]
        if not clients:
            return
        updates = render_loaded(viewer, records)
        if updates is None:
            updates = await self._db.read(lambda tx: render(tx, viewer, records))
        if updates is not None:
            send(updates, clients)

    def _too_long(self, feed: Feed) -> None:
        feed.queue.forget()
        for client in feed.clients:
            client.session.send_updates_too_long(TOO_LONG)
