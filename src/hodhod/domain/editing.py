"""Editing one's own message: the content changes once, every owner's mailbox gets the event."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, holders, personal, rights
from hodhod.domain.rights import Admin
from hodhod.domain.updates import Counted, EventKind, Fact, append
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message


async def edit(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, text: str, entities: bytes | None) -> Counted:
    """Returns the viewer's own event.

    Raises MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_EDIT_TIME_EXPIRED, MESSAGE_NOT_MODIFIED.
    """
    row = await access.message(tx, viewer, peer, msg_id)
    if row.content.action is not None:
        raise errors.MESSAGE_ID_INVALID
    await _check(tx, viewer, peer, row)
    content = row.content
    if (content.text, content.entities) == (text, entities):
        raise errors.MESSAGE_NOT_MODIFIED
    await store.edit(tx, content._replace(text=text, entities=entities, edit_date=viewer.now))
    copies = await store.copies_of(tx, await holders.of(tx, viewer, peer), content.id)
    seen_by = await personal.concerned(tx, peer, row) if is_channel(peer) else ()
    facts = [Fact(copy.owner, EventKind.EDIT, copy.peer, copy.id, seen_by=seen_by) for copy in copies]
    records = await append(tx, facts, viewer.now)
    return next(record for record in records if record.owner == viewer.box(peer))


async def _check(tx: Tx, viewer: Viewer, peer: Peer, row: Message) -> None:
    """May the viewer edit this: its author for some time, an administrator of a channel with the right for ever."""
    content = row.content
    if peer < 0:
        seen = await access.joined(tx, viewer, peer)
        if seen.chat.flags & ChatFlag.BROADCAST and rights.is_admin(seen, Admin.EDIT) and content.forward is None:
            return
    if not personal.is_own(viewer, row) or content.forward is not None:
        raise errors.MESSAGE_AUTHOR_REQUIRED
    if peer != viewer.user and viewer.now - content.date > viewer.world.limits.edit_time:
        raise errors.MESSAGE_EDIT_TIME_EXPIRED
