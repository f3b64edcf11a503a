"""Stickers by emoji and by word, sets by the words of their names. Whatever somebody made may be found by all."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.folding import index_words, words
from hodhod.domain.stickers import names
from hodhod.domain.stickers.emojis import plain, split
from hodhod.domain.stickers.kinds import SetKind
from hodhod.domain.viewer import Viewer
from hodhod.store import installed_sets, stickers
from hodhod.store import media as store_media
from hodhod.store.db import Tx
from hodhod.store.records import Document, SeenSet

MAX_FOUND = 100
MAX_SETS = 20
# Rows that one search looks at.
MAX_LOOKED_AT = 500
MAX_QUERY = 64


async def sets(tx: Tx, viewer: Viewer, kind: SetKind, query: str) -> list[SeenSet]:
    """Sets in whose name or title every word of the query begins a word."""
    wanted = words(query[:MAX_QUERY])
    if not wanted:
        return []
    ids = await stickers.sets_with_prefix(tx, kind, max(wanted, key=len), MAX_LOOKED_AT)
    rows = [row for row in (await stickers.sets(tx, ids)).values() if row.size]
    found = [row for row in rows if _matches(wanted, list(names.set_words(row.short_name, row.title)))]
    return await installed_sets.seen(tx, viewer.user, sorted(found, key=lambda row: row.title)[:MAX_SETS])


async def by_emoji(tx: Tx, kind: SetKind, given: str) -> list[int]:
    """Documents of stickers for any of these emoji, newest first."""
    emojis = {plain(emoji) for emoji in split(given[:MAX_QUERY]) or []}
    found: list[int] = []
    for emoji in sorted(emojis):
        found += await stickers.with_word(tx, kind, emoji, MAX_FOUND)
    return sorted(set(found), reverse=True)[:MAX_FOUND]


async def by_words(tx: Tx, kind: SetKind, query: str) -> list[int]:
    """Documents of stickers whose keywords begin with all words of the query."""
    wanted = words(query[:MAX_QUERY])
    if not wanted:
        return []
    ids = await stickers.with_prefix(tx, kind, max(wanted, key=len), MAX_LOOKED_AT)
    known = await stickers.by_ids(tx, ids)
    return [
        one for one in ids if one in known and _matches(wanted, index_words(known[one].keywords.replace(",", " ")))
    ][:MAX_FOUND]


async def page(
    tx: Tx, kind: SetKind, query: str, emoticon: str, offset: int, limit: int
) -> tuple[list[int], int | None]:
    """(documents that words or emoji find, where the next page begins)."""
    found = await by_emoji(tx, kind, emoticon)
    found += [one for one in await by_words(tx, kind, query) if one not in set(found)]
    end = max(0, offset) + max(0, min(limit, MAX_FOUND))
    return found[max(0, offset) : end], end if end < len(found) else None


async def documents(tx: Tx, ids: Sequence[int]) -> list[Document]:
    """In this order; unknown ones are left out."""
    known = await store_media.documents_by_ids(tx, ids)
    return [known[one] for one in ids if one in known]


def _matches(wanted: Sequence[str], there: Sequence[str]) -> bool:
    return all(any(one.startswith(word) for one in there) for word in wanted)
