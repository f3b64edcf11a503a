"""Threads: the answers to one message of a supergroup, and with it the comments of a channel's post.
core.telegram.org/api/threads

The message that began a thread counts its answers. When it was forwarded from a channel, the channel's post counts them
too and remembers who commented last: that is what people see below the post.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access
from hodhod.domain.updates import NewMessage, ThreadRead, ThreadReadOutbox
from hodhod.domain.values import pack_peers, unpack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import jobs
from hodhod.store import messages as store_messages
from hodhod.store import threads as store
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Message

JOB = "discuss"
RECENT = 3
MAX_AUTHORS = 20


class Thread(NamedTuple):
    """One thread. root: the message that began it, where it stands in the group. post: the channel's post whose
    comments it holds."""

    peer: Peer
    root: Message
    post: Message | None


class Threads(NamedTuple):
    """What a batch of messages shows of threads: how far the viewer has read in each (group, first message), and in
    which group each channel is discussed now; what was said of its posts in another one is not shown."""

    read: Mapping[tuple[int, int], int]
    linked: Mapping[int, int]


NO_THREADS = Threads({}, {})


async def find(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Thread:
    """The thread of a channel's post, or the one that a message of a supergroup began or stands in.

    Raises MSG_ID_INVALID, PEER_ID_INVALID and what access.readable raises.
    """
    if not is_channel(peer):
        raise errors.PEER_ID_INVALID
    try:
        row = await access.message(tx, viewer, peer, msg_id)
    except errors.MESSAGE_ID_INVALID:
        raise errors.MSG_ID_INVALID from None
    assert row.post is not None
    seen = await access.chat(tx, viewer, peer)
    if row.post.discussed and row.post.discussed == seen.chat.linked:
        return Thread(Peer(row.post.discussed), await _root(tx, viewer, row.post.discussed, row.post.root), row)
    if seen.chat.flags & access.BROADCAST:
        raise errors.MSG_ID_INVALID  # a post that nobody can comment
    root = await _root(tx, viewer, peer, row.post.thread) if row.post.thread else row
    return Thread(peer, root, None)


async def _root(tx: Tx, viewer: Viewer, group: int, root: int) -> Message:
    await access.readable(tx, viewer, Peer(group))
    row = await store_messages.find(tx, group, root) if root else None
    if row is None:
        raise errors.MSG_ID_INVALID
    return row


# --- counting


async def record_post(tx: Tx, channel: int, msg_id: int, now: int) -> None:
    """A post that is to be discussed was written: a job takes it into the group (domain/discussion.py)."""
    await jobs.enqueue(tx, JOB, f"{channel} {msg_id}".encode(), now)


async def replied(tx: Tx, chat: Chat, record: NewMessage) -> None:
    """A message of a thread was written."""
    copy, post = record.message.copy, record.message.post
    assert post is not None
    await store.grow(tx, copy.owner, post.thread, 1, copy.id)
    origin = await _origin(tx, chat.peer, post.thread) if chat.linked else None
    if origin is not None and origin.post is not None:
        await store.grow(tx, origin.copy.owner, origin.copy.id, 1, copy.id)
        author = record.message.content.sender
        before = [peer for peer in unpack_peers(origin.post.recent) if peer != author]
        await store.put_recent(tx, origin.copy.owner, origin.copy.id, pack_peers([author, *before][:RECENT]))


async def removed(tx: Tx, peer: int, ids: Sequence[int]) -> None:
    """These messages are about to go. Call while their rows of `posts` still stand."""
    for root, count in sorted((await store.threads_of(tx, peer, ids)).items()):
        rows = await store.older(tx, peer, root, 2**31 - 1, 0, len(ids) + 1)
        newest = next((row.copy.id for row in rows if row.copy.id not in ids), 0)
        await store.grow(tx, peer, root, -count, newest)
        origin = await _origin(tx, peer, root)
        if origin is not None:
            await store.grow(tx, origin.copy.owner, origin.copy.id, -count, newest)


async def _origin(tx: Tx, group: int, root: int) -> Message | None:
    """The channel's post from which a thread's first message was forwarded."""
    row = await store_messages.find(tx, group, root)
    if row is None or not row.content.saved_id or not is_channel(row.content.saved_peer):
        return None
    origin = await store_messages.find(tx, row.content.saved_peer, row.content.saved_id)
    is_this = origin is not None and origin.post is not None and origin.post.root == root
    return origin if is_this else None


# --- reading


async def read_up_to(tx: Tx, viewer: Viewer, thread: Thread) -> int:
    place = (int(thread.peer), thread.root.copy.id)
    return (await store.read(tx, viewer.user, [place])).get(place, 0)


async def read(tx: Tx, viewer: Viewer, thread: Thread, max_id: int) -> None:
    """The viewer has read the thread up to max_id. A mark that does not advance writes nothing."""
    peer, root = thread.peer, thread.root.copy.id
    before = await read_up_to(tx, viewer, thread)
    up_to = min(max_id, max(await store.last(tx, peer, root), root))
    if up_to <= before:
        return
    await store.put_read(tx, viewer.user, peer, root, up_to)
    content = thread.root.content
    post = (content.saved_peer, content.saved_id) if content.saved_id else None
    tx.emit(ThreadRead(int(viewer.user), peer, root, up_to, post))
    for author, newest in await store.authors(tx, peer, root, before, up_to, MAX_AUTHORS):
        if author != viewer.user:
            tx.emit(ThreadReadOutbox(author, peer, root, newest))


async def shown(tx: Tx, viewer: Viewer, rows: Sequence[Message]) -> Threads:
    """The threads that these messages began, or whose comments they show."""
    places, linked = [], dict[int, int]()
    for row in rows:
        if row.post is not None and row.post.discussed:
            linked[row.copy.owner] = 0
            places.append((row.post.discussed, row.post.root))
        elif row.post is not None and row.post.replies:
            places.append((row.copy.owner, row.copy.id))
    for channel in linked:
        chat = await store_chats.get(tx, channel)
        linked[channel] = chat.linked if chat is not None else 0
    return Threads(await store.read(tx, viewer.user, places) if viewer.user else {}, linked)
