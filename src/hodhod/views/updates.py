"""Records of what happened to TL updates for their owner. Live push and getDifference both come here, and only here.

`Rendering` collects what a batch of records needs (messages whose present state an edit shows, peers to describe),
loads it
in one query each, and builds the updates in the order of the records. A counted update carries its own pts; state
updates
carry none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hodhod import tl
from hodhod.domain import personal, privacy
from hodhod.domain.updates import (
    ChannelChanged,
    ChannelContentsRead,
    ChannelReadOutbox,
    ChannelTyping,
    Counted,
    DefaultRightsChanged,
    EventKind,
    HistoryTtlChanged,
    LoginTokenAccepted,
    NewMessage,
    PollChanged,
    ReactionsChanged,
    ServiceNotice,
    StateChanged,
    StateKind,
    StatusSeen,
    ThreadRead,
    ThreadReadOutbox,
    TopicsPinned,
    Typing,
    ViewsChanged,
)
from hodhod.domain.values import unpack_count, unpack_folders, unpack_ids
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import messages as store_messages
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.store.records import Content, Event, Message
from hodhod.tl import types
from hodhod.views import channel_updates, polls, reactions
from hodhod.views import messages as view
from hodhod.views.chats import channel_id, chat
from hodhod.views.media import Attached, attached, named, page_of
from hodhod.views.peers import described, described_in, status, user
from hodhod.views.refs import peer_of
from hodhod.views.state import default_rights, history_ttl, state_peers, state_update, topics_pinned

# events whose update shows a message as it is now
SHOWS_MESSAGE = frozenset({EventKind.EDIT, EventKind.WEBPAGE})


class _Shown(NamedTuple):
    """What a batch of records shows: messages by (owner, id) as they are now, and what they carry."""

    messages: dict[tuple[int, int], Message]
    files: Attached


async def render(tx: Tx, viewer: Viewer, records: Sequence[object]) -> types.Updates | None:
    """The Updates that tell the viewer's sessions of these records; None when there is nothing to tell."""
    updates, peers = await build(tx, viewer, records)
    if not updates:
        return None
    users, chats = await described(tx, viewer, peers)
    return types.Updates(updates=updates, users=users, chats=chats, date=viewer.now, seq=0)


def render_loaded(viewer: Viewer, records: Sequence[object]) -> types.Updates | None:
    """The same without a read, when the records are new messages that bring the users and the chat they name; else
    None."""
    users: dict[int, types.TypeUser] = {}
    chats: dict[int, types.TypeChat] = {}
    updates: list[types.TypeUpdate] = []
    files = Attached(viewer)
    for record in records:
        if type(record) is not NewMessage or not record.seen or _carries(record.message.content):
            return None
        if record.chat is not None:
            chats.setdefault(record.chat.chat.peer, chat(record.chat, viewer))
        for seen in record.seen:
            if seen.user.id not in users:
                users[seen.user.id] = user(seen, viewer)
        message = view.message(record.message, files)
        updates.append(types.UpdateNewMessage(message=message, pts=record.pts, pts_count=1))
    return types.Updates(
        updates=updates, users=list(users.values()), chats=list(chats.values()), date=viewer.now, seq=0
    )


def _carries(content: Content) -> bool:
    return content.media_id != 0 or content.webpage != 0


async def build(tx: Tx, viewer: Viewer, records: Sequence[object]) -> tuple[list[types.TypeUpdate], set[int]]:
    """(updates, peers they mention), in the order of the records."""
    shown = await _shown(tx, viewer, records)
    peers: set[int] = set()
    updates: list[types.TypeUpdate] = []
    for record in records:
        update = await _update(tx, record, shown, peers)
        if update is not None:
            updates.append(update)
    return updates, peers


async def _shown(tx: Tx, viewer: Viewer, records: Sequence[object]) -> _Shown:
    """New messages, and the present state of those that edits and reactions speak of."""
    rows = [record.message for record in records if isinstance(record, NewMessage)]
    spoken_of: dict[int, list[int]] = {}
    for record in records:
        if (place := _message_of(record)) is not None:
            spoken_of.setdefault(place[0], []).append(place[1])
    for owner, ids in spoken_of.items():
        rows += await store_messages.by_ids(tx, owner, ids)
    own = await personal.rows(tx, viewer, rows)
    return _Shown({(row.copy.owner, row.copy.id): row for row in own}, await attached(tx, viewer, own))


