"""Who is in a supergroup or channel, and who may know. core.telegram.org/api/channel#participants

A channel's members are told to its administrators only, a supergroup's to whoever is in it or finds it public, unless
they are hidden. Who was banned or restricted, and which administrators are anonymous, only administrators see: to the
others a restricted member or an anonymous administrator is a member like any other.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, finding, rights
from hodhod.domain.folding import fold, words
from hodhod.domain.rights import Admin
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import members as store_members
from hodhod.store import participants as store
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Member, SeenChat

MAX_PAGE = 200
# A page that begins so far down the list is no work for the loop.
FAR = 1_000


class Kind(enum.Enum):
    RECENT = "recent"
    ADMINS = "admins"
    KICKED = "kicked"
    BANNED = "banned"
    CONTACTS = "contacts"
    BOTS = "bots"


ROLES = {Kind.KICKED: (Role.BANNED,), Kind.BANNED: (Role.RESTRICTED, Role.LEFT)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which members: see channels.getParticipants."""

    kind: Kind
    query: str = ""
    offset: int = 0
    limit: int = MAX_PAGE

    @property
    def count(self) -> int:
        return max(0, min(self.limit, MAX_PAGE))

    @property
    def is_heavy(self) -> bool:
        return bool(self.query) or self.offset > FAR


class Found(NamedTuple):
    """A page of `total` members, as the viewer may see them."""

    seen: SeenChat
    total: int
    rows: list[Member]


def may_list(seen: SeenChat) -> bool:
    """May the viewer see who is in the chat?"""
    if rights.is_admin(seen):
        return True
    if seen.chat.flags & (ChatFlag.BROADCAST | ChatFlag.HIDDEN_MEMBERS):
        return False
    return rights.is_member(seen) or seen.chat.username is not None


def shown(seen: SeenChat, row: Member) -> Member:
    """A row as the viewer may see it."""
    if rights.is_admin(seen):
        return row
    if row.role == Role.RESTRICTED or (row.role >= Role.ADMIN and row.admin & Admin.ANONYMOUS):
        return row._replace(role=Role.MEMBER, banned=0, until=0, by=0, admin=0, rank="")
    return row


async def page(tx: Tx, viewer: Viewer, peer: Peer, wanted: Wanted) -> Found:
    """Raises CHAT_ADMIN_REQUIRED and what access.readable raises."""
    seen = await _readable(tx, viewer, peer)
    if wanted.kind in ROLES:
        rights.check_admin(seen)
    elif not may_list(seen) and not (wanted.kind is Kind.ADMINS and rights.is_member(seen) and _is_group(seen)):
        raise errors.CHAT_ADMIN_REQUIRED
    if wanted.kind is Kind.ADMINS:
        return await _admins(tx, seen, wanted)
    if wanted.kind is Kind.CONTACTS:
        total, users = await _contacts(tx, viewer, peer, wanted)
    elif wanted.kind is Kind.BOTS:
        total, users = 0, []
    else:
        total, users = await _listed(tx, seen, wanted)
    rows = await store_members.many(tx, peer, users)
    return Found(seen, total, [shown(seen, rows[user]) for user in users if user in rows])


def _is_group(seen: SeenChat) -> bool:
    return not seen.chat.flags & ChatFlag.BROADCAST


async def _readable(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    seen = await access.readable(tx, viewer, peer)
    assert seen is not None, "a private chat is no channel"
    return seen


async def _admins(tx: Tx, seen: SeenChat, wanted: Wanted) -> Found:
    """The creator first. Anonymous ones are left out for whoever is none of them."""
    rows = [shown(seen, row) for row in await store_members.admins(tx, seen.chat.peer)]
    listed = sorted((row for row in rows if row.role >= Role.ADMIN), key=lambda row: -row.role)
    return Found(seen, len(listed), listed[wanted.offset : wanted.offset + wanted.count])


async def _listed(tx: Tx, seen: SeenChat, wanted: Wanted) -> tuple[int, list[int]]:
    """(how many there are, a page of them), by role or all members, whatever their names or by them."""
    peer, skip, count = seen.chat.peer, max(0, wanted.offset), wanted.count
    names = _names(wanted.query)
    if wanted.query.strip() and names is None:
        return 0, []
    roles = ROLES.get(wanted.kind)
    if roles is not None:
        users = await store.of_roles(tx, peer, roles, names, skip, count)
        if names is None:
            return await store_members.count(tx, peer, roles), users
        if len(users) < count and (users or not skip):
            return skip + len(users), users
        return await store.count_of_roles_called(tx, peer, roles, names), users
    users = await store.newest(tx, peer, names, skip, count)
    if names is None:
        return seen.chat.members, users
    if len(users) < count and (users or not skip):
        return skip + len(users), users
    return await store.count_called(tx, peer, names), users


def _names(query: str) -> store.Names | None:
    """None: any name."""
    query = query[: finding.MAX_QUERY]
    wanted, username = words(query), fold(query).strip().removeprefix("@")
    return store.Names(tuple(wanted), username) if wanted else None


async def _contacts(tx: Tx, viewer: Viewer, peer: Peer, wanted: Wanted) -> tuple[int, list[int]]:
    """By the names that the viewer knows them by, or have themselves."""
    rows = await store.contacts_of(tx, peer, viewer.user)
    if query := wanted.query[: finding.MAX_QUERY].strip():
        parts, username = words(query), fold(query).removeprefix("@")
        rows = [row for row in rows if parts and finding.matches(row, parts, username)]
    return len(rows), [row.id for row in rows[wanted.offset : wanted.offset + wanted.count]]


async def get(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> tuple[SeenChat, Member]:
    """One row of a supergroup or channel; of a ban only administrators hear.

    Raises USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED and what access.readable raises.
    """
    seen = await _readable(tx, viewer, peer)
    row = await store_members.get(tx, peer, user)
    if user == viewer.user and row is not None and row.role >= Role.MEMBER:
        return seen, row
    if row is not None:
        row = shown(seen, row)
    if user != viewer.user and not may_list(seen) and not (_is_group(seen) and row and row.role >= Role.ADMIN):
        raise errors.CHAT_ADMIN_REQUIRED
    if row is None or (row.role < Role.MEMBER and not rights.is_admin(seen)):
        raise errors.USER_NOT_PARTICIPANT
    return seen, row


async def online(tx: Tx, viewer: Viewer, peer: Peer) -> int:
    """How many members are online now. Raises PEER_ID_INVALID and what access.readable and access.joined raise."""
    if peer > 0:
        raise errors.PEER_ID_INVALID
    if is_channel(peer):
        await access.readable(tx, viewer, peer)
    else:
        await access.joined(tx, viewer, peer)
    return await store.online(tx, peer, viewer.now)
