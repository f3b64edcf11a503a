"""Messages that wait for their time, as whoever shares the schedule sees them."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import schedule
from hodhod.domain.viewer import Viewer
from hodhod.store.db import Tx
from hodhod.store.records import Scheduled
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.peers import described_in


async def messages(tx: Tx, viewer: Viewer, rows: Sequence[Scheduled]) -> list[types.TypeMessage]:
    shown = await view.messages(tx, viewer, [schedule.as_message(viewer, row) for row in rows])
    for row, message in zip(rows, shown, strict=True):
        message.id = row.id
        if isinstance(message, types.Message):
            message.out = True  # a reminder too, unlike other messages to oneself: TDLib wants it so
    return shown


async def page(tx: Tx, viewer: Viewer, rows: Sequence[Scheduled]) -> types.messages.Messages:
    """Rows of a schedule with whomever they name."""
    users, chats = await described_in(tx, viewer, [schedule.as_message(viewer, row) for row in rows])
    return types.messages.Messages(messages=await messages(tx, viewer, rows), topics=[], chats=chats, users=users)


def numbers(rows: Sequence[Scheduled]) -> list[int]:
    """What the hash of a schedule is made of."""
    return [number for row in rows for number in (row.id, row.edit_date, row.date)]