def _message_of(record: object) -> tuple[int, int] | None:
    """(mailbox, id) of a message that is shown as it is now."""
    if isinstance(record, Counted) and record.event.kind in SHOWS_MESSAGE:
        return record.owner, record.event.subject
    if isinstance(record, StateChanged) and record.state.kind == StateKind.REACTIONS:
        return record.owner, record.state.subject
    return (record.peer, record.id) if isinstance(record, ReactionsChanged) else None


async def _update(tx: Tx, record: object, shown: _Shown, peers: set[int]) -> types.TypeUpdate | None:
    viewer = shown.files.viewer
    if isinstance(record, NewMessage):
        peers |= named(record.message, shown.files)
        return _new(record, view.message(shown.messages[record.owner, record.message.copy.id], shown.files))
    if isinstance(record, Counted):
        return _counted(record.event, shown, peers)
    if (place := _message_of(record)) is not None:
        return _reactions(shown.messages.get(place), shown.files, peers)
    if isinstance(record, StateChanged):
        peers |= state_peers(record.state)
        return await state_update(tx, viewer, record.state)
    if isinstance(record, TopicsPinned):
        peers.add(record.owner)
        return await topics_pinned(tx, record)
    if isinstance(record, PollChanged):
        return await _poll(tx, viewer, record.poll_id, peers)
    if isinstance(record, HistoryTtlChanged):
        peers.add(record.peer)
        return await history_ttl(tx, record.owner, record.peer)
    if isinstance(record, DefaultRightsChanged):
        peers.add(record.peer)
        return await default_rights(tx, record.peer)
    if isinstance(record, StatusSeen):
        return await _status(tx, viewer, record.user)
    return _ephemeral(record, peers)


def _new(record: NewMessage, message: types.TypeMessage) -> types.TypeUpdate:
    kind = types.UpdateNewChannelMessage if is_channel(record.owner) else types.UpdateNewMessage
    return kind(message=message, pts=record.pts, pts_count=1)


async def new_messages(tx: Tx, viewer: Viewer, records: Sequence[NewMessage]) -> list[types.TypeUpdate]:
    """The updates of copies that were appended."""
    shown = await view.messages(tx, viewer, [record.message for record in records])
    return [_new(record, message) for record, message in zip(records, shown, strict=True)]


def _reactions(row: Message | None, files: Attached, peers: set[int]) -> types.TypeUpdate | None:
    """None for a message that is gone."""
    if row is None:
        return None
    peers |= named(row, files)
    return reactions.update(row, files)


async def _poll(tx: Tx, viewer: Viewer, poll_id: int, peers: set[int]) -> types.TypeUpdate | None:
    found = (await polls.seen(tx, viewer, [poll_id])).get(poll_id)
    peers |= polls.named(found)
    return polls.changed(found, viewer) if found is not None else None


async def reactions_now(tx: Tx, viewer: Viewer, rows: Sequence[Message]) -> types.Updates:
    """An update for each of these messages: its reactions as they are."""
    files = await attached(tx, viewer, rows)
    updates: list[types.TypeUpdate] = [reactions.update(row, files) for row in rows]
    users, chats = await described_in(tx, viewer, rows)
    return types.Updates(updates=updates, users=users, chats=chats, date=viewer.now, seq=0)


async def _status(tx: Tx, viewer: Viewer, user_id: int) -> types.TypeUpdate | None:
    """None for whom it is hidden from: even "recently", said at that moment, would tell when."""
    seen = (await store_users.seen(tx, viewer.user, [user_id])).get(user_id)
    if seen is None or not privacy.allows(seen, "status", viewer.user) or not privacy.is_shown_back(seen, "status"):
        return None
    return types.UpdateUserStatus(user_id=user_id, status=status(seen, viewer))


