"""Finding people and chats: among those one knows by any name, among strangers by what they made public.

A stranger is found by a username or, having one, by name; whoever chose no username is found by nobody who does not
know them. Words match from their beginning, folded (domain/folding.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import finding_chats, invites, links
from hodhod.domain.folding import fold, index_words, words
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import acquaintances, usernames
from hodhod.store import users as store_users
from hodhod.store.acquaintances import Acquaintance
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.invites import Page
from hodhod.store.records import Chat, Importer, User

MAX_QUERY = 256
MAX_FOUND = 50
# Strangers looked at for one query; a prefix that more of them share must be typed further.
MAX_SEEN = 200
SHORTEST_GLOBAL = 3
DELETED = int(UserFlag.DELETED)


@dataclass(frozen=True, slots=True)
class Found:
    """Peers, people before chats: those the viewer knows or is in, and strangers, the likeliest first."""

    known: list[int]
    strangers: list[int]


async def resolve(tx: Tx, viewer: Viewer, name: str) -> int:
    """The peer of a username or a link to it. Raises USERNAME_INVALID, USERNAME_NOT_OCCUPIED."""
    folded = links.username_in(name, viewer.world.public_url).lower()
    if not folded or not folded.isascii() or not folded.replace("_", "").isalnum():
        raise errors.USERNAME_INVALID
    peer = await usernames.owner(tx, folded)
    if not peer:  # a reserved name is nobody's
        raise errors.USERNAME_NOT_OCCUPIED
    return peer


async def people(tx: Tx, viewer: Viewer, query: str, limit: int) -> Found:
    """Raises SEARCH_QUERY_EMPTY, QUERY_TOO_SHORT."""
    query = links.username_in(query[:MAX_QUERY], viewer.world.public_url) if _is_link(query) else query[:MAX_QUERY]
    wanted = words(query)
    if not query.strip():
        raise errors.SEARCH_QUERY_EMPTY
    if not wanted:
        raise errors.QUERY_TOO_SHORT
    count = max(1, min(limit or MAX_FOUND, MAX_FOUND))
    name = fold(query).strip().removeprefix("@")
    known = await acquaintances.of(tx, viewer.user)
    hits = [row for row in known if row.id != viewer.user and matches(row, wanted, name)]
    hits.sort(key=lambda row: (-row.date, row.id))
    own = [chat.peer for chat in await finding_chats.own(tx, viewer) if _is_named(chat, wanted, name)]
    mine = list(dict.fromkeys(row.id for row in hits)) + own
    strangers = await _strangers(tx, viewer, wanted, name) if len(name) >= SHORTEST_GLOBAL else []
    acquainted = {row.id for row in known} | {int(viewer.user)}
    return Found(mine[:count], [peer for peer in strangers if peer not in acquainted][:count])


def _is_link(query: str) -> bool:
    return query.lstrip().startswith(("@", "tg:", "http://", "https://"))


def matches(row: Acquaintance, wanted: Sequence[str], name: str) -> bool:
    """Every word of the query begins a word of one of the names, or the query begins the username."""
    if row.username and row.username.lower().startswith(name):
        return True
    theirs = index_words(f"{row.first_name} {row.last_name}")
    mine = index_words(f"{row.contact_first} {row.contact_last}") if row.contact_first else []
    return any(names and _begin(wanted, names) for names in (theirs, mine))


def _begin(wanted: Sequence[str], names: Sequence[str]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in wanted)


async def among_requests(tx: Tx, viewer: Viewer, peer: Peer, query: str, after: Page) -> tuple[int, list[Importer]]:
    """Those who ask to come into a chat and are called so, among the newest. Raises what invites.importers raises."""
    _, rows = await invites.importers(tx, viewer, peer, None, True, after._replace(limit=MAX_SEEN))
    people = await store_users.by_ids(tx, [row.user_id for row in rows])
    wanted, name = words(query[:MAX_QUERY]), fold(query[:MAX_QUERY]).strip().removeprefix("@")
    hits = [row for row in rows if row.user_id in people and _is_called(people[row.user_id], wanted, name)]
    return len(hits), hits[: after.limit]


def _is_called(row: User, wanted: Sequence[str], name: str) -> bool:
    if row.username and row.username.lower().startswith(name):
        return True
    return _begin(wanted, index_words(f"{row.first_name} {row.last_name}"))


async def _strangers(tx: Tx, viewer: Viewer, wanted: Sequence[str], name: str) -> list[int]:
    """By username first, then by name."""
    by_name = await usernames.by_prefix(tx, name, MAX_SEEN) if name.isascii() else []
    by_word = await usernames.by_word(tx, max(wanted, key=len), MAX_SEEN)
    found = dict.fromkeys(by_name + by_word)
    rows = await store_users.by_ids(tx, [peer for peer in found if peer > 0])
    chats = await finding_chats.strange(tx, viewer, found)
    names = {peer: f"{row.first_name} {row.last_name}" for peer, row in rows.items() if not row.flags & DELETED}
    names |= {peer: chat.title for peer, chat in chats.items()}
    named = set(by_name)
    return [peer for peer in found if peer in names and (peer in named or _begin(wanted, index_words(names[peer])))]


def _is_named(chat: Chat, wanted: Sequence[str], name: str) -> bool:
    if chat.username and chat.username.lower().startswith(name):
        return True
    return _begin(wanted, index_words(chat.title))
