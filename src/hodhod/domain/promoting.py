"""Making administrators of members, and members of administrators. core.telegram.org/api/rights

Nobody gives a right that they do not have, and an administrator is changed by whoever promoted them or by the creator
only. Where the promoter may invite, somebody who is not a member yet comes in by it.
"""

from __future__ import annotations

import unicodedata

from hodhod import errors
from hodhod.domain import admin_log, chats, joins, limiting, privacy, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.entities import utf16_length
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import StateKind, set_state, set_states
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import members as store
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, Role, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Member, SeenChat, State

MAX_ADMINS = 50
MAX_RANK = 16
DELETED = int(UserFlag.DELETED)
# what emoji are made of: symbols, skin colours, joiners
_SYMBOLS = frozenset({"So", "Sk", "Cs", "Co"})
_JOINERS = frozenset("\u200d\ufe0f\u20e3")


def checked_rank(rank: str) -> str:
    """Raises ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED."""
    trimmed = " ".join(rank.split())
    if utf16_length(trimmed) > MAX_RANK:
        raise errors.ADMIN_RANK_INVALID
    if any(unicodedata.category(char) in _SYMBOLS or char in _JOINERS for char in trimmed):
        raise errors.ADMIN_RANK_EMOJI_NOT_ALLOWED
    return trimmed


async def edit_admin(tx: Tx, viewer: Viewer, peer: Peer, user: int, bits: int, rank: str | None) -> None:
    """Give somebody these rights in a supergroup or channel, none of them: make them a member again. rank None: as it
    was.

    Raises CHAT_ADMIN_REQUIRED, RIGHT_FORBIDDEN, USER_CREATOR, USER_NOT_PARTICIPANT, ADMINS_TOO_MUCH, what checked_rank
    and access.joined raise, and for whoever is not in the chat yet CHAT_ADMIN_INVITE_REQUIRED, USER_KICKED,
    USER_PRIVACY_RESTRICTED, USER_ID_INVALID, INPUT_USER_DEACTIVATED.
    """
    rank = checked_rank(rank) if rank is not None else None
    seen = await chats.administered(tx, viewer, peer)
    row = await store.get(tx, peer, user)
    if user == viewer.user:
        return await _edit_oneself(tx, viewer, seen, bits, rank)
    rights.check_admin(seen, Admin.ADD_ADMINS)
    if row is not None and row.role == Role.CREATOR:
        raise errors.USER_CREATOR
    if row is not None and row.role == Role.ADMIN and not rights.may_edit_admin(seen, row):
        raise errors.CHAT_ADMIN_REQUIRED
    bits &= rights.OF_CHANNEL if seen.chat.flags & ChatFlag.BROADCAST else rights.OF_GROUP
    if bits & ~_may_give(seen):
        raise errors.RIGHT_FORBIDDEN
    if row is None or row.role < Role.MEMBER:
        if not bits:
            raise errors.USER_NOT_PARTICIPANT
        row = await _bring_in(tx, viewer, seen, user, row)
    await _change(tx, viewer, seen, row, bits, rank)


def _may_give(seen: SeenChat) -> int:
    """OTHER is what an administrator without any right has."""
    assert seen.member is not None
    everything = rights.OF_CHANNEL | rights.OF_GROUP
    return everything if seen.member.role == Role.CREATOR else seen.member.admin | int(Admin.OTHER)


async def _edit_oneself(tx: Tx, viewer: Viewer, seen: SeenChat, bits: int, rank: str | None) -> None:
    """The creator's anonymity and title: the creator has all rights. Others do not change themselves."""
    assert seen.member is not None
    if seen.member.role != Role.CREATOR:
        raise errors.RIGHT_FORBIDDEN
    anonymous = bits & Admin.ANONYMOUS if seen.chat.flags & ChatFlag.MEGAGROUP else 0
    row = seen.member._replace(admin=int(anonymous), rank=seen.member.rank if rank is None else rank)
    await store.put(tx, row)
    await set_state(tx, row.user_id, StateKind.CHANNEL, row.peer, None, viewer.now)


async def _bring_in(tx: Tx, viewer: Viewer, seen: SeenChat, user: int, row: Member | None) -> Member:
    if not rights.may(seen, Ban.INVITE, viewer.now):
        raise errors.CHAT_ADMIN_INVITE_REQUIRED
    if row is not None and row.role == Role.BANNED and not rights.is_admin(seen, Admin.BAN):
        raise errors.USER_KICKED
    found = (await store_users.seen(tx, viewer.user, [user])).get(user)
    if found is None:
        raise errors.USER_ID_INVALID
    if found.user.flags & DELETED:
        raise errors.INPUT_USER_DEACTIVATED
    await limiting.check_inviting(tx, viewer, [found])
    if not privacy.allows(found, "chat_invite", viewer.user):
        raise errors.USER_PRIVACY_RESTRICTED
    member = await joins.admit(tx, viewer, seen, user, int(viewer.user))
    await admin_log.note(tx, viewer, seen.chat.peer, Kind.INVITE, member)
    return member


async def _change(tx: Tx, viewer: Viewer, seen: SeenChat, row: Member, bits: int, rank: str | None) -> None:
    more = int(bits != 0) - int(row.role == Role.ADMIN)
    if more > 0 and seen.chat.admins >= MAX_ADMINS:
        raise errors.ADMINS_TOO_MUCH
    if bits:
        by = row.by if row.role == Role.ADMIN else int(viewer.user)
        title = row.rank if rank is None else rank
        changed = row._replace(role=Role.ADMIN, admin=bits, by=by, rank=title, banned=0, until=0)
    elif row.role == Role.ADMIN:
        changed = row._replace(role=Role.MEMBER, admin=0, by=0, rank="")
    else:
        return
    await store.put(tx, changed)
    await admin_log.note_rights(tx, viewer, row, changed, row.user_id)
    await store_chats.count(tx, row.peer, admins=more)
    await set_state(tx, row.user_id, StateKind.CHANNEL, row.peer, None, viewer.now)


async def edit_chat_admin(tx: Tx, viewer: Viewer, peer: Peer, user: int, is_admin: bool) -> None:
    """Make a member of a basic group an administrator, or no longer one. Raises CHAT_ADMIN_REQUIRED, USER_CREATOR,
    USER_NOT_PARTICIPANT and what access.joined raises."""
    assert not is_channel(peer)
    await chats.owned(tx, viewer, peer)
    row = await store.get(tx, peer, user)
    if row is None or row.role < Role.MEMBER:
        raise errors.USER_NOT_PARTICIPANT
    if row.role == Role.CREATOR:
        raise errors.USER_CREATOR
    if is_admin == (row.role == Role.ADMIN):
        return
    role, bits = (Role.ADMIN, rights.EVERY_ADMIN) if is_admin else (Role.MEMBER, 0)
    await store.put(tx, row._replace(role=role, admin=bits, by=int(viewer.user) if is_admin else 0, rank=""))
    await store_chats.count(tx, peer, admins=1 if is_admin else -1)
    await tell_members(tx, viewer, peer, StateKind.CHAT_MEMBERS)


async def tell_members(tx: Tx, viewer: Viewer, peer: Peer, kind: StateKind) -> None:
    """Everybody in a basic group hears that something of it is another."""
    await set_states(tx, [State(user, kind, peer, viewer.now, None) for user in await store.ids(tx, peer)])
