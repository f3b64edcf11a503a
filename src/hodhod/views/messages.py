"""A stored message as its owner sees it: messages.Message of core.telegram.org/constructor/message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from hodhod import tl
from hodhod.domain import answering, personal, saved
from hodhod.domain.values import unpack_peers
from hodhod.domain.viewer import Viewer
from hodhod.store.bits import ContentFlag, CopyFlag
from hodhod.store.db import Tx
from hodhod.store.records import Content, Copy, Message
from hodhod.tl import types
from hodhod.views import media, reactions
from hodhod.views.chats import channel_id
from hodhod.views.media import Attached
from hodhod.views.refs import peer_of

OUT, MENTIONED, MEDIA_UNREAD, PINNED = (int(flag) for flag in CopyFlag)
SILENT, NOFORWARDS, INVERT_MEDIA, EDIT_HIDE, FROM_SCHEDULED = (int(flag) for flag in list(ContentFlag)[:5])
POST = int(ContentFlag.POST)


async def messages(tx: Tx, viewer: Viewer, rows: Sequence[Message]) -> list[types.TypeMessage]:
    """Several, with what they carry and what the viewer is to them."""
    own = await personal.rows(tx, viewer, rows)
    files = await media.attached(tx, viewer, own)
    return [message(row, files) for row in own]


def message(row: Message, files: Attached) -> types.TypeMessage:
    """The TL object of one copy; service messages by their action. files: what it carries, as `media.attached` loads
    it."""
    if row.content.action is not None:
        return _service(row, files)
    copy, content, post = row.copy, row.content, row.post
    flags, shared = copy.flags, content.flags
    return types.Message(
        out=_is_out(copy),
        post=shared & POST != 0,
        mentioned=flags & MENTIONED != 0,
        media_unread=flags & MEDIA_UNREAD != 0,
        silent=shared & SILENT != 0,
        from_scheduled=shared & FROM_SCHEDULED != 0,
        edit_hide=shared & EDIT_HIDE != 0,
        pinned=flags & PINNED != 0,
        noforwards=shared & NOFORWARDS != 0,
        invert_media=shared & INVERT_MEDIA != 0,
        id=copy.id,
        from_id=_from(copy, content),
        peer_id=peer_of(copy.peer),
        saved_peer_id=_saved_peer(row),
        fwd_from=_forward(content) if content.forward is not None else None,
        via_bot_id=content.via_bot or None,
        reply_to=reply_header(row),
        date=content.date,
        message=content.text,
        media=media.of_message(row, files),
        reply_markup=cast("types.TypeReplyMarkup", tl.decode(content.markup)) if content.markup else None,
        entities=entities(content),
        edit_date=content.edit_date or None,
        grouped_id=content.grouped_id or None,
        ttl_period=content.ttl or None,
        effect=content.effect or None,
        reactions=reactions.of_message(row, files),
        views=max(post.views, 1) if post is not None and shared & POST else None,
        forwards=post.forwards if post is not None and shared & POST else None,
        replies=_replies(row, files),
        post_author=post.signature if post is not None else None,
    )


def _replies(row: Message, files: Attached) -> types.MessageReplies | None:
    """Comments of a channel's post, or the answers to a message of a supergroup; the message below which a post is
    discussed says so from the beginning, or TDLib finds no thread there."""
    copy, post = row.copy, row.post
    if post is None or not (post.discussed or post.replies or row.content.saved_id):
        return None
    if post.discussed and files.threads.linked.get(copy.owner) != post.discussed:
        return None
    place = (post.discussed, post.root) if post.discussed else (copy.owner, copy.id)
    return types.MessageReplies(
        comments=post.discussed != 0,
        replies=post.replies,
        replies_pts=copy.pts,
        recent_repliers=[peer_of(peer) for peer in unpack_peers(post.recent)] if post.discussed else None,
        channel_id=channel_id(post.discussed) if post.discussed else None,
        max_id=post.last or None,
        read_max_id=files.threads.read.get(place),
    )


def typing_action(stored: bytes) -> types.TypeSendMessageAction:
    return cast("types.TypeSendMessageAction", tl.decode(stored))


def _service(row: Message, files: Attached) -> types.MessageService:
    copy, content = row.copy, row.content
    return types.MessageService(
        out=_is_out(copy),
        post=content.flags & POST != 0,
        mentioned=copy.flags & MENTIONED != 0,
        media_unread=copy.flags & MEDIA_UNREAD != 0,
        silent=content.flags & SILENT != 0,
        id=copy.id,
        from_id=_from(copy, content),
        peer_id=peer_of(copy.peer),
        saved_peer_id=_saved_peer(row),
        reply_to=reply_header(row),
        date=content.date,
        action=_action(row, files),
        ttl_period=content.ttl or None,
    )


def _action(row: Message, files: Attached) -> types.TypeMessageAction:
    action = cast("types.TypeMessageAction", tl.decode(row.content.action or b""))
    if isinstance(action, types.MessageActionChatEditPhoto):
        action.photo = media.chat_photo_told(row, files)
    return action


def _is_out(copy: Copy) -> bool:
    """Messages to oneself are not outgoing on the wire (TDLib refuses the flag there), though they are never unread."""
    return copy.flags & OUT != 0 and (copy.peer != copy.owner or copy.owner < 0)


def _from(copy: Copy, content: Content) -> types.TypePeer | None:
    """The sender, left out where the dialog itself tells it: an incoming private message, a channel's post."""
    if content.flags & POST or (copy.peer == content.sender and copy.peer > 0 and not copy.flags & OUT):
        return None
    return peer_of(content.sender)


