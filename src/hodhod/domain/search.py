"""Finding messages by their words. The index proposes, the mailbox decides: every hit is checked against the viewer's
copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from hodhod import tl
from hodhod.domain import history, saved
from hodhod.domain.folding import index_words, words
from hodhod.domain.history import Window
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.viewer import Viewer
from hodhod.store import messages as store
from hodhod.store import saved as store_saved
from hodhod.store import shared_media as store_shared
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message
from hodhod.store.search import Entry, SearchIndex
from hodhod.store.shared_media import OfKinds
from hodhod.tl import types

# how many hits of the index one search looks at
HITS = 2000
MAX_WORDS = 16
URLS = "furl"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched. peer None: everywhere. sender, dates (unix seconds), ids, saved_peer (a saved dialog of the
    viewer, who is `peer` then): 0 = any; ids are exclusive.

    A date below 0 is none either: GramJS asks for its second page with max_date -1.
    """

    query: str
    peer: int | None = None
    sender: int = 0
    min_date: int = 0
    max_date: int = 0
    min_id: int = 0
    max_id: int = 0
    urls: bool = False
    saved_peer: int = 0
    kinds: frozenset[MediaKind] = frozenset()

    @property
    def only_kinds(self) -> bool:
        """Is nothing asked of the messages of a chat but what they carry, and between which ids they lie?"""
        more = self.query.strip(), self.sender, self.min_date, max(self.max_date, 0), self.saved_peer
        return bool(self.kinds) and self.peer is not None and not any(more)

    @property
    def words(self) -> list[str]:
        return words(self.query)[:MAX_WORDS]


def entry_of(content: Content) -> Entry:
    """A content as the index keeps it: found by both sides, in their chat and everywhere."""
    a, b = content.sender, content.peer
    tokens = [f"o{a}", f"o{b}", f"d{a}x{b}", f"d{b}x{a}"] if a != b else [f"o{a}", f"d{a}x{a}"]
    if content.entities is not None and _has_url(content.entities):
        tokens.append(URLS)
    return Entry(content.id, tokens, index_words(content.text))


def _has_url(entities: bytes) -> bool:
    found = cast("types.TextWithEntities", tl.decode(entities)).entities
    return any(isinstance(e, (types.MessageEntityUrl, types.MessageEntityTextUrl)) for e in found)


async def hits(index: SearchIndex, viewer: Viewer, wanted: Wanted) -> list[int]:
    """Content ids that the index proposes, newest first."""
    where = f"o{viewer.user}" if wanted.peer is None else f"d{viewer.user}x{wanted.peer}"
    return await index.find([where, URLS] if wanted.urls else [where], wanted.words, HITS)


async def found(tx: Tx, viewer: Viewer, wanted: Wanted, proposed: Sequence[int]) -> list[Message]:
    """The viewer's own messages among the proposed ones that fit, newest first."""
    rows = await store.by_contents(tx, viewer.user, proposed)
    return [row for row in rows if fits(wanted, row)]


async def walk(tx: Tx, viewer: Viewer, wanted: Wanted, pinned: bool) -> list[Message]:
    """What fits in one chat without asking the index, newest first; of a long chat the newest part only."""
    peer, below = wanted.peer or 0, wanted.max_id or 2**31 - 1
    if pinned:
        copies = await store.pinned_copies(tx, viewer.user, peer)
        rows = (await store.by_ids(tx, viewer.user, [copy.id for copy in copies]))[::-1]
    elif wanted.kinds:
        rows = await OfKinds(wanted.kinds).older(tx, viewer.user, peer, below, wanted.min_id, HITS)
    elif wanted.saved_peer:
        rows = await store_saved.older(tx, viewer.user, wanted.saved_peer, below, wanted.min_id, HITS)
    else:
        rows = await store.older(tx, viewer.user, peer, below, wanted.min_id, HITS)
    return [row for row in rows if fits(wanted, row)]


async def shared(tx: Tx, viewer: Viewer, wanted: Wanted, window: Window) -> tuple[list[Message], int]:
    """A page of what one chat has of some kinds of media, and how many there are: of a chat of any length."""
    source, peer = OfKinds(wanted.kinds), wanted.peer or 0
    page = await history.page(tx, viewer.user, peer, window, source)
    return page, await history.total(tx, viewer.user, peer, source)


async def kind_counts(tx: Tx, viewer: Viewer, peer: int) -> dict[int, int]:
    """How many messages of a chat carry each kind of media."""
    return await store_shared.counts(tx, viewer.user, peer)


async def newest(tx: Tx, viewer: Viewer, wanted: Wanted) -> list[Message]:
    """What the viewer's chats have of some kinds of media, newest first; the newest part only."""
    rows = await OfKinds(wanted.kinds).newest(tx, viewer.user, HITS)
    return [row for row in rows if fits(wanted, row)]


def fits(wanted: Wanted, row: Message) -> bool:
    """Is this message one of those searched, as it is now?"""
    copy, content = row.copy, row.content
    checks: list[Callable[[], bool]] = [
        lambda: wanted.peer is None or copy.peer == wanted.peer,
        lambda: not wanted.saved_peer or saved.peer_of(row) == wanted.saved_peer,
        lambda: not wanted.kinds or content.media_kind in wanted.kinds,
        lambda: not wanted.sender or content.sender == wanted.sender,
        lambda: content.date >= wanted.min_date and (wanted.max_date <= 0 or content.date <= wanted.max_date),
        lambda: copy.id > wanted.min_id and (not wanted.max_id or copy.id < wanted.max_id),
        lambda: _has_words(content.text, wanted.words),
    ]
    return all(check() for check in checks)


def _has_words(text: str, query: list[str]) -> bool:
    """All words, the last one as a prefix."""
    if not query:
        return True
    have = index_words(text)
    return set(query[:-1]) <= set(have) and any(word.startswith(query[-1]) for word in have)
