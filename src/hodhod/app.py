"""Wiring: from settings to a running node. Everything is made here, once, and passed on as values.

    database - world (what is the same for everybody) - fan-out - gateway - protocol node - listeners - dispatcher -
    jobs

Start: the listeners open last, so whoever can connect finds everything behind them. Stop: the listeners close first,
accepted
requests are answered, then the database is closed.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hodhod import api
from hodhod.clock import Clock, Randomness, system_clock, system_randomness
from hodhod.codes.choose import make_senders
from hodhod.config.address import public_address
from hodhod.config.settings import Settings
from hodhod.control import SOCKET, ControlServer
from hodhod.delivery.bus import Bus
from hodhod.delivery.fanout import Fanout
from hodhod.delivery.presence import Presence
from hodhod.domain import service_user
from hodhod.domain.hashes import AccessHashes
from hodhod.domain.stats.tally import Shared
from hodhod.domain.updates import Counted, EventKind, NewMessage, StateChanged, StatusChanged
from hodhod.domain.viewer import World
from hodhod.gateway import Gateway
from hodhod.ids import ContentIds
from hodhod.jobs import FETCHING, HANDLERS, housekeeping
from hodhod.jobs.indexer import Indexer
from hodhod.jobs.runner import Runner
from hodhod.jobs.tallies import Tallies
from hodhod.jobs.views import Views
from hodhod.media import Media, open_media
from hodhod.media.previews import picture
from hodhod.mtproto import Node
from hodhod.net import HttpRequest, HttpResponse, Server
from hodhod.operator import commands
from hodhod.rpc.context import Services
from hodhod.rpc.dispatch import Dispatcher
from hodhod.rpc.flood import Flood
from hodhod.rpc.registry import Registry
from hodhod.server_key import Secrets, open_secrets, open_server_key
from hodhod.store import auth_keys
from hodhod.store.db import Database, Tx, open_database, sqlite_path
from hodhod.store.jobs import JobRecorded
from hodhod.store.sealing import Sealer
from hodhod.store.search import SearchIndex
from hodhod.store.search.postgres import PostgresIndex
from hodhod.store.search.sqlite import SqliteIndex
from hodhod.store.sqlite import SqliteOptions
from hodhod.webpages.fetching import Fetcher

log = logging.getLogger("hodhod")
LONG_LOG = SqliteOptions(log_made_whole=True)


@dataclass(slots=True)
class App:
    """A node that can be started."""

    settings: Settings
    db: Database
    server: Server
    gateway: Gateway
    services: Services
    control: ControlServer
    indexer: Indexer
    runner: Runner
    fetching: Runner
    presence: Presence
    views: Views

    async def start(self) -> None:
        network = self.settings.network
        await self.server.start(network.host, network.ports, [network.http_port])
        ports = [port for _, port in self.server.addresses[: len(network.ports)]]
        self.services.dc_options = dc_options(self.settings, ports)
        await self.control.start()
        self.indexer.start()
        self.runner.start()
        self.fetching.start()
        self.presence.start()
        self.views.start()

    async def stop(self) -> bool:
        """True when every accepted request was answered."""
        await self.control.close()
        done = await self.server.stop(self.server.hub.settings.drain_seconds)
        await self.runner.stop()
        await self.fetching.stop()
        await self.indexer.stop()
        await self.views.stop()
        await self.presence.stop()
        if self.services.codes is not None:
            await self.services.codes.close()
        if self.services.pages is not None:
            await self.services.pages.close()
        await self.services.media.close()
        await self.db.close()
        return done


async def build(
    settings: Settings,
    data: Path,
    clock: Clock = system_clock,
    random: Randomness = system_randomness,
    sqlite: SqliteOptions = LONG_LOG,
    bus: Bus | None = None,
    number: int = 0,
) -> App:
    """Open the database (made and migrated as needed) and put the node together. bus: its end of one with the other
    nodes, None where there are none; number: its own among them, 0 to 1023."""
    url = settings.database.url or str(data / "hodhod.db")
    rsa_key = open_server_key(data)
    db = await open_database(url, migrate=True, options=None if url.startswith("postgres") else sqlite)
    # a database that holds keys can only be read with the secrets that sealed them
    secrets = open_secrets(data, may_create=not await db.read(auth_keys.exist), randomness=random)
    await db.write(lambda tx: _first_rows(tx, int(clock())))
    world = _world(settings, secrets, clock, number)
    fanout = Fanout(db, world, clock, bus)
    gateway = Gateway(db, Sealer([secrets.master], random), fanout, clock)
    node = Node([rsa_key], settings.protocol.protocol(), clock, random)
    server = Server(node, gateway, settings.connections.net(), {"/healthz": _healthz})
    index = await _index(db, url)
    media = _media(settings, data)
    services = Services(
        db=db,
        world=world,
        settings=settings,
        flood=Flood(settings.flood.limits(), clock),
        clock=clock,
        random=random,
        power=server.hub.pool.run,
        online=fanout.online,
        index=index,
        media=media,
        deliver=fanout.deliver,
        find_key=gateway.find_key,
        codes=make_senders(settings),
        pages=_pages(settings, media),
    )
    tallies = Tallies(db, clock)
    views = Views(db, clock, fanout.deliver, tallies)
    fanout.watch(Shared, tallies.shared)
    fanout.watch(StateChanged, tallies.read)
    services.look = views.look
    registry = Registry.of(api.modules())
    gateway.dispatcher = Dispatcher(registry, services, fanout.subscribe, gateway.remember)
    gateway.revoke = server.hub.revoke_key
    control = ControlServer(data / SOCKET, commands(services))
    indexer, runner, fetching = Indexer(db, index, clock), Runner(services, HANDLERS), Runner(services, FETCHING)
    fanout.watch(JobRecorded, lambda record: (fetching if record.kind in FETCHING else runner).nudge())
    fanout.watch(NewMessage, lambda record: indexer.nudge())
    fanout.watch(Counted, lambda record: indexer.nudge() if record.event.kind == EventKind.EDIT else None)
    presence = Presence(db, fanout, clock, world.limits.online_lease)
    fanout.watch(StatusChanged, presence.changed)
    return App(settings, db, server, gateway, services, control, indexer, runner, fetching, presence, views)


async def _first_rows(tx: Tx, now: int) -> None:
    """What every database holds: the service user, and the job that keeps house."""
    await service_user.ensure(tx, now)
    await housekeeping.begin(tx, now)


async def _index(db: Database, url: str) -> SearchIndex:
    """SQLite keeps the search index in a file beside the database, PostgreSQL in a table."""
    if db.dialect == "postgresql":
        return PostgresIndex(db)
    return await SqliteIndex.open(sqlite_path(url).with_name("search.db"))


def _media(settings: Settings, data: Path) -> Media:
    folder = Path(settings.files.folder) if settings.files.folder else data / "files"
    return open_media(folder, settings.limits.file_bytes, settings.files.media())


def _pages(settings: Settings, media: Media) -> Fetcher | None:
    """Who fetches pages, if the operator wants that."""
    previews = settings.previews
    return Fetcher(previews.options(), picture=partial(picture, media)) if previews.enabled else None


def _world(settings: Settings, secrets: Secrets, clock: Clock, number: int) -> World:
    hashes = AccessHashes(secrets.derived("access_hash"))
    secret, shown = secrets.derived("world"), settings.previews.enabled
    return World(
        ContentIds(clock, number), hashes, settings.limits.limits(), settings.public_url, secret, previews=shown
    )


async def _healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse(200, b"ok\n")


def dc_options(settings: Settings, ports: list[int]) -> tuple[tuple[str, int], ...]:
    """The addresses that clients are told to connect to."""
    network = settings.network
    host, _ = public_address(network)
    return tuple((host, port) for port in ([network.public_port] if network.public_port else ports))


def settle_memory() -> None:
    """What was made at the start lives for ever and is not looked through again; what a request makes dies by reference
    counting, so the collector of cycles may come rarely. Its default cost a seventh of the server's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def serve(settings: Settings, data: Path, stop: asyncio.Event, started: Callable[[App], None]) -> bool:
    """Run a node until `stop` is set. `started` is called once it listens. True when it stopped cleanly."""
    app = await build(settings, data)
    try:
        await app.start()
    except BaseException:
        await app.db.close()
        raise
    settle_memory()
    started(app)
    await stop.wait()
    return await app.stop()
