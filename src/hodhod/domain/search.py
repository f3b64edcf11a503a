"""Finding messages by their words. The index proposes, the mailbox decides: every hit is checked against the mailboxes
in which the viewer may search (domain/searching.py) and against the text as it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hodhod.domain import hashtags, history, reaction_counts, saved, topics
from hodhod.domain.entities import unpacked
from hodhod.domain.folding import fold, index_words, words
from hodhod.domain.history import TOP, Source, Window
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.searching import Places
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import contents as store_contents
from hodhod.store import messages as store
from hodhod.store import posts as store_posts
from hodhod.store import saved as store_saved
from hodhod.store import saved_tags as store_tags
from hodhod.store import shared_media as store_shared
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message
from hodhod.store.search import Entry, SearchIndex
from hodhod.store.shared_media import OfKinds
from hodhod.tl import types

# how many hits of the index one search looks at
HITS = 2000
# how many of them it reads at a time
STEP = 200
# of how many channels, and how much of each, a search for media everywhere looks at
CHANNELS = 200
OF_EACH = 100
MAX_WORDS = 16
MAX_TAGS = 4
URLS = "furl"
LINKS = (types.MessageEntityUrl, types.MessageEntityTextUrl)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched. peer None: everywhere. sender, dates (unix seconds), ids, saved_peer (a saved dialog of the
    viewer, who is `peer` then), topic (the first message of a thread; in_forum: a topic): 0 = any; ids are exclusive.
    mentions: those that name the viewer; tagged: those of the viewer's messages to themselves with this tag.

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
    topic: int = 0
    in_forum: bool = False
    pinned: bool = False
    mentions: bool = False
    tagged: str = ""

    @property
    def only_kinds(self) -> bool:
        """Is nothing asked of the messages of a chat but what they carry, and between which ids they lie?"""
        where = self.saved_peer, self.topic, self.tagged
        more = self.query.strip(), self.sender, self.min_date, max(self.max_date, 0), *where
        return bool(self.kinds) and self.peer is not None and not any(more)

    @property
    def words(self) -> list[str]:
        """The words of the query that are no tags."""
        return words(" ".join(word for word in self.query.split() if not hashtags.is_tag(word)))[:MAX_WORDS]

    @property
    def tags(self) -> list[str]:
        """Hashtags and cashtags of the query, folded."""
        return [fold(word) for word in self.query.split() if hashtags.is_tag(word)][:MAX_TAGS]


def entry_of(content: Content) -> Entry:
    """A content as the index keeps it: found in its chat, and a private one by both sides everywhere."""
    a, b = content.sender, content.peer
    if b < 0:
        tokens = [_chat(b)]
    else:
        tokens = [f"o{a}", f"o{b}", f"d{a}x{b}", f"d{b}x{a}"] if a != b else [f"o{a}", f"d{a}x{a}"]
    if content.entities is not None:
        marked = unpacked(content.entities)
        tokens += [URLS] * any(isinstance(e, LINKS) for e in marked)
        tokens += [hashtags.token(tag) for tag in sorted(hashtags.of(content.text, marked))]
    return Entry(content.id, tokens, index_words(content.text))


def _chat(peer: int) -> str:
    return f"c{-peer}"


async def hits(index: SearchIndex, viewer: Viewer, wanted: Wanted, places: Places) -> list[int]:
    """Content ids that the index proposes, newest first."""
    where = [_chat(peer) for peer in places if peer < 0]
    if wanted.peer is not None and wanted.peer > 0:
        where.append(f"d{viewer.user}x{wanted.peer}")
    elif any(peer > 0 for peer in places):
        where.append(f"o{viewer.user}")
    having = [URLS] * wanted.urls + [hashtags.token(tag) for tag in wanted.tags]
    return await index.find(where, having, wanted.words, HITS) if where else []


async def found(
    tx: Tx,
    viewer: Viewer,
    wanted: Wanted,
    proposed: Sequence[int],
    places: Places,
    enough: Callable[[list[Message]], bool] = lambda rows: False,
) -> tuple[list[Message], int]:
    """What of the proposed the viewer has in these places and what fits, newest first, and how many there are.

    enough: is the page full that somebody looks at? What is proposed beyond it is counted unread, so the number is then
    an upper bound: a message that was deleted or edited since may be among them.
    """
    rows: list[Message] = []
    for start in range(0, len(proposed), STEP):
        rows += await _checked(tx, viewer, wanted, proposed[start : start + STEP], places)
        if enough(rows):
            return _sorted(rows), len(rows) + len(proposed[start + STEP :])
    return _sorted(rows), len(rows)


async def _checked(tx: Tx, viewer: Viewer, wanted: Wanted, proposed: Sequence[int], places: Places) -> list[Message]:
    boxes: dict[int, list[int]] = {}
    for content_id, peer in (await store_contents.peers(tx, proposed)).items():
        boxes.setdefault(viewer.box(peer), []).append(content_id)
    rows: list[Message] = []
    for box, ids in boxes.items():
        if box == viewer.user or box in places:
            rows += await store.by_contents(tx, box, ids)
    return _fitting(wanted, rows, places)


def _fitting(wanted: Wanted, rows: Sequence[Message], places: Places) -> list[Message]:
    """Those in these places that fit, newest first; of equal age by id and peer, as searchGlobal's offset counts."""
    fitting = [row for row in rows if row.copy.id > places.get(row.copy.peer, TOP) and fits(wanted, row)]
    return _sorted(fitting)


