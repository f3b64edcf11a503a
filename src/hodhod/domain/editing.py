"""Editing one's own message: the content changes once, every owner's mailbox gets the event."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain.updates import Counted, EventKind, Fact, append
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import messages as store
from hodhod.store.db import Tx


async def edit(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, text: str, entities: bytes | None) -> Counted:
    """Returns the viewer's own event.

    Raises MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_EDIT_TIME_EXPIRED, MESSAGE_NOT_MODIFIED.
    """
    row = await store.find(tx, viewer.user, msg_id)
    if row is None or row.copy.peer != peer or row.content.action is not None:
        raise errors.MESSAGE_ID_INVALID
    content = row.content
    if content.sender != viewer.user or content.forward is not None:
        raise errors.MESSAGE_AUTHOR_REQUIRED
    in_saved = peer == viewer.user
    if not in_saved and viewer.now - content.date > viewer.world.limits.edit_time:
        raise errors.MESSAGE_EDIT_TIME_EXPIRED
    if (content.text, content.entities) == (text, entities):
        raise errors.MESSAGE_NOT_MODIFIED
    await store.edit(tx, content._replace(text=text, entities=entities, edit_date=viewer.now))
    copies = await store.copies_of(tx, sorted({int(viewer.user), int(peer)}), content.id)
    facts = [Fact(copy.owner, EventKind.EDIT, copy.peer, copy.id) for copy in copies]
    records = await append(tx, facts, viewer.now)
    return next(record for record in records if record.owner == viewer.user)
