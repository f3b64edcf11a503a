"""Where a channel's posts were forwarded to, as far as anybody may read there.
core.telegram.org/method/stats.getMessagePublicForwards

A forward of a post that stands in a channel or supergroup has a row under the post, written with it: whether the place
is public is asked when the list is read, because it may become so, or cease to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import access, viewing
from hodhod.domain.stats.access import viewable
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import forwards as store
from hodhod.store import messages as store_messages
from hodhod.store.bits import ContentFlag
from hodhod.store.db import Tx
from hodhod.store.forwards import Forward
from hodhod.store.records import Message

MAX_PAGE = 100
LAST = 2**63 - 1


async def stands(tx: Tx, row: Message) -> None:
    """A forward was written into a channel or supergroup."""
    place = viewing.original_of(row.content)
    if place is not None:
        await store.add(tx, Forward(*place, row.content.id, row.copy.owner, row.copy.id))


async def are_gone(tx: Tx, rows: Sequence[Message]) -> None:
    """These messages of a channel or supergroup were deleted."""
    for row in rows:
        place = viewing.original_of(row.content)
        if place is not None:
            await store.drop(tx, *place, row.content.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Forwards, newest first, and how many there are in all; next_offset: None at the end."""

    rows: list[Message]
    total: int
    next_offset: str | None


async def page(tx: Tx, viewer: Viewer, place: tuple[Peer, int], offset: str, limit: int) -> Page:
    """Public forwards of a post. offset: what the page before gave.

    Raises MESSAGE_ID_INVALID, OFFSET_INVALID and what access.viewable raises.
    """
    peer, msg_id = place
    await post(tx, viewer, peer, msg_id)
    count = max(1, min(limit, MAX_PAGE))
    found = await store.public(tx, peer, msg_id, _below(offset), count + 1)
    places = await store_chats.seen(tx, viewer.user, sorted({one.peer for one in found}))
    open_ = {one for one, seen in places.items() if access.may_look(seen)}  # not where the viewer was banned
    rows = [await store_messages.find(tx, one.peer, one.msg_id) for one in found[:count] if one.peer in open_]
    more = len(found) > count
    total = await store.count_public(tx, peer, msg_id)
    return Page([row for row in rows if row is not None], total, str(found[count - 1].content_id) if more else None)


def _below(offset: str) -> int:
    if not offset:
        return LAST
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 20 and int(offset) <= LAST):
        raise errors.OFFSET_INVALID
    return int(offset)


async def post(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    """A message whose statistics the viewer may see: a channel's post, or what was said in a supergroup.

    Raises MESSAGE_ID_INVALID and what access.viewable raises.
    """
    await viewable(tx, viewer, peer)
    row = await access.message(tx, viewer, peer, msg_id)
    if row.content.action is not None:
        raise errors.MESSAGE_ID_INVALID
    return row


def is_post(row: Message) -> bool:
    """Does the channel itself say it? Only then are views counted."""
    return bool(row.content.flags & ContentFlag.POST)
