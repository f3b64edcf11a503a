"""Answers that several methods share."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import mentions
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.chats import channel_id
from hodhod.views.peers import described
from hodhod.views.updates import new_messages


def is_plain(record: NewMessage) -> bool:
    """Can the sender's client know the whole message from updateShortSentMessage? Text to another user, no more."""
    copy, content = record.message.copy, record.message.content
    extras = (content.reply_content, content.forward, content.action, content.markup, content.media)
    return copy.peer > 0 and copy.peer != copy.owner and not any(extras) and not content.flags and not content.effect


def short_sent(record: NewMessage) -> types.UpdateShortSentMessage:
    """The answer to a plain private text: ids only, the client has the rest."""
    copy, content = record.message.copy, record.message.content
    return types.UpdateShortSentMessage(
        out=True, id=copy.id, pts=record.pts, pts_count=1, date=content.date, entities=view.entities(content)
    )


async def sent(tx: Tx, viewer: Viewer, records: list[tuple[NewMessage, int]]) -> types.Updates:
    """The answer to sending: which random_id became which id, and the messages. records: (copy, random_id) each."""
    rows = [record.message for record, _ in records]
    users, chats = await described(tx, viewer, mentions.peers_of(rows))
    named: list[types.TypeUpdate] = [
        types.UpdateMessageID(id=record.message.copy.id, random_id=random_id)
        for record, random_id in records
        if random_id
    ]
    new = await new_messages(tx, viewer, [record for record, _ in records])
    return types.Updates(updates=named + new, users=users, chats=chats, date=viewer.now, seq=0)


async def changed(
    tx: Tx, viewer: Viewer, peer: int, records: list[NewMessage], extra: Sequence[types.TypeUpdate] = ()
) -> types.Updates:
    """The answer to changing a group or channel: the service messages that tell of it, and the chat as it is now.

    Each message has an updateMessageID, as TDLib expects of what one causes oneself.
    """
    peers = {peer}
    updates: list[types.TypeUpdate] = [
        types.UpdateMessageID(id=r.message.copy.id, random_id=r.message.content.id) for r in records
    ]
    if is_channel(peer):
        updates.append(types.UpdateChannel(channel_id=channel_id(peer)))
    updates += await new_messages(tx, viewer, records)
    peers |= mentions.peers_of([record.message for record in records])
    users, chats = await described(tx, viewer, peers)
    return types.Updates(updates=[*updates, *extra], users=users, chats=chats, date=viewer.now, seq=0)
