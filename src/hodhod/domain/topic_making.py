"""Making a forum of a supergroup; beginning, changing and deleting its topics. core.telegram.org/api/forum

Lock order: the chat row first, then mailboxes.
"""

from __future__ import annotations

from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import access, admin_log, chats, deleting, posting, public_names, rights, topics
from hodhod.domain.admin_log import Kind
from hodhod.domain.deleting import AT_ONCE, Affected
from hodhod.domain.history import TOP
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.stickers import custom_emoji
from hodhod.domain.topics import CLOSED, COLORS, HIDDEN
from hodhod.domain.updates import NewMessage, StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import messages as store_messages
from hodhod.store import sent as store_sent
from hodhod.store import topics as store
from hodhod.store.bits import ChatFlag, DialogFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message, SeenChat, Topic
from hodhod.store.within import GENERAL, TOPICS
from hodhod.tl import types

MAX_TITLE = 128
FORUM, TABS = int(ChatFlag.FORUM), int(ChatFlag.FORUM_TABS)
AS_MESSAGES = int(DialogFlag.VIEW_AS_MESSAGES)


@dataclass(frozen=True, slots=True)
class New:
    """A topic about to be made. random_id as in Outgoing."""

    title: str
    random_id: int = 0
    icon_color: int = 0
    icon_emoji: int = 0
    send_as: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be another. None: stays as it is."""

    title: str | None = None
    icon_emoji: int | None = None
    closed: bool | None = None
    hidden: bool | None = None


# --- forums


async def toggle(tx: Tx, viewer: Viewer, peer: Peer, enabled: bool, tabs: bool) -> None:
    """Make a forum of a supergroup, or a plain group of a forum. Topics stay, and are there again with the forum.

    Raises CHANNEL_INVALID, CHAT_DISCUSSION_UNALLOWED, CHAT_NOT_MODIFIED, CHAT_ADMIN_REQUIRED and what access.joined
    raises.
    """
    seen = await chats.administered(tx, viewer, peer, Admin.CHANGE_INFO)
    if not seen.chat.flags & ChatFlag.MEGAGROUP:
        raise errors.CHANNEL_INVALID
    if enabled and seen.chat.linked:
        raise errors.CHAT_DISCUSSION_UNALLOWED
    flags = seen.chat.flags & ~(FORUM | TABS) | (FORUM | TABS * tabs) * enabled
    if flags == seen.chat.flags:
        raise errors.CHAT_NOT_MODIFIED
    await store_chats.put(tx, peer, flags=flags)
    if enabled and not topics.is_forum(seen.chat):
        await topics.has_general(tx, seen.chat)
    if (flags ^ seen.chat.flags) & FORUM:
        await admin_log.note(tx, viewer, peer, Kind.FORUM, None, int(enabled))
    await public_names.changed(tx, viewer, peer)


async def view_as_messages(tx: Tx, viewer: Viewer, peer: Peer, enabled: bool) -> None:
    """See a forum as one history: for the viewer alone. Raises CHANNEL_FORUM_MISSING and what access.joined raises."""
    seen = await access.joined(tx, viewer, peer)
    if not topics.is_forum(seen.chat):
        raise errors.CHANNEL_FORUM_MISSING
    await store_dialogs.ensure(tx, viewer.user, peer)
    dialog = await store_dialogs.find(tx, viewer.user, peer)
    before = dialog.flags if dialog is not None else 0
    flags = before | AS_MESSAGES if enabled else before & ~AS_MESSAGES
    if flags != before:
        await store_dialogs.put(tx, viewer.user, peer, flags=flags)
        await set_state(tx, viewer.user, StateKind.VIEW_AS_MESSAGES, peer, b"1" if enabled else None, viewer.now)


# --- topics


def clean_title(title: str) -> str:
    """Raises TOPIC_TITLE_EMPTY."""
    trimmed = " ".join(title.split())[:MAX_TITLE]
    if not trimmed:
        raise errors.TOPIC_TITLE_EMPTY
    return trimmed


async def create(tx: Tx, viewer: Viewer, peer: Peer, new: New) -> NewMessage:
    """Begin a topic: the message that does. The same again for a random_id that was sent before.

    Raises TOPIC_TITLE_EMPTY, DOCUMENT_INVALID, RANDOM_ID_DUPLICATE, CHAT_WRITE_FORBIDDEN, SEND_AS_PEER_INVALID,
    CHANNEL_FORUM_MISSING and what access.joined raises.
    """
    title = clean_title(new.title)
    await _check_icon(tx, new.icon_emoji)
    content_id = viewer.world.ids.new()
    if new.random_id:
        earlier = await store_sent.claim(tx, viewer.user, new.random_id, peer, content_id, viewer.now)
        if earlier is not None:
            return await _made_before(tx, peer, earlier)
    seen = await _held(tx, viewer, peer)
    rights.check_write(seen, Ban.SEND, viewer.now)
    if not rights.may(seen, Ban.TOPICS, viewer.now):
        raise errors.CHAT_WRITE_FORBIDDEN
    color = new.icon_color if new.icon_color in COLORS else COLORS[0]
    action = types.MessageActionTopicCreate(title=title, icon_color=color, icon_emoji_id=new.icon_emoji or None)
    record = await posting.opening(tx, viewer, seen, action, content_id, new.send_as)
    row = record.message
    topic = Topic(int(peer), row.copy.id, row.content.sender, viewer.now, title, color, new.icon_emoji)
    await store.add(tx, topic._replace(top_id=topic.id, n=1))
    await admin_log.note(tx, viewer, peer, Kind.TOPIC_CREATE, topic)
    return record


async def _check_icon(tx: Tx, document_id: int) -> None:
    """Any custom emoji that there is; 0: none. Raises DOCUMENT_INVALID."""
    if document_id and not await custom_emoji.found(tx, [document_id]):
        raise errors.DOCUMENT_INVALID


async def _made_before(tx: Tx, peer: Peer, earlier: store_sent.Sent) -> NewMessage:
    if earlier.peer != peer:
        raise errors.RANDOM_ID_DUPLICATE
    found = await store_messages.by_content(tx, peer, earlier.content_id)
    if found is None:
        raise errors.MESSAGE_ID_INVALID
    return NewMessage(found.copy.owner, found.copy.pts, found)


async def _held(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """The forum, held alone, for a member. Raises CHANNEL_FORUM_MISSING and what access.joined raises."""
    await store_chats.lock(tx, peer)
    seen = await access.joined(tx, viewer, peer)
    if not topics.is_forum(seen.chat):
        raise errors.CHANNEL_FORUM_MISSING
    return seen


async def edit(tx: Tx, viewer: Viewer, peer: Peer, topic_id: int, change: Change) -> NewMessage:
    """Change a topic: the message that tells of it. Hiding General closes it, opening it shows it again.

    Raises TOPIC_ID_INVALID, TOPIC_TITLE_EMPTY, TOPIC_CLOSE_SEPARATELY, TOPIC_HIDE_SEPARATELY, NOGENERAL_HIDE_FORBIDDEN,
    GENERAL_MODIFY_ICON_FORBIDDEN, DOCUMENT_INVALID, TOPIC_NOT_MODIFIED, CHAT_ADMIN_REQUIRED, CHANNEL_FORUM_MISSING and
    what access.joined raises.
    """
    _check_change(topic_id, change)
    seen = await _held(tx, viewer, peer)
    topic = await topics.topic(tx, seen, topic_id)
    if not topics.may_manage(seen, viewer, topic) or (change.hidden is not None and not _is_manager(seen)):
        raise errors.CHAT_ADMIN_REQUIRED
    title = topic.title if change.title is None else clean_title(change.title)
    icon = topic.icon_emoji if change.icon_emoji is None else change.icon_emoji
    await _check_icon(tx, icon if icon != topic.icon_emoji else 0)
    changed = topic._replace(title=title, icon_emoji=icon, flags=_flags(topic, change))
    if changed == topic:
        raise errors.TOPIC_NOT_MODIFIED
    await store.put(tx, peer, topic.id, title=changed.title, icon_emoji=changed.icon_emoji, flags=changed.flags)
    await admin_log.note(tx, viewer, peer, Kind.TOPIC_EDIT, topic, changed)
    return await posting.notice(tx, viewer, seen, _told(topic, changed), topic=topic.id)


def _is_manager(seen: SeenChat) -> bool:
    return rights.is_admin(seen, Admin.TOPICS)


def _check_change(topic_id: int, change: Change) -> None:
    named = change.title is not None or change.icon_emoji is not None
    if change.closed is not None and (named or change.hidden is not None):
        raise errors.TOPIC_CLOSE_SEPARATELY
    if change.hidden is not None and named:
        raise errors.TOPIC_HIDE_SEPARATELY
    if change.hidden is not None and topic_id != GENERAL:
        raise errors.NOGENERAL_HIDE_FORBIDDEN
    if change.icon_emoji is not None and topic_id == GENERAL:
        raise errors.GENERAL_MODIFY_ICON_FORBIDDEN


def _flags(topic: Topic, change: Change) -> int:
    if change.hidden is not None:
        return topic.flags | HIDDEN | CLOSED if change.hidden else topic.flags & ~HIDDEN
    if change.closed is not None:
        return topic.flags | CLOSED if change.closed else topic.flags & ~(CLOSED | HIDDEN)
    return topic.flags


def _told(old: Topic, new: Topic) -> types.MessageActionTopicEdit:
    different = old.flags ^ new.flags
    return types.MessageActionTopicEdit(
        title=new.title if new.title != old.title else None,
        icon_emoji_id=new.icon_emoji if new.icon_emoji != old.icon_emoji else None,
        closed=bool(new.flags & CLOSED) if different & CLOSED else None,
        hidden=bool(new.flags & HIDDEN) if different & HIDDEN else None,
    )


async def delete(tx: Tx, viewer: Viewer, peer: Peer, topic_id: int) -> Affected:
    """Delete a topic with its messages, the newest first, a slice at a time: for who may delete messages, and for who
    began it, as long as nobody else wrote there.

    Raises TOPIC_ID_INVALID, CHAT_ADMIN_REQUIRED, CHANNEL_FORUM_MISSING and what access.joined raises.
    """
    seen = await _held(tx, viewer, peer)
    topic = await topics.topic(tx, seen, topic_id)
    if topic.id == GENERAL:
        raise errors.TOPIC_ID_INVALID
    if not rights.is_admin(seen, Admin.DELETE) and not await _is_all_own(tx, viewer, seen, topic):
        raise errors.CHAT_ADMIN_REQUIRED
    rows: list[Message] = await TOPICS.older(tx, peer, topic.id, TOP, 0, AT_ONCE)
    done = await deleting.remove_posts(tx, viewer, peer, rows)
    if len(rows) == AT_ONCE:
        return Affected(done.pts, done.count, 1)
    await store.remove(tx, peer, topic.id)
    await admin_log.note(tx, viewer, peer, Kind.TOPIC_DELETE, topic)
    return done


async def _is_all_own(tx: Tx, viewer: Viewer, seen: SeenChat, topic: Topic) -> bool:
    if topic.creator != viewer.user or not rights.is_member(seen):
        return False
    return not await TOPICS.has_others(tx, topic.owner, topic.id, viewer.user)
