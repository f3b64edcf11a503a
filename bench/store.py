"""What a transaction costs: CPU of this process per transaction, in groups of 1, 4, 16 and 64.

    python -m bench.store [--transactions 4000] [--commit thread|inline] [--folder DIR] [--postgres URL]

"message" is the store's part of a private text message, as it is sent: claim of the random_id, relation of the two
users, both counters, content, two copies, two dialogs. "nine" is the same work in nine narrow statements. The CPU of
PostgreSQL's own processes is not seen here.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update

from hodhod.store import dialogs, mailboxes, sent, users
from hodhod.store.bits import CopyFlag
from hodhod.store.db import Database, Tx, open_database
from hodhod.store.query import Query
from hodhod.store.records import Content, Copy
from hodhod.store.sqlite import SqliteOptions
from hodhod.store.tables import mailboxes as mailbox_table

USERS = 1_000
NOW = 1_700_000_000
OUT = int(CopyFlag.OUT)
TEXT = "Hello! Shall we meet at the bridge at six, or is seven better for you?"

Send = Callable[[Tx, int, int, int], Coroutine[Any, Any, None]]


class Result(NamedTuple):
    what: str
    group: int
    cpu_us: float
    wall_us: float


_m = mailbox_table.c
ADVANCE_ONE = Query(
    update(mailbox_table)
    .where(_m.owner == bindparam("by_owner"))
    .values(pts=_m.pts + 1, top_id=_m.top_id + 1)
    .returning(_m.pts, _m.top_id)
)
BLOCKED = Query(select(_m.pts).where(_m.owner == bindparam("by_owner")))


async def message(tx: Tx, sender: int, peer: int, serial: int) -> None:
    """As domain/messages.send does it."""
    await sent.claim(tx, sender, serial, peer, serial, NOW)
    await users.relation(tx, sender, peer)
    places = await mailboxes.advance(tx, [sender, peer], pts=1, ids=1)
    await mailboxes.add_content(tx, Content(id=serial, sender=sender, peer=peer, date=NOW, text=TEXT))
    copies = [
        Copy(owner, places[owner].top_id, other, serial, places[owner].pts, flags)
        for owner, other, flags in ((sender, peer, OUT), (peer, sender, 0))
    ]
    await mailboxes.add_copies(tx, copies)
    await dialogs.bump(tx, [(copy, NOW) for copy in copies])


async def nine(tx: Tx, sender: int, peer: int, serial: int) -> None:
    """Nine narrow statements."""
    await sent.claim(tx, sender, serial, peer, serial, NOW)
    await tx.one(BLOCKED, by_owner=peer)
    await mailboxes.add_content(tx, Content(id=serial, sender=sender, peer=peer, date=NOW, text=TEXT))
    for owner, other, flags in sorted(((sender, peer, OUT), (peer, sender, 0))):
        row = await tx.one(ADVANCE_ONE, by_owner=owner)
        assert row is not None
        copy = Copy(owner, row[1], other, serial, row[0], flags)
        await tx.run(mailboxes.ADD_COPY, **copy._asdict())
        await dialogs.bump(tx, [(copy, NOW)])


async def nothing(tx: Tx, sender: int, peer: int, serial: int) -> None:
    """What the engine itself costs: one row changed."""
    await tx.one(ADVANCE_ONE, by_owner=sender)


WORKS: dict[str, Send] = {"one update": nothing, "nine": nine, "message": message}


async def prepare(database: Database) -> None:
    async def fn(tx: Tx) -> None:
        for user in range(1, USERS + 1):
            await users.create(tx, f"98{user:010}", ("Name", ""), "name", NOW)
            await mailboxes.create(tx, user)

    await database.write(fn)


async def measure(database: Database, work: Send, group: int, count: int, serials: itertools.count[int]) -> Result:
    """`group` callers, each with one transaction in flight at a time."""

    async def caller(runs: int) -> None:
        for _ in range(runs):
            sender, peer = random.sample(range(1, USERS + 1), 2)
            serial = next(serials)
            await database.write(lambda tx, s=sender, p=peer, n=serial: work(tx, s, p, n))  # type: ignore[misc]

    runs = max(count // group, 1)
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(caller(runs) for _ in range(group)))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Result("", group, cpu / runs / group * 1e6, wall / runs / group * 1e6)


async def compare(database: Database, count: int) -> list[Result]:
    await prepare(database)
    serials = itertools.count(1)
    results = []
    for what, work in WORKS.items():
        await measure(database, work, 16, count // 4, serials)  # fills the caches
        for group in (1, 4, 16, 64):
            runs = count if group > 1 else count // 4
            results.append((await measure(database, work, group, runs, serials))._replace(what=what))
    await database.close()
    return results


def show(title: str, results: list[Result]) -> None:
    print(f"{title}: µs CPU a transaction (µs wall in brackets), groups of")
    groups = sorted({result.group for result in results})
    print(f"{'':12}" + "".join(f"{group:>16}" for group in groups))
    for what in WORKS:
        cells = [f"{r.cpu_us:7.0f} ({r.wall_us:5.0f})" for r in results if r.what == what]
        print(f"{what:12}" + "".join(f"{cell:>16}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transactions", type=int, default=4_000)
    parser.add_argument("--commit", choices=["thread", "inline"], action="append")
    parser.add_argument("--folder", type=Path, help="where the SQLite file is made (default: a temporary folder)")
    parser.add_argument("--postgres", help="URL of an empty scratch database")
    options = parser.parse_args()
    import uvloop

    async def on_sqlite(commit: Any) -> list[Result]:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            sqlite = SqliteOptions(commit=commit)
            return await compare(
                await open_database(Path(folder) / "bench.db", migrate=True, options=sqlite), options.transactions
            )

    async def on_postgres() -> list[Result]:
        return await compare(await open_database(options.postgres, migrate=True), options.transactions)

    for commit in options.commit or ["thread", "inline"]:
        show(f"SQLite, COMMIT {commit}", uvloop.run(on_sqlite(commit)))
    if options.postgres:
        show("PostgreSQL", uvloop.run(on_postgres()))


if __name__ == "__main__":
    main()
