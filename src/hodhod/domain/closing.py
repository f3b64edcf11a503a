"""The end of a group or channel.

Its creator says so, and from that moment nobody reads or writes there (ChatFlag.GONE). What hangs on it, a row and a
dialog for each member and all its messages, is taken away by a job, a slice at a time: there may be very many.
"""

from __future__ import annotations

from hodhod.domain import chats, deleting, public_names
from hodhod.domain.updates import ChannelChanged, MembershipChanged, StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import channel_hours, jobs
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store
from hodhod.store import messages as store_messages
from hodhod.store import posts as store_posts
from hodhod.store import scheduled as store_scheduled
from hodhod.store import topics as store_topics
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx

JOB = "close_chat"
# members or messages that one transaction may touch
AT_ONCE = 200


async def close(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    """Delete a group or channel for everybody. Raises CHAT_ADMIN_REQUIRED and what access.joined raises."""
    await _hold(tx, peer)
    seen = await chats.owned(tx, viewer, peer)
    await public_names.release(tx, seen.chat)
    if seen.chat.linked:
        await store_chats.put(tx, seen.chat.linked, linked=0)
        await public_names.changed(tx, viewer, Peer(seen.chat.linked))
    await store_chats.put(tx, peer, flags=int(seen.chat.flags | ChatFlag.GONE), linked=0)
    await store_chats.count(tx, peer)
    await jobs.enqueue(tx, JOB, str(int(peer)).encode(), viewer.now)
    if is_channel(peer):
        tx.emit(ChannelChanged(peer, peer))


async def _hold(tx: Tx, peer: Peer) -> None:
    """The chat, and the one that it is linked with, ascending."""
    chat = await store_chats.get(tx, peer)
    for one in sorted({int(peer), chat.linked if chat is not None and chat.linked else int(peer)}):
        await store_chats.lock(tx, one)


async def step(tx: Tx, viewer: Viewer, peer: Peer) -> bool:
    """Take a slice away. False when nothing is left."""
    chat = await store_chats.get(tx, peer)
    if chat is None or not chat.flags & ChatFlag.GONE:
        return False
    if not is_channel(peer):
        return await _empty_group(tx, viewer, peer)
    rows = await store.some(tx, peer, AT_ONCE)
    for row in rows:
        await store.remove(tx, peer, row.user_id)
        if row.role >= Role.MEMBER:
            await store_dialogs.remove(tx, row.user_id, peer)
            tx.emit(MembershipChanged(row.user_id, peer, False))
            await set_state(tx, row.user_id, StateKind.CHANNEL, peer, None, viewer.now)
    return bool(rows) or await _drop_messages(tx, peer)


async def _drop_messages(tx: Tx, peer: Peer) -> bool:
    """Nobody catches up with this mailbox any more, so no event says that they are gone."""
    found = await store_messages.ids_up_to(tx, peer, peer, 2**31 - 1, AT_ONCE)
    ids = [msg_id for msg_id, _ in found]
    if ids:
        await store_messages.delete_copies(tx, peer, ids)
        await store_posts.remove(tx, peer, ids)
        await deleting.forget_contents(tx, [content for _, content in found])
    else:
        await store_topics.remove_all(tx, peer)
        await channel_hours.remove_all(tx, peer)
        await store_scheduled.remove_all(tx, peer)
    return bool(ids)


async def _empty_group(tx: Tx, viewer: Viewer, peer: Peer) -> bool:
    """A member's copies go first, a slice at a time, then the member: each hears of it in their own mailbox."""
    rows = await store.some(tx, peer, 1)
    for row in rows:
        owner = viewer.as_user(row.user_id)
        done = await deleting.delete_history(tx, owner, peer, 0, revoke=False, clear=False)
        if not done.left:
            await store.remove(tx, peer, row.user_id)
            await set_state(tx, row.user_id, StateKind.CHAT, peer, None, viewer.now)
    return bool(rows)
