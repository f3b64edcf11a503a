"""Answers that several methods share."""

from __future__ import annotations

from hodhod.domain import mentions
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.peers import described


def is_plain(record: NewMessage) -> bool:
    """Can the sender's client know the whole message from updateShortSentMessage? Text to another user, no more."""
    copy, content, _ = record.message
    extras = (content.reply_content, content.forward, content.action, content.markup, content.media)
    return copy.peer != copy.owner and not any(extras) and not content.flags and not content.effect


def short_sent(record: NewMessage) -> types.UpdateShortSentMessage:
    """The answer to a plain private text: ids only, the client has the rest."""
    copy, content, _ = record.message
    return types.UpdateShortSentMessage(
        out=True, id=copy.id, pts=record.pts, pts_count=1, date=content.date, entities=view.entities(content)
    )


async def sent(tx: Tx, viewer: Viewer, records: list[tuple[NewMessage, int]]) -> types.Updates:
    """The answer to sending: which random_id became which id, and the messages. records: (copy, random_id) each."""
    rows = [record.message for record, _ in records]
    users, chats = await described(tx, viewer, mentions.peers_of(rows))
    shown = await view.messages(tx, viewer, rows)
    named: list[types.TypeUpdate] = [
        types.UpdateMessageID(id=record.message.copy.id, random_id=random_id)
        for record, random_id in records
        if random_id
    ]
    new: list[types.TypeUpdate] = [
        types.UpdateNewMessage(message=message, pts=record.pts, pts_count=1)
        for message, (record, _) in zip(shown, records, strict=True)
    ]
    return types.Updates(updates=named + new, users=users, chats=chats, date=viewer.now, seq=0)
