"""messages.Messages: lists of messages with everybody that they mention."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.viewer import Viewer
from hodhod.store import mailboxes
from hodhod.store.db import Tx
from hodhod.store.records import Message
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.peers import described_in


async def messages(
    tx: Tx, viewer: Viewer, rows: Sequence[Message], total: int, next_rate: int | None = None
) -> types.messages.TypeMessages:
    """A page of `total` messages; the whole list when it is all of them."""
    users, chats = await described_in(tx, viewer, rows)
    shown = await view.messages(tx, viewer, rows)
    if len(rows) >= total and next_rate is None:
        return types.messages.Messages(messages=shown, topics=[], chats=chats, users=users)
    return types.messages.MessagesSlice(
        count=total, next_rate=next_rate, messages=shown, topics=[], chats=chats, users=users
    )


async def of_channel(
    tx: Tx, viewer: Viewer, peer: int, rows: Sequence[Message], total: int, offset: int = 0
) -> types.messages.ChannelMessages:
    """A page of a channel's messages."""
    users, chats = await described_in(tx, viewer, rows, {peer})
    place = await mailboxes.place(tx, peer)
    shown = await view.messages(tx, viewer, rows)
    return types.messages.ChannelMessages(
        pts=place.pts, count=total, offset_id_offset=offset or None, messages=shown, topics=[], chats=chats, users=users
    )


async def chosen(tx: Tx, viewer: Viewer, ids: Sequence[int], rows: Sequence[Message]) -> types.messages.TypeMessages:
    """Messages in the order in which they were asked for, messageEmpty for those that are not there."""
    found = {row.copy.id: one for row, one in zip(rows, await view.messages(tx, viewer, rows), strict=True)}
    users, chats = await described_in(tx, viewer, rows)
    shown: list[types.TypeMessage] = [found.get(i) or types.MessageEmpty(id=i) for i in ids]
    return types.messages.Messages(messages=shown, topics=[], chats=chats, users=users)
