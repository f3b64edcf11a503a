"""hodhod serve."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hodhod import __version__, config
from hodhod.config import Settings
from hodhod.control import Refused
from hodhod.logs import configure

from .common import DEFAULT_DATA, DataOption

if TYPE_CHECKING:
    from hodhod.app import App

log = logging.getLogger("hodhod")


def serve(
    data: DataOption = DEFAULT_DATA,
    host: Annotated[str | None, typer.Option(help="Address to listen on; every address if not given.")] = None,
    port: Annotated[
        list[int] | None,
        typer.Option(help="TCP port for clients, 4430 if not given; may be repeated.", min=0, max=65535),
    ] = None,
    http_port: Annotated[
        int | None, typer.Option(help="Port for WebSocket, HTTP and /healthz, 8080 if not given.", min=0, max=65535)
    ] = None,
    dev: Annotated[
        bool, typer.Option("--dev", help="For development: relax flood limits and the 24-hour rules, nothing else.")
    ] = False,
) -> None:
    """Run the server until SIGTERM or Ctrl-C.

    The first start makes the data directory and the server's keys in it: **back them up**, clients carry them.
    Login codes appear here, on standard output, unless another delivery is set (`hodhod settings`).
    """
    network: dict[str, Any] = {}
    if host is not None:
        network["host"] = host
    if port:
        network["ports"] = port
    if http_port is not None:
        network["http_port"] = http_port
    settings = config.load(data, {"network": network})
    configure(settings.logs.level, settings.logs.format)
    if dev:
        log.warning("--dev: flood limits and the 24-hour rules are relaxed; do not use it for real accounts")
        settings = config.relaxed(settings)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _run(settings, data):
        log.error("stopped before every accepted request was answered")
        raise typer.Exit(1)


def _run(settings: Settings, data: Path) -> bool:
    # Imported here: the other commands need neither the handlers nor the schema.
    import uvloop

    from hodhod.app import serve as serve_app
    from hodhod.store.db import StoreError

    async def until_stopped() -> bool:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        return await serve_app(settings, data, stop, lambda app: _announce(app, data))

    try:
        return uvloop.run(until_stopped())
    except (StoreError, OSError) as error:
        log.debug("the server did not start", exc_info=True)
        raise Refused(f"the server did not start: {error}") from None


def _announce(app: App, data: Path) -> None:
    network = app.settings.network
    listening = app.server.addresses
    lines = [f"Hodhod {__version__} listens, its data is in {data.absolute()}"]
    lines += [f"  {at[0]} port {at[1]}: MTProto over TCP" for at in listening[: len(network.ports)]]
    lines += [f"  {at[0]} port {at[1]}: WebSocket, HTTP, /healthz" for at in listening[len(network.ports) :]]
    lines += [f"  clients are told {host} port {port}" for host, port in app.services.dc_options]
    print("\n".join(lines), flush=True)
