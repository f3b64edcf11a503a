"""Threads: the answers to one message of a supergroup, and with it the comments of a channel's post.
core.telegram.org/api/threads

The message that began a thread counts its answers. When it was forwarded from a channel, the channel's post counts them
too and remembers who commented last: that is what people see below the post.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, topics
from hodhod.domain.updates import NewMessage
from hodhod.domain.values import pack_peers, unpack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import jobs, within
from hodhod.store import messages as store_messages
from hodhod.store import threads as store
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Message, SeenChat, Topic
from hodhod.store.within import Within

JOB, TAKE_BACK = "discuss", "take_back"
ALBUM = 10
RECENT = 3


class Thread(NamedTuple):
    """One thread, or a topic of a forum. id: the message that began it, where it stands in the group, with its row;
    General, and what began with a message that is hidden or gone, has none. post: the channel's post whose comments it
    holds."""

    peer: Peer
    id: int
    root: Message | None
    post: Message | None = None
    topic: Topic | None = None

    @property
    def messages(self) -> Within:
        """Where its messages are read."""
        return within.THREADS if self.topic is None else within.TOPICS


class Threads(NamedTuple):
    """What a batch of messages shows of threads: how far the viewer has read in each (group, first message), and in
    which group each channel is discussed now; what was said of its posts in another one is not shown."""

    read: Mapping[tuple[int, int], int]
    linked: Mapping[int, int]


NO_THREADS = Threads({}, {})


async def find(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Thread:
    """The thread of a channel's post, or the one that a message of a supergroup began or stands in; in a forum the
    topic.

    Raises MSG_ID_INVALID, TOPIC_ID_INVALID, PEER_ID_INVALID and what access.readable raises.
    """
    seen = await access.readable(tx, viewer, peer)
    if seen is None or not is_channel(peer):
        raise errors.PEER_ID_INVALID
    if topics.is_forum(seen.chat):
        return await _topic(tx, seen, msg_id)
    row = await store_messages.find(tx, peer, msg_id)
    if row is None or row.post is None or msg_id <= access.first_hidden(seen):
        raise errors.MSG_ID_INVALID
    if row.post.discussed and row.post.discussed == seen.chat.linked:
        first = await first_of_album(tx, row)
        assert first.post is not None
        root = await _root(tx, viewer, row.post.discussed, first.post.root)
        return Thread(Peer(row.post.discussed), root.copy.id, root, first)
    if seen.chat.flags & access.BROADCAST:
        raise errors.MSG_ID_INVALID  # a post that nobody can comment
    root = await _root(tx, viewer, peer, row.post.thread) if row.post.thread else row
    return Thread(peer, root.copy.id, root)


async def _topic(tx: Tx, seen: SeenChat, msg_id: int) -> Thread:
    topic = await topics.around(tx, seen, msg_id)
    root = await store_messages.find(tx, topic.owner, topic.id) if topic.id > access.first_hidden(seen) else None
    return Thread(Peer(topic.owner), topic.id, root, topic=topic)


async def _root(tx: Tx, viewer: Viewer, group: int, root: int) -> Message:
    await access.readable(tx, viewer, Peer(group))
    row = await store_messages.find(tx, group, root) if root else None
    if row is None:
        raise errors.MSG_ID_INVALID
    return row


async def first_hidden(tx: Tx, viewer: Viewer, thread: Thread) -> int:
    """Messages of its group up to this id are hidden from the viewer."""
    return access.first_hidden(await access.chat(tx, viewer, thread.peer))


# --- counting


async def record_post(tx: Tx, channel: int, msg_id: int, now: int) -> None:
    """A post that is to be discussed was written: a job takes it into the group (domain/discussion.py)."""
    await jobs.enqueue(tx, JOB, f"{channel} {msg_id}".encode(), now)


async def withdrawn(tx: Tx, rows: Sequence[Message], now: int) -> None:
    """These messages are gone: what posts became in a discussion group is taken back by a job."""
    places: dict[int, list[int]] = {}
    for row in rows:
        if row.post is not None and row.post.discussed and row.post.root:
            places.setdefault(row.post.discussed, []).append(row.post.root)
    for group, roots in places.items():
        await jobs.enqueue(tx, TAKE_BACK, " ".join(map(str, (group, *roots))).encode(), now)


async def first_of_album(tx: Tx, row: Message) -> Message:
    """An album has one thread: that of its first message."""
    if not row.content.grouped_id:
        return row
    copy = row.copy
    before = await store_messages.by_ids(tx, copy.owner, list(range(copy.id - ALBUM + 1, copy.id)))
    return next((one for one in before if one.content.grouped_id == row.content.grouped_id), row)


async def begun_by(tx: Tx, reply: Message | None) -> int:
    """The thread in which an answer to this message stands: that of the message at the beginning of the chain."""
    if reply is None or reply.post is None:
        return 0
    if reply.post.thread or not reply.content.saved_id:
        return reply.post.thread or reply.copy.id
    return (await first_of_album(tx, reply)).copy.id


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
        rows = await within.THREADS.older(tx, peer, root, 2**31 - 1, 0, len(ids) + 1)
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


# --- showing


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
