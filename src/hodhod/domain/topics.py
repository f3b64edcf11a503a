"""Topics of a forum: what a message in one is, and who writes where. core.telegram.org/api/forum

A topic is named by the message that began it; General, which every forum has, by 1. A message says in its own row in
which topic it stands, and the topic's row counts it: nothing is written per member. In a forum topics take the place of
threads. How far somebody has read a topic is one row of `threads_read`.
"""

from __future__ import annotations

from typing import NamedTuple

from hodhod import errors
from hodhod.domain import access, rights
from hodhod.domain.rights import Admin
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import messages as store_messages
from hodhod.store import topics as store
from hodhod.store.bits import ChatFlag, TopicFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Message, SeenChat, Topic
from hodhod.store.within import GENERAL, TOPICS

CLOSED, HIDDEN = int(TopicFlag.CLOSED), int(TopicFlag.HIDDEN)
GENERAL_TITLE = "General"
# The colors of topics without an icon of their own; the first one is General's.
COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


class Aim(NamedTuple):
    """Where a message goes: what it answers, and in which topic it stands, 0 outside of forums."""

    reply: Message | None
    topic: int = 0


def is_forum(chat: Chat) -> bool:
    return bool(chat.flags & ChatFlag.FORUM)


def of_row(row: Message) -> int:
    """The topic in which a forum's message stands."""
    return (row.post.topic if row.post is not None else 0) or GENERAL


def begins(row: Message) -> bool:
    """Is this the message that began a topic?"""
    return row.post is not None and row.post.topic == row.copy.id


async def forum(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """A forum that the viewer may read. Raises PEER_ID_INVALID, CHANNEL_FORUM_MISSING and what access.readable
    raises."""
    seen = await access.readable(tx, viewer, peer)
    if seen is None:
        raise errors.PEER_ID_INVALID
    if not is_forum(seen.chat):
        raise errors.CHANNEL_FORUM_MISSING
    return seen


async def topic(tx: Tx, seen: SeenChat, topic_id: int) -> Topic:
    """Raises TOPIC_ID_INVALID."""
    found = await store.find(tx, seen.chat.peer, topic_id)
    if found is None:
        raise errors.TOPIC_ID_INVALID
    return found


async def around(tx: Tx, seen: SeenChat, msg_id: int) -> Topic:
    """The topic of this number, or the one in which this message stands. Raises TOPIC_ID_INVALID."""
    found = await store.find(tx, seen.chat.peer, msg_id)
    if found is not None:
        return found
    row = await store_messages.find(tx, seen.chat.peer, msg_id)
    if row is None or msg_id <= access.first_hidden(seen):
        raise errors.TOPIC_ID_INVALID
    return await topic(tx, seen, of_row(row))


def may_manage(seen: SeenChat, viewer: Viewer, topic: Topic) -> bool:
    """May the viewer change this topic: an administrator with the right, and who began it."""
    return rights.is_admin(seen, Admin.TOPICS) or (rights.is_member(seen) and topic.creator == viewer.user)


async def aim(tx: Tx, viewer: Viewer, seen: SeenChat, topic_id: int, reply_to: int) -> Aim:
    """Where a message to a forum goes: into the topic that is named (0: none is), else into that of the message that it
    answers (0: none), else into General. A topic is named by its first message too.

    Raises TOPIC_DELETED, TOPIC_CLOSED, REPLY_MESSAGE_ID_INVALID.
    """
    row = None
    if reply_to in (GENERAL, topic_id):
        topic_id = topic_id or reply_to
    elif reply_to:
        row = await store_messages.find(tx, seen.chat.peer, reply_to)
        if row is None:
            raise errors.REPLY_MESSAGE_ID_INVALID
        topic_id = topic_id or of_row(row)
    found = await store.find(tx, seen.chat.peer, topic_id or GENERAL)
    if found is None:
        raise errors.TOPIC_DELETED
    if found.flags & CLOSED and not may_manage(seen, viewer, found):
        raise errors.TOPIC_CLOSED
    return Aim(None if row is not None and begins(row) else row, found.id)


async def has_general(tx: Tx, chat: Chat) -> None:
    """What was written so far stands in General from now on."""
    top = await TOPICS.last(tx, chat.peer, GENERAL)
    if await store.find(tx, chat.peer, GENERAL) is None:
        row = Topic(chat.peer, GENERAL, chat.creator, chat.date, GENERAL_TITLE, COLORS[0], top_id=top, n=chat.top_n)
        await store.add(tx, row)
    else:
        await store.put(tx, chat.peer, GENERAL, top_id=top, n=chat.top_n)


async def removed(tx: Tx, chat: Chat, rows: list[Message]) -> None:
    """These messages are gone: a topic goes with its first one, and the others have another newest one. Call when their
    rows of `posts` are gone too."""
    if not is_forum(chat) and not any(row.post is not None and row.post.topic for row in rows):
        return
    gone = {row.copy.id for row in rows}
    for found in (await store.many(tx, chat.peer, sorted({of_row(row) for row in rows}))).values():
        if found.id in gone and found.id != GENERAL:
            await store.remove(tx, chat.peer, found.id)
        elif found.top_id in gone:
            await store.put(tx, chat.peer, found.id, top_id=await TOPICS.last(tx, chat.peer, found.id))


async def in_forum(tx: Tx, peer: int | None, topic_id: int) -> bool:
    """Does this number name a topic, and not a thread?"""
    if not topic_id or peer is None or not is_channel(peer):
        return False
    chat = await store_chats.get(tx, peer)
    return chat is not None and is_forum(chat)


async def among(tx: Tx, peer: int, rows: list[Message], topic_id: int) -> list[Message]:
    """Those of these messages that stand in a topic of a forum; all of them, where no topic is named."""
    return [row for row in rows if of_row(row) == topic_id] if await in_forum(tx, peer, topic_id) else rows