def _counted(event: Event, shown: _Shown, peers: set[int]) -> types.TypeUpdate | None:
    """None for an edit of a message that is gone: its deletion is an event of its own."""
    if is_channel(event.owner):
        peers.add(event.owner)
        return channel_updates.counted(event, shown.messages.get((event.owner, event.subject)), shown.files, peers)
    if event.kind in SHOWS_MESSAGE:
        row = shown.messages.get((event.owner, event.subject))
        if row is None:
            return None
        if event.kind == EventKind.WEBPAGE:
            page = page_of(row, shown.files)
            return types.UpdateWebPage(webpage=page, pts=event.pts, pts_count=1) if page is not None else None
        peers |= named(row, shown.files)
        return types.UpdateEditMessage(message=view.message(row, shown.files), pts=event.pts, pts_count=event.pts_count)
    if event.peer:
        peers.add(event.peer)
    if event.kind == EventKind.FOLDERS:
        peers.update(peer for peer, _ in unpack_folders(event.value))
    return _COUNTED[EventKind(event.kind)](event)


def _read_inbox(event: Event) -> types.TypeUpdate:
    return types.UpdateReadHistoryInbox(
        peer=peer_of(event.peer),
        max_id=event.subject,
        still_unread_count=unpack_count(event.value),
        pts=event.pts,
        pts_count=event.pts_count,
    )


def _read_outbox(event: Event) -> types.TypeUpdate:
    return types.UpdateReadHistoryOutbox(
        peer=peer_of(event.peer), max_id=event.subject, pts=event.pts, pts_count=event.pts_count
    )


def _deleted(event: Event) -> types.TypeUpdate:
    return types.UpdateDeleteMessages(messages=unpack_ids(event.value), pts=event.pts, pts_count=event.pts_count)


def _read_contents(event: Event) -> types.TypeUpdate:
    return types.UpdateReadMessagesContents(messages=unpack_ids(event.value), pts=event.pts, pts_count=event.pts_count)


def _pinned(event: Event) -> types.TypeUpdate:
    """value: ids; subject 1: pinned, 0: unpinned."""
    return types.UpdatePinnedMessages(
        pinned=event.subject == 1,
        peer=peer_of(event.peer),
        messages=unpack_ids(event.value),
        pts=event.pts,
        pts_count=event.pts_count,
    )


def _folders(event: Event) -> types.TypeUpdate:
    """value: (peer, folder) pairs."""
    moved: list[types.TypeFolderPeer] = [
        types.FolderPeer(peer=peer_of(peer), folder_id=folder) for peer, folder in unpack_folders(event.value)
    ]
    return types.UpdateFolderPeers(folder_peers=moved, pts=event.pts, pts_count=event.pts_count)


_COUNTED: dict[EventKind, Callable[[Event], types.TypeUpdate]] = {
    EventKind.READ_INBOX: _read_inbox,
    EventKind.READ_OUTBOX: _read_outbox,
    EventKind.DELETE: _deleted,
    EventKind.READ_CONTENTS: _read_contents,
    EventKind.PIN: _pinned,
    EventKind.FOLDERS: _folders,
}


def _ephemeral(record: object, peers: set[int]) -> types.TypeUpdate | None:
    if isinstance(record, Typing):
        peers.add(record.user)
        action: Any = tl.decode(record.action)
        return types.UpdateUserTyping(user_id=record.user, action=action)
    if isinstance(record, ChannelReadOutbox):
        peers.add(record.peer)
        return types.UpdateReadChannelOutbox(channel_id=channel_id(record.peer), max_id=record.max_id)
    if isinstance(record, ChannelChanged):
        peers.add(record.peer)
        return types.UpdateChannel(channel_id=channel_id(record.peer))
    if isinstance(record, ThreadRead):
        peers.update((record.peer, record.post[0]) if record.post is not None else (record.peer,))
        return channel_updates.thread_read(record)
    if isinstance(record, ThreadReadOutbox):
        peers.add(record.peer)
        return types.UpdateReadChannelDiscussionOutbox(
            channel_id=channel_id(record.peer), top_msg_id=record.thread, read_max_id=record.max_id
        )
    if isinstance(record, ChannelTyping):
        peers.update((record.peer, record.user))
        return channel_updates.typing(record)
    if isinstance(record, ViewsChanged):
        peers.add(record.owner)
        return channel_updates.views(record)
    if isinstance(record, ChannelContentsRead):
        peers.add(record.peer)
        return channel_updates.contents_read(record)
    if isinstance(record, LoginTokenAccepted):
        return types.UpdateLoginToken()
    if isinstance(record, ServiceNotice):
        return types.UpdateServiceNotification(
            type="notice", message=record.text, media=types.MessageMediaEmpty(), entities=[], popup=False
        )
    return None