def _saved_peer(row: Message) -> types.TypePeer | None:
    """In Saved Messages: which of the saved dialogs the message belongs to."""
    return peer_of(saved.peer_of(row)) if row.copy.peer == row.copy.owner > 0 else None


def entities(content: Content) -> list[types.TypeMessageEntity] | None:
    if content.entities is None:
        return None
    return cast("types.TextWithEntities", tl.decode(content.entities)).entities


def _forward(content: Content) -> types.MessageFwdHeader:
    header = cast("types.MessageFwdHeader", tl.decode(content.forward or b""))
    if content.saved_id:
        header.saved_from_peer = peer_of(content.saved_peer)
        header.saved_from_msg_id = content.saved_id
    return header


def topic_of(row: Message) -> int:
    """The topic whose first message this one follows; 0: General, or no forum."""
    return 0 if row.post is None or row.post.topic == row.copy.id else row.post.topic


def reply_header(row: Message) -> types.MessageReplyHeader | None:
    """The header of a reply, by the owner's own id; a quote outlives its message. What stands in a topic of a forum
    answers the topic's first message, if no other."""
    content, topic = row.content, topic_of(row)
    if row.reply_id is None and content.quote is None and content.answered is None:
        return types.MessageReplyHeader(forum_topic=True, reply_to_msg_id=topic) if topic else None
    header = _elsewhere(content) or types.MessageReplyHeader(reply_to_msg_id=row.reply_id)
    if topic:
        header.forum_topic, header.reply_to_top_id = True, topic
    if row.post is not None and row.post.thread and row.post.thread != row.reply_id:
        header.reply_to_top_id = row.post.thread
    if content.quote is not None:
        quote = cast("types.TextWithEntities", tl.decode(content.quote))
        header.quote = content.quote_offset != answering.WHOLE
        header.quote_text = quote.text
        header.quote_entities = quote.entities or None
        header.quote_offset = max(content.quote_offset, 0) or None
    return header


def _elsewhere(content: Content) -> types.MessageReplyHeader | None:
    """What it answers in another chat."""
    return cast("types.MessageReplyHeader", tl.decode(content.answered)) if content.answered is not None else None
