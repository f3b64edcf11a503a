"""Coming into groups and channels, and leaving them. core.telegram.org/api/channel, /api/invites

`enter` and `leave_row` write the row, the counts and the dialog, and tell delivery; every way in or out ends there. A
supergroup tells of those who come in a service message while it is small; a channel tells nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, admin_log, heirs, join_requests, limiting, posting, privacy, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.stats import tally
from hodhod.domain.stats.tally import Way
from hodhod.domain.updates import MembershipChanged, NewMessage, StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, Role, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Member, SeenChat
from hodhod.tl import types

# Joins that a supergroup of this size still announces.
ANNOUNCED = 10_000
MAX_CHANNELS = 1_000
DELETED = int(UserFlag.DELETED)


async def sort_invitees(tx: Tx, viewer: Viewer, users: Sequence[int]) -> tuple[list[int], list[int]]:
    """(those whom the viewer may add to a chat, those whose privacy forbids it); who is not there is in neither.
    Raises PEER_FLOOD."""
    seen = await store_users.seen(tx, viewer.user, users)
    there = [user for user in users if user in seen and not seen[user].user.flags & DELETED]
    await limiting.check_inviting(tx, viewer, [seen[user] for user in there])
    willing = [user for user in there if privacy.allows(seen[user], "chat_invite", viewer.user)]
    return willing, [user for user in there if user not in willing]


# --- rows


async def enter(tx: Tx, viewer: Viewer, row: Member, read: int = 0) -> None:
    """Write a member's row (a new one, or one that was out) and what goes with it. read: the last message that was
    written before they came, unread to nobody who comes after it. The chat's counts are the caller's."""
    await store.put(tx, row)
    if is_channel(row.peer):
        await store_dialogs.ensure(tx, row.user_id, row.peer, read)
        tx.emit(MembershipChanged(row.user_id, row.peer, True))
        await set_state(tx, row.user_id, StateKind.CHANNEL, row.peer, None, viewer.now)


async def leave_row(tx: Tx, viewer: Viewer, row: Member, stays: Member | None) -> None:
    """Take a member out. stays: what is kept of the row, a ban or restrictions."""
    if stays is None:
        await store.remove(tx, row.peer, row.user_id)
    else:
        await store.put(tx, stays)
    await store_chats.count(tx, row.peer, members=-1, admins=-1 if row.role >= Role.ADMIN else 0)
    if is_channel(row.peer):
        await tally.went(tx, viewer, row.peer)
        await store_dialogs.remove(tx, row.user_id, row.peer)
        tx.emit(MembershipChanged(row.user_id, row.peer, False))
        await set_state(tx, row.user_id, StateKind.CHANNEL, row.peer, None, viewer.now)


async def admit(tx: Tx, viewer: Viewer, seen: SeenChat, user: int, inviter: int, way: Way = Way.INVITED) -> Member:
    """Make somebody a member: rows and counts. Restrictions that waited come back with them."""
    old = await store.get(tx, seen.chat.peer, user)
    restricted = old is not None and old.role == Role.LEFT
    owns = old is None and user == seen.chat.creator  # they left it, and nobody has got it yet
    role = Role.CREATOR if owns else Role.RESTRICTED if restricted else Role.MEMBER
    since = seen.chat.top_id if seen.chat.flags & ChatFlag.HIDDEN_HISTORY else 0
    row = Member(
        seen.chat.peer, user, role, viewer.now, inviter, since=since,
        banned=old.banned if old and restricted else 0, until=old.until if old and restricted else 0,
    )  # fmt: skip
    await enter(tx, viewer, row, seen.chat.top_id)
    await store_chats.count(tx, seen.chat.peer, members=1, admins=int(owns))
    await tally.came(tx, viewer, seen.chat.peer, way)
    await join_requests.withdraw(tx, viewer, seen.chat.peer, user)
    return row


# --- by others


async def add_to_chat(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> tuple[NewMessage | None, list[int]]:
    """Add somebody to a basic group: the message that tells of it, or whom their privacy keeps out.

    Raises CHAT_ADMIN_REQUIRED, USER_ALREADY_PARTICIPANT, USERS_TOO_MUCH, USER_ID_INVALID and what access.joined raises.
    """
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    rights.check(seen, Ban.INVITE, viewer.now)
    old = await store.get(tx, peer, user)
    if old is not None and old.role >= Role.MEMBER:
        raise errors.USER_ALREADY_PARTICIPANT
    if seen.chat.members >= viewer.world.limits.chat_size:
        raise errors.USERS_TOO_MUCH
    willing, unwilling = await sort_invitees(tx, viewer, [user])
    if not willing:
        if not unwilling:
            raise errors.USER_ID_INVALID
        return None, unwilling
    await admit(tx, viewer, seen, user, int(viewer.user))
    return await posting.notice(tx, viewer, seen, types.MessageActionChatAddUser(users=[user])), []


async def invite_to_channel(
    tx: Tx, viewer: Viewer, peer: Peer, users: Sequence[int]
) -> tuple[NewMessage | None, list[int]]:
    """Add people to a supergroup or channel: the message that tells of it, and those whose privacy keeps them out.

    Raises CHAT_ADMIN_REQUIRED, USERS_TOO_MUCH, USER_KICKED, USER_ID_INVALID and what access.joined raises.
    """
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    rights.check(seen, Ban.INVITE, viewer.now)
    willing, unwilling = await sort_invitees(tx, viewer, list(dict.fromkeys(users)))
    if not willing and not unwilling:
        raise errors.USER_ID_INVALID
    new = await _not_in_yet(tx, seen, willing, alone=len(users) == 1)
    if seen.chat.members + len(new) > viewer.world.limits.megagroup_size and not seen.chat.flags & ChatFlag.BROADCAST:
        raise errors.USERS_TOO_MUCH
    rows = [await admit(tx, viewer, seen, user, int(viewer.user)) for user in new]
    await admin_log.note_each(tx, viewer, peer, Kind.INVITE, rows)
    if not new or not announces(seen):
        return None, unwilling
    return await posting.notice(tx, viewer, seen, types.MessageActionChatAddUser(users=new)), unwilling


async def _not_in_yet(tx: Tx, seen: SeenChat, users: Sequence[int], *, alone: bool) -> list[int]:
    """Those of these who are to come in. Who is banned is passed over where others are asked too, by administrators who
    may ban; else raises USER_KICKED."""
    known = await store.many(tx, seen.chat.peer, users)
    banned = {user for user, row in known.items() if row.role == Role.BANNED}
    if banned and (alone or not rights.is_admin(seen, Admin.BAN)):
        raise errors.USER_KICKED
    return [user for user in users if user not in banned and (user not in known or known[user].role < Role.MEMBER)]


def announces(seen: SeenChat) -> bool:
    """Does the chat tell of who comes and goes?"""
    return not seen.chat.flags & ChatFlag.BROADCAST and seen.chat.members < ANNOUNCED


async def remove_from_chat(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> NewMessage:
    """Take somebody out of a basic group, or leave it oneself. Whoever was taken out comes back when a member adds
    them, not by a link.

    Raises CHAT_ADMIN_REQUIRED, USER_NOT_PARTICIPANT and what access.joined raises.
    """
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    row = await store.get(tx, peer, user)
    if row is None or row.role < Role.MEMBER:
        raise errors.USER_NOT_PARTICIPANT
    if user != viewer.user and not _may_remove(viewer, seen, row):
        raise errors.CHAT_ADMIN_REQUIRED
    if user == viewer.user and row.role == Role.CREATOR and seen.chat.members > 1:
        await heirs.creator_leaves(tx, viewer, seen)
    record = await posting.notice(tx, viewer, seen, types.MessageActionChatDeleteUser(user_id=user))
    banned = row._replace(role=Role.BANNED, admin=0, rank="", by=int(viewer.user), date=viewer.now)
    await leave_row(tx, viewer, row, banned if user != viewer.user else None)
    return record


def _may_remove(viewer: Viewer, seen: SeenChat, row: Member) -> bool:
    """Administrators remove members, members whom they brought, the creator everybody."""
    if seen.member is not None and seen.member.role == Role.CREATOR:
        return True
    return row.role < Role.ADMIN and (rights.is_admin(seen, Admin.BAN) or row.inviter == viewer.user)


# --- oneself


class Arrival(NamedTuple):
    """How somebody came in: the message that tells of it, None where nothing does. asked: they are not in yet, they
    wait to be let in."""

    peer: Peer
    record: NewMessage | None
    asked: bool = False


async def join(tx: Tx, viewer: Viewer, peer: Peer) -> Arrival:
    """Join a public channel or supergroup, or ask to where it lets people in one by one.

    Raises CHANNEL_PRIVATE, USER_ALREADY_PARTICIPANT, USERS_TOO_MUCH, CHANNELS_TOO_MUCH, USER_RESTRICTED.
    """
    await limiting.check_chats(tx, viewer)
    await store_chats.lock(tx, peer)
    seen = await access.chat(tx, viewer, peer)
    if rights.is_member(seen):
        raise errors.USER_ALREADY_PARTICIPANT
    if not access.may_look(seen):
        raise errors.CHANNEL_PRIVATE
    if seen.chat.flags & ChatFlag.JOIN_REQUEST:
        await join_requests.ask(tx, viewer, seen, "")
        return Arrival(peer, None, asked=True)
    action = types.MessageActionChatAddUser(users=[int(viewer.user)])
    await admin_log.note(tx, viewer, peer, Kind.JOIN)
    return Arrival(peer, await let_in(tx, viewer, seen, action, int(viewer.user), Way.FOUND))


async def let_in(
    tx: Tx, viewer: Viewer, seen: SeenChat, action: types.TypeMessageAction, inviter: int, way: Way
) -> NewMessage | None:
    """The viewer comes in by themselves; `action` tells of it where the chat announces such things.

    Raises USERS_TOO_MUCH, CHANNELS_TOO_MUCH.
    """
    limits = viewer.world.limits
    room = limits.megagroup_size if is_channel(seen.chat.peer) else limits.chat_size
    if seen.chat.members >= room and not seen.chat.flags & ChatFlag.BROADCAST:
        raise errors.USERS_TOO_MUCH
    if is_channel(seen.chat.peer) and len(await store.channels_of(tx, viewer.user)) >= MAX_CHANNELS:
        raise errors.CHANNELS_TOO_MUCH
    row = await admit(tx, viewer, seen, int(viewer.user), inviter, way)
    if not announces(seen):
        return None
    return await posting.notice(tx, viewer, seen._replace(member=row), action)


async def leave(tx: Tx, viewer: Viewer, peer: Peer) -> NewMessage | None:
    """Leave a supergroup or channel. Raises USER_NOT_PARTICIPANT, CHANNEL_PRIVATE and what heirs.creator_leaves
    raises."""
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    assert seen.member is not None
    if seen.member.role == Role.CREATOR:
        await heirs.creator_leaves(tx, viewer, seen)
    record = None
    if announces(seen):
        action = types.MessageActionChatDeleteUser(user_id=int(viewer.user))
        record = await posting.notice(tx, viewer, seen, action)
    stays = seen.member._replace(role=Role.LEFT) if seen.member.role == Role.RESTRICTED else None
    await admin_log.note(tx, viewer, peer, Kind.LEAVE)
    await leave_row(tx, viewer, seen.member, stays)
    return record
