"""A channel's one copy as one viewer has it: whether it is their own, and whether it names them.

The copies of a private chat or basic group carry these flags themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import posts
from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message

OUT, MENTIONED, UNREAD = int(CopyFlag.OUT), int(CopyFlag.MENTIONED), int(CopyFlag.MEDIA_UNREAD)


async def rows(tx: Tx, viewer: Viewer, given: Sequence[Message]) -> list[Message]:
    """The same messages in their order, with the viewer's flags on those of channels."""
    by_channel: dict[int, list[int]] = {}
    for row in given:
        if is_channel(row.copy.owner):
            by_channel.setdefault(row.copy.owner, []).append(row.copy.id)
    if not by_channel or not viewer.user:
        return list(given)
    named = {peer: await posts.mentions_among(tx, viewer.user, peer, ids) for peer, ids in by_channel.items()}
    return [_marked(viewer, row, named[row.copy.owner]) if row.copy.owner in named else row for row in given]


def is_own(viewer: Viewer, row: Message) -> bool:
    """Did the viewer write it?"""
    return viewer.user in (row.content.sender, row.content.author)


async def concerned(tx: Tx, peer: int, row: Message) -> tuple[int, ...]:
    """Who sees this message of a channel otherwise than ordinary members do: its author and whom it names."""
    named = await posts.named_in(tx, peer, row.copy.id)
    return tuple({user for user in (row.content.sender, row.content.author, *named) if user > 0})


def _marked(viewer: Viewer, row: Message, named: dict[int, bool]) -> Message:
    flags = row.copy.flags | (OUT if is_own(viewer, row) else 0)
    if row.copy.id in named:
        flags |= MENTIONED | (UNREAD if named[row.copy.id] else 0)
    return row._replace(copy=row.copy._replace(flags=flags))
