"""Tags of the members of a group: a few words beside a name. core.telegram.org/api/rank

Members choose their own unless the group keeps them from it; administrators with the right, and all administrators of a
basic group, give them to members. An administrator's is changed by whoever may change the administrator.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, admin_log, chats, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.promoting import checked_rank, tell_members
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import members as store
from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.records import Member, SeenChat


async def edit(tx: Tx, viewer: Viewer, peer: Peer, user: int, rank: str) -> None:
    """Give a member of a group this tag; "" takes it away.

    Raises PEER_ID_INVALID (a channel has no tags), USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED and
    what promoting.checked_rank and access.joined raise.
    """
    wanted = checked_rank(rank)
    if peer > 0:
        raise errors.PEER_ID_INVALID
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    if chats.is_broadcast(seen.chat):
        raise errors.PEER_ID_INVALID
    row = await store.get(tx, peer, user)
    if row is None or row.role < Role.MEMBER:
        raise errors.USER_NOT_PARTICIPANT
    if not _may_edit(viewer, seen, row):
        raise errors.CHAT_ADMIN_REQUIRED
    if row.rank == wanted:
        raise errors.CHAT_NOT_MODIFIED
    changed = row._replace(rank=wanted)
    await store.put(tx, changed)
    await admin_log.note(tx, viewer, peer, Kind.RANK, row, changed)
    await _tell(tx, viewer, peer, user)


def _may_edit(viewer: Viewer, seen: SeenChat, row: Member) -> bool:
    if row.user_id == viewer.user:
        return rights.is_admin(seen) or rights.may(seen, Ban.RANK, viewer.now)
    if row.role >= Role.ADMIN:
        return rights.may_edit_admin(seen, row)
    return rights.is_admin(seen, Admin.RANKS if is_channel(row.peer) else None)


async def _tell(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> None:
    """The members of a basic group have its list; of a supergroup only the member concerned keeps their own row."""
    if is_channel(peer):
        await set_state(tx, user, StateKind.CHANNEL, peer, None, viewer.now)
    else:
        await tell_members(tx, viewer, peer, StateKind.CHAT_MEMBERS)
