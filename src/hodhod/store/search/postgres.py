"""PostgreSQL: one row a message, a tsvector of its tokens and words under GIN. Alike for every node."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text as sql

from hodhod.store.db import Database, Tx
from hodhod.store.query import Query
from hodhod.store.search import Entry

# t: before a token, w: before a word: both live in one tsvector, so one GIN scan intersects them
ADD = Query(
    sql(
        "INSERT INTO search_entries (content_id, lexemes)"
        " VALUES (:content_id, array_to_tsvector(string_to_array(:lexemes, ' ')))"
        " ON CONFLICT (content_id) DO UPDATE SET lexemes = excluded.lexemes"
    )
)
FIND = Query(
    sql(
        "SELECT content_id FROM search_entries WHERE lexemes @@ CAST(:query AS tsquery)"
        " ORDER BY content_id DESC LIMIT :count"
    )
)
SET_CURSOR = Query(
    sql(
        "INSERT INTO counters (name, value) VALUES ('search', :value)"
        " ON CONFLICT (name) DO UPDATE SET value = greatest(counters.value, excluded.value)"
    )
)
GET_CURSOR = Query(sql("SELECT value FROM counters WHERE name = 'search'"))


class PostgresIndex:
    """Lives in the server's own database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, entries: Sequence[Entry], cursor: int) -> None:
        rows = [{"content_id": entry.content_id, "lexemes": _lexemes(entry)} for entry in entries]

        async def write(tx: Tx) -> None:
            if rows:
                await tx.many(ADD, rows)
            await tx.run(SET_CURSOR, value=cursor)

        await self._db.write(write)

    async def cursor(self) -> int:
        row = await self._db.read(lambda tx: tx.one(GET_CURSOR))
        return int(row[0]) if row else 0

    async def find(self, places: Sequence[str], tokens: Sequence[str], words: Sequence[str], count: int) -> list[int]:
        query = _tsquery(places, tokens, words)
        rows = await self._db.read_heavy(lambda tx: tx.all(FIND, query=query, count=count))
        return [row[0] for row in rows]

    async def close(self) -> None:
        """Nothing of its own is open."""


def _lexemes(entry: Entry) -> str:
    return " ".join([*(f"t:{token}" for token in entry.tokens), *(f"w:{word}" for word in entry.words)])


def _tsquery(places: Sequence[str], tokens: Sequence[str], words: Sequence[str]) -> str:
    """Lexemes in quotes; folded words hold neither quotes nor backslashes."""
    parts = ["(" + " | ".join(f"'t:{place}'" for place in places) + ")"]
    parts += [f"'t:{token}'" for token in tokens]
    parts += [f"'w:{word}'" for word in words[:-1]]
    parts += [f"'w:{word}':*" for word in words[-1:]]
    return " & ".join(parts)
