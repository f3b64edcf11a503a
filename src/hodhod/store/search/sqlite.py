"""SQLite: contentless FTS5 in a file of its own, written and read by one thread of its own.

A broken or missing file is no loss: the index is made anew from the log. The rowid is the content id, so the newest
hits are
the end of every posting list. `detail=column` keeps no positions: words are found, not phrases.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from hodhod.store.search import Entry

T = TypeVar("T")

_SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE VIRTUAL TABLE IF NOT EXISTS messages
    USING fts5(tokens, words, content='', columnsize=0, detail=column, tokenize='ascii');
CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY, cursor INTEGER NOT NULL);
"""
_FIND = "SELECT rowid FROM messages WHERE messages MATCH ? ORDER BY rowid DESC LIMIT ?"


class SqliteIndex:
    """Open with `open`; every method runs in the index's own thread."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread

    @classmethod
    async def open(cls, path: Path) -> SqliteIndex:
        thread = ThreadPoolExecutor(1, thread_name_prefix="search")
        connection = await asyncio.get_running_loop().run_in_executor(thread, _open, path)
        return cls(connection, thread)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def add(self, entries: Sequence[Entry], cursor: int) -> None:
        rows = [(entry.content_id, " ".join(entry.tokens), " ".join(entry.words)) for entry in entries]

        def work() -> None:
            run = self._connection.execute
            run("BEGIN")
            self._connection.executemany("INSERT INTO messages (rowid, tokens, words) VALUES (?, ?, ?)", rows)
            run("INSERT OR REPLACE INTO progress (id, cursor) VALUES (1, ?)", (cursor,))
            run("COMMIT")

        await self._run(work)

    async def cursor(self) -> int:
        def work() -> int:
            row = self._connection.execute("SELECT cursor FROM progress").fetchone()
            return int(row[0]) if row else 0

        return await self._run(work)

    async def find(self, places: Sequence[str], tokens: Sequence[str], words: Sequence[str], count: int) -> list[int]:
        query = _match(places, tokens, words)
        return await self._run(lambda: [row[0] for row in self._connection.execute(_FIND, (query, count))])

    async def close(self) -> None:
        await self._run(self._connection.close)
        self._thread.shutdown()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.executescript(_SCHEMA)
    return connection


def _match(places: Sequence[str], tokens: Sequence[str], words: Sequence[str]) -> str:
    """An FTS5 query; words hold no quotes, because folding keeps letters, digits and pictographs only."""
    parts = ["tokens : (" + " OR ".join(f'"{place}"' for place in places) + ")"]
    parts += [f'tokens : "{token}"' for token in tokens]
    parts += [f'words : "{word}"' for word in words[:-1]]
    parts += [f'words : "{word}" *' for word in words[-1:]]
    return " AND ".join(parts)
