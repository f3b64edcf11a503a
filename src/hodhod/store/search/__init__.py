"""The index of messages by their words: a hint, never the truth.

An entry is a content id with tokens (whose it is: o<owner>, d<owner>x<peer>, of a group or channel c<peer>; what it
has: furl, h<hashtag>, k<cashtag>) and folded words. Ids are ordered by time, so newest first is highest first. An
edited message is entered again and may still be found by its old words, a deleted one by any: whoever asks checks the
hits against the mailbox and the text (domain/search.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Entry(NamedTuple):
    """One message as it is found. words: folded, as domain/folding.index_words gives them."""

    content_id: int
    tokens: list[str]
    words: list[str]


class SearchIndex(Protocol):
    """Both indexes: SQLite FTS5 in its own file, PostgreSQL GIN."""

    async def add(self, entries: Sequence[Entry], cursor: int) -> None:
        """Enter messages and remember how far the log has been read, in one transaction."""

    async def cursor(self) -> int:
        """The cursor of the last add, 0 at first."""

    async def find(self, places: Sequence[str], tokens: Sequence[str], words: Sequence[str], count: int) -> list[int]:
        """Content ids that have one of the tokens `places`, all of `tokens` and all words (the last one as a prefix),
        newest first."""

    async def close(self) -> None: ...
