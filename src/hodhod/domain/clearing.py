"""Deleting much of a supergroup or channel at once: its history for oneself or for all, and all that somebody wrote.

Whatever is more than a slice goes on in a job, or by the client's asking again.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access, chats, deleting, reading, rights, topics
from hodhod.domain.deleting import AT_ONCE, Affected
from hodhod.domain.rights import Admin
from hodhod.domain.stats import tally
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.values import pack_count
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import jobs
from hodhod.store import members as store_members
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx

JOB = "clear_history"
# what tells of the chat's beginning stays
FIRST = 1


async def for_oneself(tx: Tx, viewer: Viewer, peer: Peer, max_id: int) -> int:
    """The viewer sees nothing up to max_id (0: all) any more. The new mark. Raises what access.joined raises."""
    seen = await access.joined(tx, viewer, peer)
    assert seen.member is not None
    upto = min(max_id or seen.chat.top_id, seen.chat.top_id)
    if upto <= seen.member.cleared:
        return seen.member.cleared
    await store_members.put(tx, seen.member._replace(cleared=upto))
    await reading.read_channel(tx, viewer, peer, upto)
    await set_state(tx, viewer.user, StateKind.CLEARED, peer, pack_count(upto), viewer.now)
    return upto


async def for_everybody(tx: Tx, viewer: Viewer, peer: Peer, max_id: int) -> None:
    """Delete all messages up to max_id (0: all) for everybody, the newest first. Raises CHAT_ADMIN_REQUIRED and what
    access.joined raises."""
    seen = await chats.owned(tx, viewer, peer)
    upto = min(max_id or seen.chat.top_id, seen.chat.top_id)
    if await clear_some(tx, viewer, peer, upto):
        await jobs.enqueue(tx, JOB, f"{peer} {upto}".encode(), viewer.now)


async def clear_some(tx: Tx, viewer: Viewer, peer: Peer, upto: int) -> bool:
    """A slice of it. False when nothing is left."""
    await store_chats.lock(tx, peer)
    ids = [msg_id for msg_id, _ in await store.ids_up_to(tx, peer, peer, upto, AT_ONCE) if msg_id > FIRST]
    await deleting.remove_posts(tx, viewer, peer, await store.by_ids(tx, peer, ids))
    return len(ids) == AT_ONCE


async def written_by(tx: Tx, viewer: Viewer, peer: Peer, user: int) -> list[int]:
    """The next messages of somebody in a supergroup: a walk through the chat, so no work for the loop.

    Raises CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID and what access.joined raises.
    """
    await _check(tx, viewer, peer)
    return await store.ids_of_sender(tx, peer, user, AT_ONCE)


async def remove_written(tx: Tx, viewer: Viewer, peer: Peer, user: int, ids: Sequence[int]) -> Affected:
    """Delete those of these messages that are still theirs. left: is there more. Raises what written_by raises."""
    await store_chats.lock(tx, peer)
    await _check(tx, viewer, peer)
    rows = [row for row in await store.by_ids(tx, peer, ids) if row.content.sender == user and row.copy.id > FIRST]
    rows = [row for row in rows if not topics.begins(row)]
    await tally.did(tx, viewer, peer, deleted=len(rows) if user != viewer.user else 0)
    done = await deleting.remove_posts(tx, viewer, peer, rows)
    return Affected(done.pts, done.count, int(len(ids) == AT_ONCE and bool(rows)))


async def _check(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    seen = await access.joined(tx, viewer, peer)
    rights.check_admin(seen, Admin.DELETE)
    if not seen.chat.flags & ChatFlag.MEGAGROUP:
        raise errors.CHAT_ID_INVALID
