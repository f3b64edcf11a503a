"""Recent actions: what members and administrators did in a supergroup or channel, kept for two days and shown to its
administrators. core.telegram.org/api/recent-actions

An entry is written by the transaction that does what it tells, with what was before and what is after; a plain post is
none. Basic groups have no log.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hodhod.domain import access, rights
from hodhod.domain.folding import index_words, words
from hodhod.domain.log_values import Change, Value, pack, unpack
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import admin_log as store
from hodhod.store import users as store_users
from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.records import Invite, LogEntry, Member, Message, Topic

KEPT = 48 * 3600
MAX_PAGE = 100
# Entries that one search looks at.
MAX_LOOKED_AT = 2_000
LAST = 2**63 - 1


@enum.unique
class Kind(enum.IntEnum):
    """Stored: a number keeps its meaning for ever."""

    TITLE = 1
    ABOUT = 2
    USERNAME = 3
    PHOTO = 4
    LINKED = 5
    SIGNATURES = 6
    PROFILES = 7
    SLOW_MODE = 8
    HIDDEN_HISTORY = 9
    NOFORWARDS = 10
    DEFAULT_RIGHTS = 11
    PROMOTE = 12
    DEMOTE = 13
    RESTRICT = 14
    FREE = 15
    BAN = 16
    UNBAN = 17
    INVITE = 18
    JOIN = 19
    JOIN_BY_LINK = 20
    JOIN_BY_REQUEST = 21
    LEAVE = 22
    EDIT = 23
    DELETE = 24
    PIN = 25
    LINK_EDIT = 26
    LINK_REVOKE = 27
    LINK_DELETE = 28
    FORUM = 40
    TOPIC_CREATE = 41
    TOPIC_EDIT = 42
    TOPIC_DELETE = 43
    TOPIC_PIN = 44
    RANK = 45
    HISTORY_TTL = 50
    STICKER_SET = 60
    EMOJI_SET = 61
    COLOR = 80
    PROFILE_COLOR = 81


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries. kinds, users None: all; min_id, max_id: exclusive, 0 = none."""

    kinds: frozenset[Kind] | None = None
    users: Sequence[int] | None = None
    query: str = ""
    min_id: int = 0
    max_id: int = 0
    limit: int = MAX_PAGE


async def note(tx: Tx, viewer: Viewer, peer: int, kind: Kind, before: Value = None, after: Value = None) -> None:
    """The viewer did this."""
    if is_channel(peer):
        entry = LogEntry(peer, viewer.world.ids.new(), viewer.now, int(viewer.user), kind, pack(before, after))
        await store.add(tx, [entry])


async def note_each(tx: Tx, viewer: Viewer, peer: int, kind: Kind, befores: Iterable[Value]) -> None:
    """The viewer did the same to several."""
    rows = [
        LogEntry(peer, viewer.world.ids.new(), viewer.now, int(viewer.user), kind, pack(before, None))
        for before in befores
    ]
    if rows and is_channel(peer):
        await store.add(tx, rows)


async def note_rights(tx: Tx, viewer: Viewer, before: Member | None, after: Member | None, user: int) -> None:
    """Somebody's row became another: what it is called follows from the two."""
    row = after or before
    assert row is not None
    nobody = Member(row.peer, user, Role.LEFT, viewer.now)
    old, new = before or nobody, after or nobody
    await note(tx, viewer, row.peer, _kind_of(old, new), old, new)


def _kind_of(old: Member, new: Member) -> Kind:
    if new.role == Role.ADMIN:
        return Kind.PROMOTE
    if new.role == Role.BANNED:
        return Kind.BAN
    if old.role == Role.ADMIN and not new.banned:
        return Kind.DEMOTE
    if new.banned:
        return Kind.RESTRICT
    return Kind.UNBAN if old.role == Role.BANNED else Kind.FREE


# --- reading


async def page(tx: Tx, viewer: Viewer, peer: Peer, wanted: Wanted) -> list[LogEntry]:
    """The newest first. Raises CHAT_ADMIN_REQUIRED and what access.joined raises."""
    rights.check_admin(await access.joined(tx, viewer, peer))
    kinds = sorted(wanted.kinds) if wanted.kinds is not None else list(Kind)
    count = max(0, min(wanted.limit, MAX_PAGE))
    asked = wanted.query.strip()
    rows = await store.page(
        tx, peer, kinds, wanted.users, (wanted.min_id, wanted.max_id or LAST), MAX_LOOKED_AT if asked else count
    )
    rows = [row for row in rows if row.date > viewer.now - KEPT]
    return (await _matching(tx, rows, words(asked)))[:count] if asked else rows


async def _matching(tx: Tx, rows: Sequence[LogEntry], wanted: Sequence[str]) -> list[LogEntry]:
    """Those in which every word begins a word of what was said, or of the name of whoever is concerned."""
    if not wanted:
        return []
    changes = {row.id: unpack(row.value) for row in rows}
    people = await store_users.by_ids(tx, sorted({user for row in rows for user in people_of(row, changes[row.id])}))
    found = []
    for row in rows:
        change = changes[row.id]
        names = [people[user] for user in people_of(row, change) if user in people]
        said = [f"{user.first_name} {user.last_name} {user.username or ''}" for user in names] + _texts(change)
        there = index_words(" ".join(said))
        if all(any(one.startswith(word) for one in there) for word in wanted):
            found.append(row)
    return found


def people_of(row: LogEntry, change: Change) -> set[int]:
    """Users whom an entry names, but for those in its messages."""
    found = {row.user_id}
    for value in change:
        if isinstance(value, Member):
            found |= {value.user_id, value.inviter, value.by}
        elif isinstance(value, Invite):
            found.add(value.admin)
        elif isinstance(value, Topic):
            found.add(value.creator)
    return {user for user in found if user > 0}


def _texts(change: Change) -> list[str]:
    found = []
    for value in change:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, Message):
            found.append(value.content.text)
        elif isinstance(value, (Invite, Topic)):
            found.append(value.title)
    return found