def _sorted(rows: list[Message]) -> list[Message]:
    return sorted(rows, key=place_of, reverse=True)


def place_of(row: Message) -> tuple[int, int, int]:
    """Where a message stands in a list of several chats: date, id, peer."""
    return row.content.date, row.copy.id, row.copy.peer


async def walk(tx: Tx, viewer: Viewer, wanted: Wanted, places: Places) -> list[Message]:
    """What fits in one chat without asking the index, newest first; of a long chat the newest part only."""
    peer, below = wanted.peer or 0, wanted.max_id or TOP
    box, above = viewer.box(peer), max(wanted.min_id, places[peer])
    if wanted.pinned:
        copies = await store.pinned_copies(tx, box, peer)
        rows = (await store.by_ids(tx, box, [copy.id for copy in copies]))[::-1]
    elif wanted.tagged:
        ids = await store_tags.older(tx, viewer.user, wanted.tagged, below, HITS)
        rows = (await store.by_ids(tx, box, ids))[::-1]
    elif wanted.mentions:
        ids = await store_posts.naming(tx, viewer.user, peer, below, HITS)
        rows = (await store.by_ids(tx, box, ids))[::-1]
    else:
        source, of = _source(wanted)
        rows = await source.older(tx, box, of, below, above, HITS)
    return [row for row in rows if row.copy.id > above and fits(wanted, row)]


def _source(wanted: Wanted) -> tuple[Source, int]:
    """Where the messages are read, and of whom."""
    if wanted.kinds:
        return OfKinds(wanted.kinds), wanted.peer or 0
    if wanted.saved_peer:
        return store_saved, wanted.saved_peer
    if wanted.topic:
        return (history.TOPICS if wanted.in_forum else history.THREADS), wanted.topic
    return store, wanted.peer or 0


async def shared(tx: Tx, viewer: Viewer, wanted: Wanted, window: Window) -> tuple[list[Message], int]:
    """A page of what one chat has of some kinds of media, and how many there are: of a chat of any length. The caller
    has seen to it that nothing of the chat is hidden from the viewer."""
    source, peer = OfKinds(wanted.kinds), wanted.peer or 0
    page = await history.page(tx, viewer.box(peer), peer, window, source)
    return page, await history.total(tx, viewer.box(peer), peer, source)


async def kind_counts(tx: Tx, viewer: Viewer, peer: int) -> dict[int, int]:
    """How many messages of a chat carry each kind of media."""
    return await store_shared.counts(tx, viewer.box(peer), peer)


async def newest(tx: Tx, viewer: Viewer, wanted: Wanted, places: Places) -> list[Message]:
    """What the viewer's chats have of some kinds of media, newest first; the newest part only."""
    source = OfKinds(wanted.kinds)
    rows = await source.newest(tx, viewer.user, HITS)
    for peer in [peer for peer in places if is_channel(peer)][:CHANNELS]:
        rows += await source.older(tx, peer, peer, TOP, places[peer], OF_EACH)
    return _fitting(wanted, rows, places)


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
        lambda: not wanted.topic or _is_within(wanted, row),
        lambda: not wanted.tagged or reaction_counts.unpack(content.reactions).of(wanted.tagged) > 0,
        lambda: _has_words(content.text, wanted.words),
        lambda: _has_tags(content, wanted.tags),
    ]
    return all(check() for check in checks)


def _is_within(wanted: Wanted, row: Message) -> bool:
    if wanted.in_forum:
        return topics.of_row(row) == wanted.topic
    return wanted.topic in (row.copy.id, row.post.thread if row.post is not None else 0)


def _has_words(text: str, query: list[str]) -> bool:
    """All words, the last one as a prefix."""
    if not query:
        return True
    have = index_words(text)
    return set(query[:-1]) <= set(have) and any(word.startswith(query[-1]) for word in have)


def _has_tags(content: Content, tags: list[str]) -> bool:
    """All of these hashtags and cashtags, each as a whole."""
    return not tags or set(tags) <= hashtags.of(content.text, unpacked(content.entities))
