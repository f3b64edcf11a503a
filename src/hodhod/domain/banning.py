"""Banning, restricting, and letting be again. core.telegram.org/api/rights#banned-rights

What may happen to somebody's row, by the rights that are taken from them:

    nobody's row, MEMBER, RESTRICTED, LEFT, BANNED --VIEW--> BANNED     (a member leaves by it)
    MEMBER, RESTRICTED --others--> RESTRICTED      BANNED, LEFT, none --others--> LEFT
    RESTRICTED --none--> MEMBER                    BANNED, LEFT --none--> no row

A ban that has an end is lifted by a job that falls due then (`lift`), so nobody who reads a row has to look at the
clock. An administrator is touched by whoever promoted them or by the creator only, and is none afterwards.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import admin_log, chats, join_requests, joins, posting, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.promoting import tell_members
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.stats import tally
from hodhod.domain.updates import DefaultRightsChanged, NewMessage, StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import jobs
from hodhod.store import members as store
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Member, SeenChat
from hodhod.tl import types

JOB = "lift_ban"
# An end nearer or farther than these is none.
SHORTEST, LONGEST = 30, 366 * 24 * 3600


def end_of(until: int, now: int) -> int:
    """When it ends, 0: never."""
    return until if SHORTEST <= until - now <= LONGEST else 0


async def edit_banned(tx: Tx, viewer: Viewer, peer: Peer, user: int, bits: int, until: int) -> NewMessage | None:
    """Take these rights from somebody in a supergroup or channel until then, or give all of them back: the message that
    tells of it, where one does.

    Raises CHAT_ADMIN_REQUIRED, USER_ADMIN_INVALID, USER_ID_INVALID, BANNED_RIGHTS_INVALID and what access.joined
    raises.
    """
    seen = await chats.administered(tx, viewer, peer, Admin.BAN)
    if user == viewer.user or not await store_users.by_ids(tx, [user]):
        raise errors.USER_ID_INVALID
    row = await store.get(tx, peer, user)
    if row is not None and row.role >= Role.ADMIN and not rights.may_edit_admin(seen, row):
        raise errors.USER_ADMIN_INVALID
    if not bits:
        await _let_be(tx, viewer, row)
        return None
    end = end_of(until, viewer.now)
    if end:
        await jobs.enqueue(tx, JOB, f"{peer} {user}".encode(), end)
    if bits & Ban.VIEW:
        return await _ban(tx, viewer, seen, row or _stranger(viewer, peer, user), bits, end)
    if seen.chat.flags & ChatFlag.BROADCAST:
        raise errors.BANNED_RIGHTS_INVALID
    await _restrict(tx, viewer, row or _stranger(viewer, peer, user), bits, end)
    return None


def _stranger(viewer: Viewer, peer: int, user: int) -> Member:
    return Member(peer, user, Role.LEFT, viewer.now)


async def _ban(tx: Tx, viewer: Viewer, seen: SeenChat, row: Member, bits: int, until: int) -> NewMessage | None:
    banned = Member(
        row.peer, row.user_id, Role.BANNED, viewer.now, row.inviter, banned=bits, until=until, by=int(viewer.user)
    )
    await join_requests.withdraw(tx, viewer, row.peer, row.user_id)
    await admin_log.note_rights(tx, viewer, row, banned, row.user_id)
    await tally.did(tx, viewer, row.peer, kicked=1)
    if row.role < Role.MEMBER:
        await store.put(tx, banned)
        return None
    record = None
    if joins.announces(seen):
        action = types.MessageActionChatDeleteUser(user_id=row.user_id)
        record = await posting.notice(tx, viewer, seen, action)
    await joins.leave_row(tx, viewer, row, banned)
    return record


async def _restrict(tx: Tx, viewer: Viewer, row: Member, bits: int, until: int) -> None:
    role = Role.RESTRICTED if row.role >= Role.MEMBER else Role.LEFT
    changed = row._replace(role=role, banned=bits, until=until, by=int(viewer.user), admin=0, rank="")
    await store.put(tx, changed)
    await admin_log.note_rights(tx, viewer, row, changed, row.user_id)
    await tally.did(tx, viewer, row.peer, banned=1)
    await store_chats.count(tx, row.peer, admins=-1 if row.role == Role.ADMIN else 0)
    await _tell(tx, viewer, row)


async def _let_be(tx: Tx, viewer: Viewer, row: Member | None) -> None:
    if row is None or row.role in (Role.MEMBER, Role.ADMIN):
        return
    after = None
    if row.role == Role.RESTRICTED:
        after = row._replace(role=Role.MEMBER, banned=0, until=0, by=0)
        await store.put(tx, after)
    else:
        await store.remove(tx, row.peer, row.user_id)
    if viewer.user:  # what ends by itself is nobody's action
        await admin_log.note_rights(tx, viewer, row, after, row.user_id)
    await store_chats.count(tx, row.peer)
    await _tell(tx, viewer, row)


async def _tell(tx: Tx, viewer: Viewer, row: Member) -> None:
    """Whom it is about; of who was never in the chat nobody hears."""
    if row.role != Role.LEFT:
        await set_state(tx, row.user_id, StateKind.CHANNEL, row.peer, None, viewer.now)


async def lift(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> None:
    """A ban or restriction whose end has come; one that was renewed meanwhile has a job of its own."""
    await store_chats.lock(tx, peer)
    row = await store.get(tx, peer, user)
    if row is not None and row.role != Role.ADMIN and row.banned and 0 < row.until <= viewer.now:
        await _let_be(tx, viewer, row)


async def edit_default_rights(tx: Tx, viewer: Viewer, peer: Peer, bits: int, until: int) -> None:
    """What ordinary members of a group may not do. Raises BANNED_RIGHTS_INVALID, UNTIL_DATE_INVALID, CHAT_NOT_MODIFIED,
    CHAT_ADMIN_REQUIRED and what access.joined raises."""
    seen = await chats.administered(tx, viewer, peer, Admin.BAN)
    if bits & Ban.VIEW or seen.chat.flags & ChatFlag.BROADCAST:
        raise errors.BANNED_RIGHTS_INVALID
    if until not in (0, rights.FOR_EVER):
        raise errors.UNTIL_DATE_INVALID
    if seen.chat.banned == bits:
        raise errors.CHAT_NOT_MODIFIED
    await store_chats.put(tx, peer, banned=bits)
    await admin_log.note(tx, viewer, peer, Kind.DEFAULT_RIGHTS, seen.chat.banned, bits)
    await store_chats.count(tx, peer)
    if is_channel(peer):
        tx.emit(DefaultRightsChanged(peer, peer))
    else:
        await tell_members(tx, viewer, peer, StateKind.DEFAULT_RIGHTS)
