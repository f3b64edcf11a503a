"""Read marks: the reader's own inbox mark, and the outbox mark that the other side sees.

A mark that does not advance writes nothing. Both sides' events are appended together, so their mailboxes are locked
in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import access, reactions, read_dates
from hodhod.domain.updates import (
    ChannelContentsRead,
    ChannelReadOutbox,
    Counted,
    EventKind,
    Fact,
    StateChanged,
    StateKind,
    append,
    set_state,
)
from hodhod.domain.values import pack_count, pack_ids
from hodhod.domain.viewer import Viewer
from hodhod.ids import SERVICE_USER, Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store import messages as store
from hodhod.store import posts as store_posts
from hodhod.store.bits import ChatFlag, CopyFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Copy, Message

MAX_AUTHORS = 20
COUNTED_EXACTLY = 100

MEDIA_UNREAD, MENTIONED = int(CopyFlag.MEDIA_UNREAD), int(CopyFlag.MENTIONED)


async def read_history(tx: Tx, viewer: Viewer, peer: Peer, max_id: int) -> Counted | None:
    """Mark incoming messages up to max_id (0: all) as read. None when nothing changed."""
    dialog = await store_dialogs.find(tx, viewer.user, peer)
    if dialog is None:
        return None
    upto = min(max_id or dialog.top_id, dialog.top_id)
    if upto <= dialog.read_inbox:
        return None
    unread = await store.unread_after(tx, viewer.user, peer, upto) if upto < dialog.top_id else 0
    theirs = await _other_sides(tx, viewer, peer, dialog.read_inbox, upto)
    facts = [Fact(viewer.user, EventKind.READ_INBOX, peer, upto, pack_count(unread))]
    facts += [Fact(copy.owner, EventKind.READ_OUTBOX, copy.peer, copy.id) for copy in theirs]
    records = await append(tx, facts, viewer.now)
    for copy in theirs:
        await store_dialogs.put(tx, copy.owner, copy.peer, read_outbox=copy.id)
    if peer == viewer.user:
        await store_dialogs.put(tx, peer, peer, read_outbox=upto)
    await store_dialogs.put(tx, viewer.user, peer, read_inbox=upto, unread=unread)
    await read_dates.note(tx, viewer, peer, upto)
    return records[0]


async def read_channel(tx: Tx, viewer: Viewer, peer: Peer, max_id: int) -> StateChanged | None:
    """Mark a channel's messages up to max_id (0: all) as read; it takes no pts. None when nothing changed.

    Raises what access.joined raises.
    """
    seen = await access.joined(tx, viewer, peer)
    dialog = await store_dialogs.find(tx, viewer.user, peer)
    before = dialog.read_inbox if dialog is not None else 0
    upto = min(max_id or seen.chat.top_id, seen.chat.top_id)
    if upto <= before:
        return None
    await store_dialogs.ensure(tx, viewer.user, peer)
    await store_dialogs.put(tx, viewer.user, peer, read_inbox=upto, unread_mark=0)
    await read_dates.note(tx, viewer, peer, upto)
    await _tell_authors(tx, viewer, seen.chat, before, upto)
    return await set_state(tx, viewer.user, StateKind.CHANNEL_READ, peer, pack_count(upto), viewer.now)


async def _tell_authors(tx: Tx, viewer: Viewer, chat: Chat, before: int, upto: int) -> None:
    """Whose messages were read for the first time: kept in the chat's row, told to the last ones who wrote them."""
    if chat.flags & ChatFlag.BROADCAST:
        return
    if upto > chat.read_max:
        second = chat.read_second if chat.read_user == viewer.user else chat.read_max
        await store_chats.put(tx, chat.peer, read_max=upto, read_user=viewer.user, read_second=second)
    elif chat.read_user != viewer.user and upto > chat.read_second:
        await store_chats.put(tx, chat.peer, read_second=upto)
    first = max(before, chat.read_second if chat.read_user == viewer.user else chat.read_max)
    authors = await store_posts.authors(tx, chat.peer, first, upto, MAX_AUTHORS)
    rows = await store_members.many(tx, chat.peer, [author for author in authors if author != viewer.user])
    for author, row in rows.items():
        if row.role >= Role.MEMBER:  # who left hears nothing more
            tx.emit(ChannelReadOutbox(author, chat.peer, upto))


async def channel_unread(tx: Tx, viewer: Viewer, place: store_chats.Place) -> int:
    """How many messages of others are unread: exact while they are few, else counted by their ordinals."""
    if place.behind <= 0:
        return 0
    if place.behind > COUNTED_EXACTLY:
        return place.behind
    return await store_posts.unread(tx, place.peer, place.read_inbox, viewer.user)


async def read_contents(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> Counted | None:
    """The viewer played these voice or video messages, and both sides hear of it, or looked at what named them in a
    basic group. None when nothing changed."""
    rows = await store.by_ids(tx, viewer.user, ids)
    played = [row for row in rows if row.copy.flags & MEDIA_UNREAD and not row.copy.flags & store.OUT]
    by_owner = await _unplayed(tx, viewer, played)
    for row in played:
        if row.copy.flags & MENTIONED:
            await store_posts.looked_at(tx, viewer.user, row.copy.peer, [row.copy.id])
    facts = [
        Fact(owner, EventKind.READ_CONTENTS, 0, 0, pack_ids([copy.id for copy in copies]), len(copies))
        for owner, copies in sorted(by_owner.items())
    ]
    records = await append(tx, facts, viewer.now)
    for copies in by_owner.values():
        for copy in copies:
            await store.set_flags(tx, copy.owner, copy.id, copy.flags & ~MEDIA_UNREAD)
    return next((record for record in records if record.owner == viewer.user), None)


async def _unplayed(tx: Tx, viewer: Viewer, played: Sequence[Message]) -> dict[int, list[Copy]]:
    """By owner: the viewer's own copies of these messages, and their senders' that are not marked as played yet."""
    by_owner: dict[int, list[Copy]] = {int(viewer.user): [row.copy for row in played]} if played else {}
    for row in played:
        for copy in await store.copies_of(tx, [row.content.sender], row.content.id):
            if copy.flags & MEDIA_UNREAD:
                by_owner.setdefault(copy.owner, []).append(copy)
    return by_owner


async def read_channel_contents(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> None:
    """The viewer looked at messages of a channel that name them, and at the reactions to their own. It takes no pts.

    Raises what access.readable raises.
    """
    await access.readable(tx, viewer, peer)
    if await store_posts.looked_at(tx, viewer.user, peer, ids):
        tx.emit(ChannelContentsRead(viewer.user, peer, tuple(ids)))
    await reactions.read(tx, viewer, peer, ids)


async def _other_sides(tx: Tx, viewer: Viewer, peer: Peer, after: int, upto: int) -> list[Copy]:
    """The senders' own copies of the newest message of each that was read, where their mark has not passed it yet."""
    if peer in (viewer.user, SERVICE_USER):
        return []
    if peer > 0:
        newest = await store.last_incoming(tx, viewer.user, peer, upto)
        wanted = [(int(peer), newest)] if newest is not None else []
    else:
        wanted = await store.incoming_by_sender(tx, viewer.user, peer, after, upto)
    found = []
    for sender, content_id in wanted:
        for copy in await store.copies_of(tx, [sender], content_id):
            dialog = await store_dialogs.find(tx, sender, copy.peer)
            if dialog is not None and copy.id > dialog.read_outbox:
                found.append(copy)
    return found
