"""Answering in one chat what was said in another. core.telegram.org/api/replies

The answer shows who said it and what: readers may not have the message itself. Only a message of a public group or
channel is named, because everybody may go and look at it.
"""

from __future__ import annotations

from dataclasses import replace

from hodhod import errors, tl
from hodhod.domain import access, mentions, origins, quoting
from hodhod.domain.entities import only_quoted, unpacked, utf16_length, utf16_slice
from hodhod.domain.nesting import end_of
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Content, Message
from hodhod.tl import types

MAX_SHOWN = 1024
# The offset of a quote that its writer did not choose: it shows the message answered.
WHOLE = -1


async def elsewhere(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing) -> Outgoing:
    """The message as it is written if what it answers stands in another chat.

    Raises REPLY_MESSAGE_ID_INVALID, CHAT_FORWARDS_RESTRICTED, QUOTE_TEXT_INVALID and what access.readable raises.
    """
    if message.reply_peer in (0, peer):
        return message
    try:
        row = await access.message(tx, viewer, Peer(message.reply_peer), message.reply_to or 0)
    except errors.MESSAGE_ID_INVALID:
        raise errors.REPLY_MESSAGE_ID_INVALID from None
    if row.content.action is not None:
        raise errors.REPLY_MESSAGE_ID_INVALID
    chat = await store_chats.get(tx, message.reply_peer) if message.reply_peer < 0 else None
    if row.content.flags & ContentFlag.NOFORWARDS or (chat is not None and chat.flags & ChatFlag.NOFORWARDS):
        raise errors.CHAT_FORWARDS_RESTRICTED
    message = _shown(row.content, message) if message.quote is None else quoting.placed(message, row)
    return replace(message, reply_to=None, answered=tl.encode(await _header(tx, viewer, row, chat)))


async def _header(tx: Tx, viewer: Viewer, row: Message, chat: Chat | None) -> types.MessageReplyHeader:
    authors = await store_users.seen(tx, viewer.user, [row.content.sender])
    origin = origins.of(viewer, row, authors.get(row.content.sender))
    own = types.MessageFwdHeader(date=row.content.date, from_id=types.PeerUser(user_id=viewer.user))
    header = types.MessageReplyHeader(reply_from=origin or own)
    if chat is not None and is_channel(chat.peer) and chat.username:
        header.reply_to_peer_id, header.reply_to_msg_id = mentions.tl_peer(chat.peer), row.copy.id
    return header


def _shown(content: Content, message: Outgoing) -> Outgoing:
    """The words of what is answered stand for a quote."""
    if not content.text:
        return message
    text = utf16_slice(content.text, 0, MAX_SHOWN)
    kept = [e for e in only_quoted(unpacked(content.entities)) if end_of(e) <= utf16_length(text)]
    quote = tl.encode(types.TextWithEntities(text=text, entities=kept))
    return replace(message, quote=quote, quote_offset=WHOLE)
