"""The schedule of a chat: messages that wait for their time, and who hears of them.
core.telegram.org/api/scheduled-messages

A message waits with its author, a channel's with the channel, whose administrators who may post share it. It is told by
state rows, one a message: SCHEDULED while it waits, shown as it is; UNSCHEDULED when it was deleted or sent. A device
that was away for longer than KEPT asks for the whole schedule, as clients do with a hash whenever a chat is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hodhod import errors
from hodhod.domain import access, mentions, rights
from hodhod.domain.outgoing import carried
from hodhod.domain.rights import Admin
from hodhod.domain.updates import StateChanged, StateKind, set_states
from hodhod.domain.values import pack_ids, pack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import mailboxes
from hodhod.store import members as store_members
from hodhod.store import scheduled as store
from hodhod.store.bits import ChatFlag, ContentFlag, CopyFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Content, Copy, Message, Post, Scheduled, SeenChat, State
from hodhod.store.within import GENERAL

# Clients keep the id of a scheduled message in 18 bits.
ID_BITS = 18
MAX_ID = 2**ID_BITS - 1
MAX_WAITING = 100
KEPT = 30 * 24 * 3600


def subject_of(peer: int, msg_id: int) -> int:
    """What a state row about a scheduled message speaks of."""
    return (peer << ID_BITS) + msg_id


def place_of(subject: int) -> tuple[int, int]:
    """(peer, id) of a subject."""
    return subject >> ID_BITS, subject & MAX_ID


def owner_in(viewer: Viewer, peer: int, seen: SeenChat | None) -> int:
    """Whose schedule of this chat the viewer has before them."""
    return peer if seen is not None and seen.chat.flags & ChatFlag.BROADCAST else int(viewer.user)


async def opened(tx: Tx, viewer: Viewer, peer: Peer) -> int:
    """Whose schedule the viewer sees in this chat. Raises CHAT_ADMIN_REQUIRED and what access.readable raises."""
    seen = await access.readable(tx, viewer, peer)
    if seen is not None and seen.chat.flags & ChatFlag.BROADCAST:
        rights.check_admin(seen, Admin.POST)
    return owner_in(viewer, peer, seen)


async def everything(tx: Tx, viewer: Viewer, peer: Peer) -> list[Scheduled]:
    """All that waits in a chat, the last to be sent first. Raises what opened raises."""
    return await store.of_chat(tx, await opened(tx, viewer, peer), peer)


async def some(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> list[Scheduled]:
    """Those of these ids that wait. Raises what opened raises."""
    return await store.some(tx, await opened(tx, viewer, peer), peer, ids)


async def has_any(tx: Tx, viewer: Viewer, peer: int, seen: SeenChat | None = None) -> bool:
    """Does anything wait here that the viewer may see?"""
    if seen is not None and seen.chat.flags & ChatFlag.BROADCAST and not rights.is_admin(seen, Admin.POST):
        return False
    return await store.has_any(tx, owner_in(viewer, peer, seen), peer)


async def find(tx: Tx, viewer: Viewer, subject: int) -> Scheduled | None:
    """The message that a state row speaks of, None when it waits no more or is not the viewer's to see."""
    peer, msg_id = place_of(subject)
    owner = int(viewer.user)
    if is_channel(peer):
        seen = (await store_chats.seen(tx, viewer.user, [peer])).get(peer)
        if seen is None:
            return None
        if seen.chat.flags & ChatFlag.BROADCAST and not rights.is_admin(seen, Admin.POST):
            return None
        owner = owner_in(viewer, peer, seen)
    rows = await store.some(tx, owner, peer, [msg_id])
    return rows[0] if rows else None


async def new_id(tx: Tx, owner: int, peer: int) -> int:
    """Holds the schedule. Raises SCHEDULE_TOO_MUCH."""
    msg_id = await store.next_id(tx, owner, peer, MAX_ID)
    taken = await store.ids(tx, owner, peer)
    if len(taken) >= MAX_WAITING:
        raise errors.SCHEDULE_TOO_MUCH
    while msg_id in taken:  # the sequence has begun anew
        msg_id = await store.next_id(tx, owner, peer, MAX_ID)
    return msg_id


def as_message(viewer: Viewer, row: Scheduled) -> Message:
    """The message as it stands in the schedule, without its id, which is no message's."""
    is_post = row.owner == row.peer and is_channel(row.peer)
    flags = row.flags | ContentFlag.FROM_SCHEDULED | (ContentFlag.POST if is_post else 0)
    flags |= ContentFlag.EDIT_HIDE if row.edit_date else 0
    content = Content(
        id=row.content_id,
        sender=row.send_as or row.author,
        peer=row.peer,
        date=row.date,
        edit_date=row.edit_date,
        flags=flags,
        reply_content=0 if row.reply_to else None,
        **carried(row),
    )
    post = Post(0, topic=row.topic) if row.topic > GENERAL else None
    copy = Copy(int(viewer.user), 0, row.peer, row.content_id, 0, int(CopyFlag.OUT), row.media_kind)
    return Message(copy, content, row.reply_to or None, post)


async def tell(tx: Tx, viewer: Viewer, rows: Sequence[Scheduled]) -> list[StateChanged]:
    """These wait now, or are others than they were. Returns what the viewer hears of it."""
    told = {row.id: pack_peers(sorted(mentions.peers_of([as_message(viewer, row)]))) for row in rows}
    return await _tell(tx, viewer, rows, StateKind.SCHEDULED, told)


async def tell_gone(
    tx: Tx, viewer: Viewer, rows: Sequence[Scheduled], sent: dict[int, int] | None = None
) -> list[StateChanged]:
    """These wait no more. sent: as which messages they were sent."""
    told = {row.id: pack_ids([sent[row.id]]) if sent else None for row in rows}
    return await _tell(tx, viewer, rows, StateKind.UNSCHEDULED, told)


async def _tell(
    tx: Tx, viewer: Viewer, rows: Sequence[Scheduled], kind: StateKind, told: Mapping[int, bytes | None]
) -> list[StateChanged]:
    if not rows:
        return []
    owner, peer = rows[0].owner, rows[0].peer
    people = await _readers(tx, owner)
    states = [State(user, kind, subject_of(peer, row.id), viewer.now, told[row.id]) for user in people for row in rows]
    subjects = (subject_of(peer, 0), subject_of(peer, MAX_ID))
    for user in people:
        for one in (StateKind.SCHEDULED, StateKind.UNSCHEDULED):
            await mailboxes.drop_states(tx, user, one, subjects, viewer.now - KEPT)
    records = await set_states(tx, states)
    return [record for record in records if record.owner == viewer.user]


async def _readers(tx: Tx, owner: int) -> list[int]:
    """Who has the schedule of this owner before them."""
    if owner > 0:
        return [owner]
    admins = await store_members.admins(tx, owner)
    return [row.user_id for row in admins if row.role == Role.CREATOR or row.admin & Admin.POST]
