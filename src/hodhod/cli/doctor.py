"""hodhod doctor: is this installation in order?"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import typer

from hodhod import config, control
from hodhod.config import Settings
from hodhod.config.address import public_address
from hodhod.server_key import (
    FOLDER,
    KEY_FILE,
    SECRETS_FILE,
    KeyFileError,
    open_secrets,
    open_server_key,
    open_to_others,
)

from .common import DEFAULT_DATA, DataOption

FREE_BYTES = 1 << 30
MIN_SQLITE = (3, 37, 0)
MIN_YEAR_SECONDS = 1_735_689_600  # 2025: a clock before it makes every msg_id wrong


class Finding(NamedTuple):
    """One line of the report. `advice` is empty when all is well."""

    what: str
    seen: str
    advice: str = ""


def doctor(data: DataOption = DEFAULT_DATA) -> None:
    """Check the installation: settings, keys, disk, ports, database, code delivery. Fails if something is wrong."""
    bad = 0
    settings = config.load(data)
    for finding in examine(data, settings):
        typer.echo(f"{'ok  ' if not finding.advice else 'FAIL'}  {finding.what}: {finding.seen}")
        if finding.advice:
            bad += 1
            typer.echo(f"      {finding.advice}")
    if bad:
        typer.echo(f"\n{bad} to mend.")
        raise typer.Exit(1)
    typer.echo("\nAll is well.")


def examine(data: Path, settings: Settings) -> Iterator[Finding]:
    running = data.is_dir() and control.is_running(data / control.SOCKET)
    yield Finding("server", f"running on {data}" if running else f"not running on {data}")
    for check in (_python, _clock, _database, _codes):
        yield check(settings)
    yield _writable(data)
    yield _space(data)
    yield from _keys(data)
    if not running:
        yield from _ports(settings)
    host, port = public_address(settings.network)
    yield Finding("clients are told", f"{host} port {port}")


def _python(_: Settings) -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", seen, "" if sys.version_info >= (3, 11) else "3.11 or newer is needed")


def _clock(_: Settings) -> Finding:
    now = time.time()
    seen = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    return Finding("clock", seen, "" if now > MIN_YEAR_SECONDS else "set the clock: the protocol depends on it")


def _database(settings: Settings) -> Finding:
    url = settings.database.url
    if url.startswith(("postgresql://", "postgres://")):
        return Finding("database", "PostgreSQL")
    enough = sqlite3.sqlite_version_info >= MIN_SQLITE
    wanted = ".".join(map(str, MIN_SQLITE))
    return Finding(
        "database", f"SQLite {sqlite3.sqlite_version}", "" if enough else f"SQLite {wanted} or newer is needed"
    )


def _codes(settings: Settings) -> Finding:
    from hodhod.codes import make_senders

    try:
        make_senders(settings)
    except config.ConfigError as error:
        return Finding("login codes", settings.codes.delivery, str(error))
    return Finding("login codes", f"by {settings.codes.delivery}")


def _writable(data: Path) -> Finding:
    place = data if data.exists() else data.absolute().parent
    writable = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    return Finding("data directory", str(data.absolute()), "" if writable else f"{place} cannot be written to")


def _space(data: Path) -> Finding:
    place = data if data.exists() else Path()
    free = shutil.disk_usage(place).free
    return Finding("free disk", f"{free / (1 << 30):.1f} GiB", "" if free > FREE_BYTES else "less than 1 GiB is free")


def _keys(data: Path) -> Iterator[Finding]:
    readers: tuple[tuple[str, Callable[[], object]], ...] = (
        (KEY_FILE, lambda: open_server_key(data)),
        (SECRETS_FILE, lambda: open_secrets(data, may_create=False)),
    )
    for name, read in readers:
        if not (data / FOLDER / name).exists():
            yield Finding(f"{FOLDER}/{name}", "not made yet; the first start makes it")
            continue
        try:
            read()
        except KeyFileError as error:
            yield Finding(f"{FOLDER}/{name}", "damaged", str(error))
        else:
            yield Finding(f"{FOLDER}/{name}", "in order")
    for path in open_to_others(data):
        yield Finding(str(path), "others on this machine may read it", f"chmod go= {path}")


def _ports(settings: Settings) -> Iterator[Finding]:
    network = settings.network
    family = socket.AF_INET6 if ":" in network.host else socket.AF_INET
    for port in (*network.ports, network.http_port):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((network.host, port))
            except OSError as error:
                yield Finding(f"port {port}", "not to be had", f"{error.strerror}: choose another, or end what uses it")
            else:
                yield Finding(f"port {port}", "free")
