"""Who gets a group or channel when its creator leaves it. core.telegram.org/api/channel#leaving-groups-channels

The administrator of longest standing, and without any, in a group, the member of longest standing. A week passes in
which the creator may come back and is the creator again; then a job (jobs/inheritance.py) makes the heir of that day
the creator.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access, posting
from hodhod.domain.updates import StateKind, set_state, set_states
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import jobs
from hodhod.store import members as store
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, Role, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Member, SeenChat, State
from hodhod.tl import types

JOB = "inherit"
WAIT = 7 * 24 * 3600
# members of longest standing among whom one is looked for
LOOKED_AT = 50
UNFIT = int(UserFlag.BOT | UserFlag.DELETED | UserFlag.SUPPORT)


async def future(tx: Tx, viewer: Viewer, peer: Peer) -> int:
    """Who would get the viewer's chat if the viewer left it; 0: nobody. Raises CHAT_ADMIN_REQUIRED and what
    access.joined raises."""
    seen = await access.joined(tx, viewer, peer)
    if seen.member is None or seen.member.role != Role.CREATOR:
        raise errors.CHAT_ADMIN_REQUIRED
    heir = await _heir(tx, seen.chat)
    return heir.user_id if heir is not None else 0


async def creator_leaves(tx: Tx, viewer: Viewer, seen: SeenChat) -> None:
    """The viewer, its creator, is about to leave a chat that the caller holds. Raises USER_CREATOR where nobody is left
    to have it: such a chat is deleted instead."""
    heir = await _heir(tx, seen.chat)
    if heir is None:
        raise errors.USER_CREATOR
    await jobs.enqueue(tx, JOB, f"{seen.chat.peer} {viewer.user}".encode(), viewer.now + WAIT)
    await posting.notice(tx, viewer, seen, types.MessageActionNewCreatorPending(new_creator_id=heir.user_id))


async def inherit(tx: Tx, viewer: Viewer, peer: Peer, old: int) -> None:
    """The week is over. Nothing happens where the creator came back, the chat is gone or nobody is left in it. viewer:
    the server."""
    await store_chats.lock(tx, peer)
    chat = await store_chats.get(tx, peer)
    if chat is None or chat.flags & ChatFlag.GONE or chat.creator != old:
        return
    row, heir = await store.get(tx, peer, old), await _heir(tx, chat)
    if heir is None or (row is not None and row.role >= Role.MEMBER):
        return
    await store.put(tx, heir._replace(role=Role.CREATOR, admin=0, banned=0, until=0, by=0))
    await store_chats.put(tx, peer, creator=heir.user_id)
    await store_chats.count(tx, peer, admins=0 if heir.role == Role.ADMIN else 1)
    await _tell(tx, viewer, peer, heir.user_id)


async def _heir(tx: Tx, chat: Chat) -> Member | None:
    admins = sorted(await store.admins(tx, chat.peer), key=lambda row: (row.date, row.user_id))
    found = await _first_fit(tx, chat, admins)
    if found is None and not chat.flags & ChatFlag.BROADCAST:
        found = await _first_fit(tx, chat, await store.everybody(tx, chat.peer, LOOKED_AT))
    return found


async def _first_fit(tx: Tx, chat: Chat, rows: Sequence[Member]) -> Member | None:
    users = await store_users.by_ids(tx, sorted(row.user_id for row in rows)) if rows else {}
    fit = (row for row in rows if row.user_id in users and not users[row.user_id].flags & UNFIT)
    return next((row for row in fit if row.user_id != chat.creator), None)


async def _tell(tx: Tx, viewer: Viewer, peer: Peer, heir: int) -> None:
    new = viewer.as_user(heir)
    seen = await access.joined(tx, new, peer)
    await posting.notice(tx, new, seen, types.MessageActionChangeCreator(new_creator_id=heir))
    if is_channel(peer):
        await set_state(tx, heir, StateKind.CHANNEL, peer, None, viewer.now)
    else:
        owners = await store.ids(tx, peer)
        await set_states(tx, [State(one, StateKind.CHAT_MEMBERS, peer, viewer.now, None) for one in owners])
