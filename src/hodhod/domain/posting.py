"""Writing into groups and channels.

A basic group's message is a copy in each member's mailbox, as in a private chat. A supergroup's or channel's message is
one copy in the chat's own mailbox, one row of `posts` and one update of the chat's row, whatever the number of members;
besides those only people who are named get a row each.

Lock order: the chat row (shared), then mailboxes ascending inside domain/updates.append_message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hodhod import errors, tl
from hodhod.domain import (
    access,
    history_ttl,
    mentions,
    previews,
    quoting,
    rights,
    sending_as,
    slow_mode,
    threads,
    topics,
)
from hodhod.domain.media.kinds import PLAYED, MediaKind
from hodhod.domain.outgoing import Outgoing, content_of
from hodhod.domain.rights import Ban
from hodhod.domain.stats import public_forwards
from hodhod.domain.topics import Aim
from hodhod.domain.updates import NewMessage, append_message
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store import messages as store
from hodhod.store import posts as store_posts
from hodhod.store import topics as store_topics
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, ContentFlag, CopyFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, Post, SeenChat
from hodhod.store.within import GENERAL
from hodhod.tl import types

OUT, MENTIONED, UNREAD = int(CopyFlag.OUT), int(CopyFlag.MENTIONED), int(CopyFlag.MEDIA_UNREAD)
# Somebody who is named in one message more often than this is enough reads it anyway.
MAX_NAMED = 50


async def send(tx: Tx, viewer: Viewer, peer: Peer, content_id: int, message: Outgoing) -> NewMessage:
    """Send to a group or channel: the sender's own copy, or the channel's one.

    Raises CHAT_ID_INVALID, CHAT_FORBIDDEN, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED, CHAT_WRITE_FORBIDDEN,
    USER_BANNED_IN_CHANNEL, CHAT_SEND_..._FORBIDDEN, SLOWMODE_WAIT_X, REPLY_MESSAGE_ID_INVALID,
    QUOTE_TEXT_INVALID, SEND_AS_PEER_INVALID, TOPIC_DELETED, TOPIC_CLOSED.
    """
    seen, sender = await checked(tx, viewer, peer, message)
    if message.webpage and rights.bans_of(seen.chat, seen.member, viewer.now) & Ban.LINKS:
        message = replace(message, webpage=0)
    await slow_mode.pass_by(tx, viewer, seen, message.grouped_id != 0)
    aim = await aim_of(tx, viewer, seen, message)
    content = content_of(content_id, viewer, peer, quoting.placed(message, aim.reply), aim.reply)
    record = await _append(tx, viewer, seen, _shown(viewer, seen, content, sender), aim)
    return await previews.sent(tx, viewer, record)


async def aim_of(tx: Tx, viewer: Viewer, seen: SeenChat, message: Outgoing) -> Aim:
    """What the message answers, and in which topic. Raises REPLY_MESSAGE_ID_INVALID, TOPIC_DELETED, TOPIC_CLOSED."""
    if topics.is_forum(seen.chat):
        return await topics.aim(tx, viewer, seen, message.topic, message.reply_to or 0)
    return Aim(await _reply_target(tx, viewer, Peer(seen.chat.peer), message.reply_to) if message.reply_to else None)


async def checked(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing) -> tuple[SeenChat, int]:
    """The chat, whose row is held, and whom the message will show. Raises what send raises but for SLOWMODE_WAIT_X and
    the reply."""
    await store_chats.share(tx, peer)
    seen = await access.writable(tx, viewer, peer)
    rights.check_write(seen, wanted(message), viewer.now)
    return seen, await sending_as.checked(tx, viewer, seen, message.send_as)


def wanted(message: Outgoing) -> Ban:
    """What a member must not be kept from to send this."""
    return _BANS.get(MediaKind(message.media_kind), Ban.PLAIN)


# Contacts and places are words to Telegram.
_BANS = {
    MediaKind.PHOTO: Ban.PHOTOS,
    MediaKind.DOCUMENT: Ban.DOCS,
    MediaKind.VIDEO: Ban.VIDEOS,
    MediaKind.ROUND_VIDEO: Ban.ROUND,
    MediaKind.VOICE: Ban.VOICES,
    MediaKind.MUSIC: Ban.AUDIOS,
    MediaKind.GIF: Ban.GIFS,
    MediaKind.STICKER: Ban.STICKERS,
    MediaKind.DICE: Ban.STICKERS,
    MediaKind.POLL: Ban.POLLS,
}


async def notice(
    tx: Tx,
    viewer: Viewer,
    seen: SeenChat,
    action: types.TypeMessageAction,
    reply_to: Message | None = None,
    flags: int = 0,
    topic: int = 0,
    content_id: int = 0,
) -> NewMessage:
    """A service message of the chat, caused by the viewer. The caller has checked the right to what it tells. topic: of
    a forum, where it is told, 0: where the message stands that it answers."""
    message = replace(_telling(action), flags=flags)
    content = content_of(content_id or viewer.world.ids.new(), viewer, Peer(seen.chat.peer), message, reply_to)
    if topics.is_forum(seen.chat):
        topic = topic or (topics.of_row(reply_to) if reply_to is not None else GENERAL)
    sender = sending_as.usual(viewer, seen)
    return await _append(tx, viewer, seen, _shown(viewer, seen, content, sender), Aim(reply_to, topic))


async def opening(
    tx: Tx, viewer: Viewer, seen: SeenChat, action: types.TypeMessageAction, content_id: int, send_as: int = 0
) -> NewMessage:
    """The first message of a new topic, whose number it is. The caller has checked the right to begin one."""
    content = content_of(content_id, viewer, Peer(seen.chat.peer), _telling(action), None)
    sender = await sending_as.checked(tx, viewer, seen, send_as)
    record = await _append(tx, viewer, seen, _shown(viewer, seen, content, sender), Aim(None))
    await store_topics.begun(tx, seen.chat.peer, record.message.copy.id)
    return record


def _telling(action: types.TypeMessageAction) -> Outgoing:
    """A new photo of the chat is carried as media, because how it is shown differs from viewer to viewer."""
    if isinstance(action, types.MessageActionChatEditPhoto):
        return Outgoing(action=tl.encode(action), media_kind=MediaKind.CHAT_PHOTO, media_id=action.photo.id)
    return Outgoing(action=tl.encode(action))


async def as_received(tx: Tx, viewer: Viewer, record: NewMessage) -> NewMessage | None:
    """The same message where the viewer has it: in a channel the one copy, in a basic group their own."""
    if record.owner in (viewer.user, record.message.copy.peer):
        return record
    for copy in await store.copies_of(tx, [int(viewer.user)], record.message.content.id):
        return NewMessage(copy.owner, copy.pts, Message(copy, record.message.content, None))
    return None


async def _reply_target(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    row = await store.find(tx, viewer.box(peer), msg_id)
    if row is None or row.copy.peer != peer:
        raise errors.REPLY_MESSAGE_ID_INVALID
    return row


def _shown(viewer: Viewer, seen: SeenChat, content: Content, sender: int) -> Content:
    """Whom the message shows; who wrote it is kept besides where that is somebody else."""
    content = history_ttl.dated(content, seen.chat.ttl)
    if seen.chat.flags & ChatFlag.BROADCAST:
        content = content._replace(flags=content.flags | ContentFlag.POST)
    return content if sender == viewer.user else content._replace(sender=sender, author=int(viewer.user))


async def _append(tx: Tx, viewer: Viewer, seen: SeenChat, content: Content, aim: Aim) -> NewMessage:
    named = await _named(tx, viewer, seen, content, aim.reply)
    if is_channel(seen.chat.peer):
        return await _post(tx, viewer, seen, content, aim, named)
    return await _spread(tx, viewer, seen, content, named)


async def _named(tx: Tx, viewer: Viewer, seen: SeenChat, content: Content, reply: Message | None) -> list[int]:
    """Members whom the message names or answers, ascending."""
    if seen.chat.flags & ChatFlag.BROADCAST or content.action is not None:
        return []
    found = await mentions.named_users(tx, content)
    if reply is not None:
        found.add(reply.content.author or reply.content.sender)
    found.discard(viewer.user)
    people = sorted(user for user in found if user > 0)[:MAX_NAMED]
    rows = await store_members.many(tx, seen.chat.peer, people)
    return [user for user in people if user in rows and rows[user].role >= Role.MEMBER]


async def _spread(tx: Tx, viewer: Viewer, seen: SeenChat, content: Content, named: Sequence[int]) -> NewMessage:
    """A copy for every member of a basic group."""
    peer = seen.chat.peer
    users = await store_members.ids(tx, peer)
    to_play = UNREAD if content.media_kind in PLAYED else 0
    owners = [(user, peer, _copy_flags(viewer, user, named) | to_play) for user in users]
    replies = await _replies(tx, content, users)
    records = await append_message(tx, content, owners, replies, {})
    await store_dialogs.bump(tx, [(r.message.copy, content.date) for r in records])
    if named:
        await store_posts.mention(tx, named, peer, {r.owner: r.message.copy.id for r in records})
    return next(record for record in records if record.owner == viewer.user)


def _copy_flags(viewer: Viewer, user: int, named: Iterable[int]) -> int:
    if user == viewer.user:
        return OUT
    return MENTIONED | UNREAD if user in named else 0


async def _replies(tx: Tx, content: Content, owners: list[int]) -> dict[int, int]:
    if content.reply_content is None:
        return {}
    return {copy.owner: copy.id for copy in await store.copies_of(tx, owners, content.reply_content)}


async def _post(tx: Tx, viewer: Viewer, seen: SeenChat, content: Content, aim: Aim, named: Sequence[int]) -> NewMessage:
    """The one copy of a supergroup or channel."""
    peer = seen.chat.peer
    replies = {peer: aim.reply.copy.id} if aim.reply is not None else {}
    post = Post(
        0,
        0 if aim.topic else await threads.begun_by(tx, aim.reply),
        signature=await _signature(tx, viewer, seen, content),
        discussed=_discussed(seen, content),
        topic=aim.topic if aim.topic != GENERAL else 0,
    )
    copies = [(peer, peer, 0)]
    (record,) = await append_message(tx, content, copies, replies, {}, post=post, topic=aim.topic, named=tuple(named))
    if post.thread and not seen.chat.flags & ChatFlag.BROADCAST:
        await threads.replied(tx, seen.chat, record)
    if post.discussed:
        await threads.record_post(tx, peer, record.message.copy.id, viewer.now)
    if content.forward is not None:
        await public_forwards.stands(tx, record.message)
    if named:
        await store_posts.mention(tx, named, peer, dict.fromkeys(named, record.message.copy.id))
    return record


def _discussed(seen: SeenChat, content: Content) -> int:
    """The group in which a post of a channel is discussed."""
    is_post = seen.chat.flags & ChatFlag.BROADCAST and content.action is None
    return seen.chat.linked if is_post else 0


async def _signature(tx: Tx, viewer: Viewer, seen: SeenChat, content: Content) -> str | None:
    """Under a post who wrote it, beside a group's message the writer's title; a channel that writes there has none."""
    if not seen.chat.flags & ChatFlag.BROADCAST:
        is_guest = content.sender not in (viewer.user, seen.chat.peer)
        return None if seen.member is None or is_guest else seen.member.rank or None
    if not seen.chat.flags & ChatFlag.SIGNATURES:
        return None
    me = await store_users.get(tx, viewer.user)
    return f"{me.first_name} {me.last_name}".strip()
