"""Live updates of channels and supergroups: one rendering for all ordinary members.

Rules.
- A channel has a lane: its records in the order of their pts (delivery/order.py), worked off by one pump at a time, so
  that every session sees the channel's pts in order.
- Ordinary members share one rendering (Viewer EVERYBODY: `min` users, no flags of one's own), encoded once a layer. Who
  sees a record differently (its author, whoever it names) gets their own.
- Nobody is read for: the lane knows the online members. A large channel is told in slices with a turn of the loop
  between them, behind private traffic.
- The session that caused a record learns of it by its answer (pitfall 16).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from hodhod import tl
from hodhod.delivery.bus import Bus
from hodhod.delivery.order import Queue
from hodhod.delivery.push import reachable, send
from hodhod.domain import mentions
from hodhod.domain.updates import ChannelChanged, Counted, NewMessage, PollChanged, ReactionsChanged
from hodhod.domain.viewer import EVERYBODY, Viewer, World
from hodhod.ids import Peer, UserId
from hodhod.rpc.client import Client
from hodhod.store.db import Database, drive
from hodhod.views.updates import render

if TYPE_CHECKING:
    from hodhod.delivery.fanout import Feed

log = logging.getLogger("hodhod.delivery")

SLICE = 300
MAX_QUEUED = 500
# So many members at once are shown a channel that changed as each of them sees it; in a larger one it is shown `min`.
LOOK_ANEW = 100


class Lane:
    """One channel with members online: what is on its way to them."""

    __slots__ = ("feeds", "outbox", "pumping", "queue", "sending")

    def __init__(self, in_order: bool) -> None:
        self.feeds: set[Feed] = set()
        self.queue = Queue(in_order)  # of (record, origin)
        self.pumping = False
        # slices that wait for their turn: (updates, sessions, what is encoded already)
        self.outbox: deque[tuple[tl.TLObject, Sequence[Client], dict[int, bytes]]] = deque()
        self.sending = False


class Channels:
    """The lanes of one node."""

    def __init__(self, db: Database, world: World, clock: Callable[[], float], bus: Bus) -> None:
        self._db = db
        self._world = world
        self._clock = clock
        self._bus = bus
        self._in_order = db.dialect == "sqlite"
        self.lanes: dict[int, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # --- who is there

    def add(self, peer: int, feed: Feed) -> None:
        lane = self.lanes.get(peer)
        if lane is None:
            lane = self.lanes[peer] = Lane(self._in_order)
            self._bus.subscribe(peer)
        lane.feeds.add(feed)
        feed.channels.add(peer)

    def remove(self, peer: int, feed: Feed) -> None:
        feed.channels.discard(peer)
        lane = self.lanes.get(peer)
        if lane is not None:
            lane.feeds.discard(feed)
            if not lane.feeds:
                del self.lanes[peer]
                self._bus.unsubscribe(peer)

    def forget(self, feed: Feed) -> None:
        """The user has no session left that wants updates."""
        for peer in list(feed.channels):
            self.remove(peer, feed)

    # --- telling

    def tell(self, record: object, origin: Client | None, first: Sequence[asyncio.Task[None]] = ()) -> None:
        """Push a committed record to the channel's online members, after what people are being told already."""
        lane = self.lanes.get(getattr(record, "owner", 0))
        if lane is None:
            return
        if len(lane.queue) >= MAX_QUEUED:
            lane.queue.place = 0
            return  # clients see the gap in the next record and fetch the difference
        lane.queue.put((record, origin))
        if not lane.pumping:
            lane.pumping = True
            self._start(lane, first)

    def _start(self, lane: Lane, first: Sequence[asyncio.Task[None]]) -> None:
        if self._in_order:
            drive(self._pump(lane))
            return
        task = asyncio.get_running_loop().create_task(self._pump(lane, first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pump(self, lane: Lane, first: Sequence[asyncio.Task[None]] = ()) -> None:
        try:
            if first:
                await asyncio.wait(first)
            while lane.queue:
                await lane.queue.turn()
                record, origin = lane.queue.take()
                await lane.queue.answered()
                await self._push(lane, record, origin)
        except Exception:
            log.exception("push to a channel failed")  # its log still has it: members see the gap
        finally:
            lane.pumping = False
            lane.queue.ended()

    async def _push(self, lane: Lane, record: object, origin: Client | None) -> None:
        special = seen_differently(record)
        if isinstance(record, ChannelChanged) and len(lane.feeds) <= LOOK_ANEW:
            special = frozenset(feed.user for feed in lane.feeds)  # a min channel tells clients less than has changed
        clients = list(self._sessions((f for f in lane.feeds if f.user not in special), origin))
        if clients:
            await self._render(lane, record, EVERYBODY, clients)
        for feed in [f for f in lane.feeds if f.user in special]:
            own = list(self._sessions([feed], origin))
            if own:
                await self._render(lane, record, UserId(Peer(feed.user)), own)

    def _sessions(self, feeds: Iterator[Feed] | Sequence[Feed], origin: Client | None) -> Iterator[Client]:
        now = self._clock()
        return (c for feed in feeds for c in feed.clients if c is not origin and reachable(c, now))

    async def _render(self, lane: Lane, record: object, user: UserId, clients: Sequence[Client]) -> None:
        viewer = Viewer(user, int(self._clock()), self._world)
        updates = await self._db.read(lambda tx: render(tx, viewer, [record]))
        if updates is None:
            return
        encoded: dict[int, bytes] = {}
        for start in range(0, len(clients), SLICE):
            lane.outbox.append((updates, clients[start : start + SLICE], encoded))
        if not lane.sending:
            self._send_slice(lane)

    def _send_slice(self, lane: Lane) -> None:
        """The next slice now, the one after it in the loop's next turn."""
        updates, clients, encoded = lane.outbox.popleft()
        send(updates, clients, encoded)
        lane.sending = bool(lane.outbox)
        if lane.sending:
            asyncio.get_running_loop().call_soon(self._send_slice, lane)


def seen_differently(record: object) -> frozenset[int]:
    """Users who see this record otherwise than ordinary members do."""
    if isinstance(record, NewMessage):
        content = record.message.content
        # whoever a service message is about may have come in by it: their clients do not know the channel yet
        about = mentions.peers_of([record.message]) if content.action is not None else ()
        return frozenset({content.sender, content.author, *record.named, *about})
    if isinstance(record, Counted | ReactionsChanged | PollChanged):
        return frozenset(record.seen_by)
    return frozenset()
