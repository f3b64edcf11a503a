"""Answers that several methods share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from hodhod.domain import schedule
from hodhod.domain.updates import NewMessage, flat
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store.bits import ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Scheduled
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views import scheduled
from hodhod.views.chats import channel_id
from hodhod.views.peers import described, described_in
from hodhod.views.updates import build, new_messages

NO_WEBPAGE = int(ContentFlag.NO_WEBPAGE)


def is_plain(record: NewMessage | Scheduled) -> TypeGuard[NewMessage]:
    """Can the sender's client know the whole message from updateShortSentMessage? Text to another user, no more."""
    if isinstance(record, Scheduled) or record.also:
        return False
    copy, content = record.message.copy, record.message.content
    extras = (
        content.reply_content,
        content.forward,
        content.action,
        content.markup,
        content.media,
        content.webpage,
        content.answered,
    )
    return (
        copy.peer > 0
        and copy.peer != copy.owner
        and not any(extras)
        and not content.flags & ~NO_WEBPAGE
        and not content.effect
    )


def short_sent(record: NewMessage) -> types.UpdateShortSentMessage:
    """The answer to a plain private text: ids only, the client has the rest."""
    copy, content = record.message.copy, record.message.content
    return types.UpdateShortSentMessage(
        out=True,
        id=copy.id,
        pts=record.pts,
        pts_count=1,
        date=content.date,
        entities=view.entities(content),
        ttl_period=content.ttl or None,
    )


async def sent(tx: Tx, viewer: Viewer, records: list[tuple[NewMessage | Scheduled, int]]) -> types.Updates:
    """The answer to sending: which random_id became which id, and the messages. records: (copy, random_id) each, or
    what waits in the schedule."""
    waiting = [record for record, _ in records if isinstance(record, Scheduled)]
    there = flat(record for record, _ in records if isinstance(record, NewMessage))
    rows = [record.message for record in there] + [schedule.as_message(viewer, row) for row in waiting]
    users, chats = await described_in(tx, viewer, rows)
    named: list[types.TypeUpdate] = [
        types.UpdateMessageID(id=_id(record), random_id=random_id) for record, random_id in records if random_id
    ]
    new = await new_messages(tx, viewer, there)
    new += [types.UpdateNewScheduledMessage(message=one) for one in await scheduled.messages(tx, viewer, waiting)]
    return types.Updates(updates=named + new, users=users, chats=chats, date=viewer.now, seq=0)


def _id(record: NewMessage | Scheduled) -> int:
    return record.id if isinstance(record, Scheduled) else record.message.copy.id


async def changed(
    tx: Tx, viewer: Viewer, peer: int, records: list[NewMessage], extra: Sequence[types.TypeUpdate] = ()
) -> types.Updates:
    """The answer to changing a group or channel: the service messages that tell of it, and the chat as it is now.

    Each message has an updateMessageID, as TDLib expects of what one causes oneself.
    """
    peers, records = {peer}, flat(records)
    updates: list[types.TypeUpdate] = [
        types.UpdateMessageID(id=r.message.copy.id, random_id=r.message.content.id) for r in records
    ]
    if is_channel(peer):
        updates.append(types.UpdateChannel(channel_id=channel_id(peer)))
    updates += await new_messages(tx, viewer, records)
    users, chats = await described_in(tx, viewer, [record.message for record in records], peers)
    return types.Updates(updates=[*updates, *extra], users=users, chats=chats, date=viewer.now, seq=0)


async def told(tx: Tx, viewer: Viewer, peer: int, records: Sequence[object]) -> types.Updates:
    """The answer to what is told by these records, which may be none, of one chat."""
    updates, peers = await build(tx, viewer, records)
    users, chats = await described(tx, viewer, peers | {peer})
    return types.Updates(updates=updates, users=users, chats=chats, date=viewer.now, seq=0)
