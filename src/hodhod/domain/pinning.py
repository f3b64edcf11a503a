"""Pinned messages of a private chat: for both sides, or for oneself. core.telegram.org/api/pin

Every side's copies carry the flag and every side's mailbox gets the event. A pin for both is announced by a service
message that replies to what was pinned.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.domain.messages import SILENT, Outgoing, send
from hodhod.domain.updates import Counted, EventKind, Fact, NewMessage, append
from hodhod.domain.values import pack_ids
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import messages as store
from hodhod.store.db import Tx
from hodhod.store.records import Copy
from hodhod.tl import types

PINNED = store.PINNED


async def pin(
    tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, *, pinned: bool, one_side: bool, silent: bool
) -> list[Counted | NewMessage]:
    """Pin or unpin; the viewer's own records. Raises MESSAGE_ID_INVALID, CHAT_NOT_MODIFIED."""
    row = await store.find(tx, viewer.user, msg_id)
    if row is None or row.copy.peer != peer or row.content.action is not None:
        raise errors.MESSAGE_ID_INVALID
    owners = [int(viewer.user)] if one_side else sorted({int(viewer.user), int(peer)})
    copies = await store.copies_of(tx, owners, row.content.id)
    changed = [copy for copy in copies if (copy.flags & PINNED != 0) != pinned]
    if not changed:
        raise errors.CHAT_NOT_MODIFIED
    records: list[Counted | NewMessage] = list(await _set(tx, viewer, {c.owner: [c] for c in changed}, pinned))
    if pinned and not one_side:
        action = tl.encode(types.MessageActionPinMessage())
        notice = Outgoing(action=action, reply_to=msg_id, flags=SILENT if silent else 0)
        records.append(await send(tx, viewer, peer, notice))
    return [record for record in records if record.owner == viewer.user]


async def unpin_all(tx: Tx, viewer: Viewer, peer: Peer) -> Counted | None:
    """Unpin everything for both sides; the viewer's own record, None when nothing was pinned."""
    own = await store.pinned_copies(tx, viewer.user, peer)
    by_owner: dict[int, list[Copy]] = {int(viewer.user): own} if own else {}
    if peer != viewer.user and own:
        theirs = await store.owned_copies(tx, peer, [copy.content_id for copy in own])
        by_owner[int(peer)] = [copy for copy in theirs if copy.flags & PINNED]
    records = await _set(tx, viewer, {owner: copies for owner, copies in by_owner.items() if copies}, False)
    return next((record for record in records if record.owner == viewer.user), None)


async def _set(tx: Tx, viewer: Viewer, by_owner: dict[int, list[Copy]], pinned: bool) -> Sequence[Counted]:
    """Write the flag on these copies and append an event to each owner's mailbox."""
    facts = [
        Fact(owner, EventKind.PIN, copies[0].peer, int(pinned), pack_ids([copy.id for copy in copies]))
        for owner, copies in sorted(by_owner.items())
    ]
    records = await append(tx, facts, viewer.now)
    for copies in by_owner.values():
        for copy in copies:
            flags = copy.flags | PINNED if pinned else copy.flags & ~PINNED
            await store.set_flags(tx, copy.owner, copy.id, flags)
    return records
