"""Read marks of a private chat: the reader's own inbox mark, and the outbox mark that the other side sees.

A mark that does not advance writes nothing. Both sides' events are appended together, so their mailboxes are locked
in order.
"""

from __future__ import annotations

import struct

from hodhod.domain.updates import Counted, EventKind, Fact, append
from hodhod.domain.viewer import Viewer
from hodhod.ids import SERVICE_USER, Peer
from hodhod.store import dialogs as store_dialogs
from hodhod.store import messages as store
from hodhod.store.db import Tx
from hodhod.store.records import Copy


async def read_history(tx: Tx, viewer: Viewer, peer: Peer, max_id: int) -> Counted | None:
    """Mark incoming messages up to max_id (0: all) as read. None when nothing changed."""
    dialog = await store_dialogs.find(tx, viewer.user, peer)
    if dialog is None:
        return None
    upto = min(max_id or dialog.top_id, dialog.top_id)
    if upto <= dialog.read_inbox:
        return None
    unread = await store.unread_after(tx, viewer.user, peer, upto) if upto < dialog.top_id else 0
    theirs = await _other_side(tx, viewer, peer, upto)
    facts = [Fact(viewer.user, EventKind.READ_INBOX, peer, upto, struct.pack("<i", unread))]
    if theirs is not None:
        facts.append(Fact(peer, EventKind.READ_OUTBOX, viewer.user, theirs.id))
    records = await append(tx, facts, viewer.now)
    if theirs is not None:
        await store_dialogs.put(tx, peer, viewer.user, read_outbox=theirs.id)
    if peer == viewer.user:
        await store_dialogs.put(tx, peer, peer, read_outbox=upto)
    await store_dialogs.put(tx, viewer.user, peer, read_inbox=upto, unread=unread)
    return records[0]


async def _other_side(tx: Tx, viewer: Viewer, peer: Peer, upto: int) -> Copy | None:
    """The sender's own copy of the newest message read, when the sender's mark has not passed it yet."""
    if peer in (viewer.user, SERVICE_USER):
        return None
    content_id = await store.last_incoming(tx, viewer.user, peer, upto)
    if content_id is None:
        return None
    copies = await store.copies_of(tx, [peer], content_id)
    dialog = await store_dialogs.find(tx, peer, viewer.user) if copies else None
    return copies[0] if dialog is not None and copies[0].id > dialog.read_outbox else None
