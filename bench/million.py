"""How long a server takes to start on a database that holds a million messages.

The database is made by SQL in some seconds: 500 pairs of users with 2,000 messages each, both copies of each message,
dialogs, counters, and the random ids of the last third, as a week of use leaves them. The search index counts as up to
date and holds nothing: what it holds is not read at the start. The files are in the page cache, as they are after an
upgrade or a crash of the server but not of the machine.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from bench.load import connect
from bench.meter import Meter
from bench.rows import Row
from bench.seed import TEXT, Account, Seed
from hodhod.ids import first_content_id
from hodhod.store.bits import CopyFlag
from hodhod.store.search.sqlite import SqliteIndex
from tests.interop.server import Server

PAIRS, EACH = 500, 2_000
MESSAGES = PAIRS * EACH
STARTS = 3
SECONDS_APART = 2

# n counts messages in order of time; pair n % PAIRS speaks, and its two take turns. Users are numbered from :first.
_SETTING = """
CREATE TEMP TABLE said AS
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :messages)
    SELECT :content + ((n * :apart * 1000) << 22) AS content, :date + n * :apart AS date, n / :pairs AS turn,
           :first + n % :pairs * 2 + n / :pairs % 2 AS sender, :first + n % :pairs * 2 + 1 - n / :pairs % 2 AS peer
    FROM numbers
"""
_STATEMENTS = (
    "INSERT INTO contents (id, sender, peer, date, text) SELECT content, sender, peer, date, :text FROM said",
    """INSERT INTO copies (owner, id, peer, content_id, pts, flags)
       SELECT sender, turn + 1, peer, content, turn + 2, :out FROM said
       UNION ALL SELECT peer, turn + 1, sender, content, turn + 2, 0 FROM said ORDER BY 1, 2""",
    """INSERT INTO dialogs (owner, peer, top_id, top_date, unread)
       SELECT owner, peer, max(id), :last, count(*) FILTER (WHERE flags = 0) FROM copies GROUP BY owner, peer""",
    """UPDATE mailboxes SET pts = (SELECT max(pts) FROM copies WHERE copies.owner = mailboxes.owner),
                            top_id = (SELECT max(id) FROM copies WHERE copies.owner = mailboxes.owner)
       WHERE owner IN (SELECT owner FROM dialogs)""",
    """INSERT INTO sent (owner, random_id, peer, content_id, date)
       SELECT sender, content, peer, content, date FROM said
       WHERE turn >= :recent ORDER BY 1, 2""",
    "ANALYZE",
)


async def start(folder: Path) -> list[Row]:
    """Wall time from the command to the first answer, on the large database and on an empty one."""
    return [
        await _row(folder / "large", MESSAGES, "start on 1 million messages, to the first answer", 2.0),
        await _row(folder / "empty", 0, "start on an empty database, to the first answer", None),
    ]


async def _row(data: Path, messages: int, name: str, budget: float | None) -> Row:
    seed = await Seed.open(data)
    accounts = await seed.accounts(2 * PAIRS if messages else 1)
    await seed.close()
    if messages:
        _fill(data / "hodhod.db", accounts[0].id)
        await _indexed(data)
    server = Server(data)
    assert server.key.n, "read before the clock runs"
    runs, spent = [], []
    for _ in range(STARTS):
        wall, cpu = await _start(server, accounts[-1])
        runs.append(wall)
        spent.append(cpu)
    return Row(name, "s", budget, runs, sorted(spent)[STARTS // 2] * 1e6)


async def _start(server: Server, account: Account) -> tuple[float, float]:
    began = time.monotonic()
    server.start()
    try:
        client = await connect(server, account)
        wall, cpu = time.monotonic() - began, Meter(server.pid).cpu()
        await client.close()
    finally:
        server.stop()
    return wall, cpu


def _fill(path: Path, first: int) -> None:
    date = int(time.time()) - MESSAGES * SECONDS_APART - 3600
    values = {"messages": MESSAGES, "pairs": PAIRS, "first": first, "apart": SECONDS_APART, "text": TEXT}
    values |= {"content": first_content_id(date), "date": date, "out": int(CopyFlag.OUT)}
    values |= {"last": date + MESSAGES * SECONDS_APART, "recent": EACH * 2 // 3}
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    db.execute(_SETTING, values)
    for statement in _STATEMENTS:
        db.execute(statement, values)
    db.commit()
    assert db.execute("SELECT count(*) FROM contents").fetchone() == (MESSAGES,)
    assert db.execute("SELECT count(*) FROM copies").fetchone() == (2 * MESSAGES,)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


async def _indexed(data: Path) -> None:
    """The search index has read everything so far."""
    index = await SqliteIndex.open(data / "search.db")
    await index.add([], first_content_id(time.time()))
    await index.close()
