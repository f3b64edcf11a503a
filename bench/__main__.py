"""make bench: what each piece of work costs, beside its budget.

    python -m bench [--only ROW ...] [--json FILE]

Every figure is the median of its runs, in processor time of the server (user and system, all included) unless the row
says otherwise. "commits" and "IGE MiB" divide it by what a one-row SQLite commit and a MiB of AES-256-IGE cost in the
same run: read these when machines or days are compared. "others" is how many cores other processes kept busy.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import uvloop

from bench import channels, million, mtproto, searching, store, tl
from bench.meter import Yardstick, yardstick
from bench.report import Report
from bench.rows import GROUPS, Bench, Row, populate
from bench.seed import Seed
from hodhod.store.db import open_database
from tests.interop.server import Server

LIBRARY = {"tl": tl.main, "mtproto": mtproto.main}
ROWS = [*GROUPS, "channels", "lists", "start", "store"]
TRANSACTIONS, ENGINE_RUNS = 1_000, 3


async def serve(names: list[str], folder: Path, report: Report) -> None:
    """The rows of one running server; each group has a process of its own."""
    data = folder / "data"
    seed = await Seed.open(data)
    people = await populate(seed)
    await seed.close()
    for name in names:
        server = Server(data)
        server.start()
        try:
            report.add(await GROUPS[name](Bench(server, seed, people)))
        finally:
            server.stop()


async def engine(folder: Path) -> list[Row]:
    """The store's part of a message, without sockets and TL, in this process: groups of so many at a time."""
    runs: dict[tuple[str, int], list[float]] = {}
    for n in range(ENGINE_RUNS):
        database = await open_database(folder / f"engine{n}.db", migrate=True)
        for result in await store.compare(database, TRANSACTIONS):
            runs.setdefault((result.what, result.group), []).append(result.cpu_us)
    names = {"message": "storage engine, a message", "nothing": "storage engine, one update"}
    return [
        Row(f"{names.get(what, f'storage engine, {what}')}, groups of {group}", "µs", None, found, sorted(found)[1])
        for (what, group), found in runs.items()
    ]


async def measure(names: list[str], report: Report, folder: Path) -> None:
    running = [name for name in names if name in GROUPS]
    if running:
        await serve(running, folder, report)
    if "channels" in names:
        report.add(await channels.rows(folder / "channels"))
    if "lists" in names:
        report.add(await searching.rows(folder / "lists"))
    if "start" in names:
        report.add(await million.start(folder))
    if "store" in names:
        report.add(await engine(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=[*ROWS, *LIBRARY], help="may be given several times")
    parser.add_argument("--json", type=Path, help="write every run of every row here")
    options = parser.parse_args()
    names = options.only or ROWS
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hodhod-bench-") as scratch:
        folder = Path(scratch)
        before: Yardstick = yardstick(folder)
        report = Report(before)
        if set(names) & set(ROWS):
            report.head()
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(measure(names, report, folder))
        report.foot(yardstick(folder), time.monotonic() - started)
    for name, show in LIBRARY.items():
        if name in names:
            print(f"\nbench.{name}")
            show()
    if options.json:
        report.write(options.json)


if __name__ == "__main__":
    main()
