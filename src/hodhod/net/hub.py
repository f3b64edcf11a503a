"""Between the connections and the application: events to the Gateway, answers back, one flush a loop tick.

    Link      holds one socket and its mtproto Connection (tcp.py, websocket.py, http.py)
    Hub       shared by all links: runs what their events ask for, flushes the ones that have output, owns the tasks
              and the only timer (one sweep a second)

Rules. Whatever makes output appear calls Link.output_ready; the hub then flushes all such links in one callback after
the current tick, so everything that a tick produced for a session leaves in one packet and one write. A link stops
reading while its connection says so (`wants_read`) and is looked at again after each flush and each answer.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Protocol

from hodhod.mtproto import (
    Closed,
    Connection,
    DestroyKey,
    Event,
    KeyCreated,
    KeyIdTaken,
    KeyNeeded,
    Node,
    Request,
    SessionClosed,
    SessionDestroyed,
    SessionOpened,
    Work,
    rpc_error,
)
from hodhod.mtproto.errors import ProtocolError
from hodhod.mtproto.node import DueEvent
from hodhod.mtproto.wheel import Due, Wheel

from .gateway import Gateway
from .limits import NetSettings, Strangers
from .work import WorkPool

log = logging.getLogger("hodhod.net")

_SWEEP_SECONDS = 1.0
_LOOK_SECONDS = 0.01
_CLOSE_SECONDS = 0.5


class Link(Protocol):
    """One socket."""

    def output_ready(self) -> None: ...
    def flush(self) -> None:
        """Write what the connection has, close if it is closing, start or stop reading as it wants."""
        ...

    def close(self) -> None:
        """Flush, then close the socket."""
        ...


class Timed(Due, Protocol):
    """A link whose silence has an end."""

    def time_is_up(self, now: float) -> None: ...


class Hub:
    __slots__ = (
        "_dirty",
        "_scheduled",
        "_sweeper",
        "_tasks",
        "draining",
        "gateway",
        "http_wheel",
        "links",
        "loop",
        "node",
        "pool",
        "settings",
        "strangers",
    )

    def __init__(self, node: Node, gateway: Gateway, settings: NetSettings) -> None:
        self.node = node
        self.gateway = gateway
        self.settings = settings
        self.loop = asyncio.get_running_loop()
        self.pool = WorkPool(settings.work_threads, settings.max_waiting_work)
        self.strangers = Strangers(settings)
        self.links: set[Link] = set()
        self.http_wheel: Wheel[Timed] = Wheel(self.loop.time())
        self.draining = False
        self._dirty: list[Link] = []
        self._scheduled = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeper = self.loop.call_later(_SWEEP_SECONDS, self._sweep)

    # -- events

    def handle(self, connection: Connection, events: list[Event]) -> None:
        for event in events:
            if type(event) is Request:  # nearly all of them
                self._request(connection, event)
            elif isinstance(event, KeyNeeded):
                self.spawn(self._find_key(connection, event.key_id))
            elif isinstance(event, Work):
                self._work(connection, event)
            elif isinstance(event, KeyCreated):
                self.spawn(self._store_key(connection, event))
            elif isinstance(event, DestroyKey):
                self.spawn(self._destroy_key(connection, event))
            else:
                self._tell(connection, event)

    def _request(self, connection: Connection, event: Request) -> None:
        try:
            self.gateway.request(event.session, event.msg_id, event.body, connection.peer)
        except Exception:
            log.exception("the gateway failed on a request")
            event.session.send_result(event.msg_id, rpc_error(400, "INTERNAL_ERROR"))

    def _tell(self, connection: Connection | None, event: Event) -> None:
        try:
            if isinstance(event, SessionOpened):
                self.gateway.session_opened(event.session)
            elif isinstance(event, SessionClosed):
                self.gateway.session_closed(event.session)
            elif isinstance(event, SessionDestroyed):
                self.gateway.session_destroyed(event.session)
        except Exception:
            log.exception("the gateway failed on %s", type(event).__name__)
        if isinstance(event, Closed) and connection is not None:
            log.debug("closing: %s peer=%s", event.reason, connection.peer.ip)
            connection.owner.close()

    def handle_due(self, due: list[DueEvent]) -> None:
        for connection, event in due:
            self._tell(connection, event)

    # -- questions

    async def _find_key(self, connection: Connection, key_id: int) -> None:
        try:
            key = await self.gateway.find_key(key_id)
        except Exception:
            # Not -404: a client would throw a good key away because of a passing fault of the store.
            log.exception("the gateway failed to find a key")
            connection.owner.close()
            return
        self._answered(connection, connection.key_found(key))

    def _work(self, connection: Connection, event: Work) -> None:
        if self.pool.is_full:
            self._answered(connection, connection.work_refused())
        else:
            self.spawn(self._run_work(connection, event))

    async def _run_work(self, connection: Connection, event: Work) -> None:
        try:
            result = await self.pool.run(event.run)
        except Exception as error:
            if not isinstance(error, ProtocolError):
                log.exception("work failed")
            self._answered(connection, connection.work_failed(error))
            return
        self._answered(connection, connection.work_done(result))

    async def _store_key(self, connection: Connection, event: KeyCreated) -> None:
        try:
            await self.gateway.store_key(event.key)
        except KeyIdTaken:
            self._answered(connection, connection.key_id_taken())
        except Exception:
            log.exception("the gateway failed to store a key")
            self._answered(connection, connection.key_not_stored())
        else:
            self._answered(connection, connection.key_stored())

    async def _destroy_key(self, connection: Connection, event: DestroyKey) -> None:
        done: bool | None = None
        try:
            done = await self.gateway.destroy_key(event.key_id)
        except Exception:
            log.exception("the gateway failed to destroy a key")
        self.handle_due(connection.key_destroyed(event.session, done))

    def _answered(self, connection: Connection, events: list[Event]) -> None:
        self.handle(connection, events)
        connection.owner.output_ready()

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- output and time

    def mark_dirty(self, link: Link) -> None:
        self._dirty.append(link)
        if not self._scheduled:
            self._scheduled = True
            self.loop.call_soon(self.flush)

    def flush(self) -> None:
        self._scheduled = False
        dirty, self._dirty = self._dirty, []
        for link in dirty:
            link.flush()

    def _sweep(self) -> None:
        self._sweeper = self.loop.call_later(_SWEEP_SECONDS, self._sweep)
        try:
            self.handle_due(self.node.sweep())
            now = self.loop.time()
            for link in self.http_wheel.due(now):
                link.time_is_up(now)
        except Exception:
            log.exception("the sweep failed")

    def revoke_key(self, key_id: int) -> None:
        self.handle_due(self.node.revoke_key(key_id))

    # -- the end

    async def drain(self, seconds: float) -> bool:
        """Read nothing more, wait until accepted requests are answered, send the answers. True when all were."""
        self.draining = True
        for link in self.links:
            link.flush()
        end = self.loop.time() + seconds
        done = await self._until(lambda: not self.node.in_flight, end)
        self.flush()
        for link in list(self.links):
            link.close()
        await self._until(lambda: not self.links, max(end, self.loop.time() + _CLOSE_SECONDS))
        return done

    async def _until(self, reached: Callable[[], bool], end: float) -> bool:
        """Look again and again: both things waited for change in too many places to signal each."""
        while not reached():
            if self.loop.time() >= end:
                return False
            await asyncio.sleep(_LOOK_SECONDS)
        return True

    async def stop(self) -> None:
        self._sweeper.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.pool.close()
