"""Pinned messages of a private chat: for both sides, or for oneself. core.telegram.org/api/pin

Every side's copies carry the flag and every side's mailbox gets the event. A pin for both is announced by a service
message that replies to what was pinned.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.domain import access, admin_log, holders, posting, rights, topics
from hodhod.domain.admin_log import Kind
from hodhod.domain.messages import Outgoing, send
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import Counted, EventKind, Fact, NewMessage, append
from hodhod.domain.values import pack_ids
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag, ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Copy, Message
from hodhod.tl import types

PINNED = store.PINNED
SILENT = int(ContentFlag.SILENT)


async def pin(
    tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, *, pinned: bool, one_side: bool, silent: bool
) -> list[Counted | NewMessage]:
    """Pin or unpin; the viewer's own records. Raises MESSAGE_ID_INVALID, CHAT_NOT_MODIFIED."""
    await _check(tx, viewer, peer)
    row = await access.message(tx, viewer, peer, msg_id)
    if row.content.action is not None:
        raise errors.MESSAGE_ID_INVALID
    owners = [int(viewer.user)] if one_side and peer > 0 else await holders.of(tx, viewer, peer)
    copies = await store.copies_of(tx, owners, row.content.id)
    changed = [copy for copy in copies if (copy.flags & PINNED != 0) != pinned]
    if not changed:
        raise errors.CHAT_NOT_MODIFIED
    records: list[Counted | NewMessage] = list(await _set(tx, viewer, {c.owner: [c] for c in changed}, pinned))
    await admin_log.note(tx, viewer, peer, Kind.PIN, row._replace(copy=_flagged(row.copy, pinned)))
    if pinned and not one_side:
        records.append(await _announce(tx, viewer, peer, row, SILENT if silent else 0))
    return [record for record in records if record.owner == viewer.box(peer)]


async def _check(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    """Raises CHAT_ADMIN_REQUIRED and what access.joined raises."""
    if peer > 0:
        return
    seen = await access.joined(tx, viewer, peer)
    if not (
        rights.is_admin(seen, Admin.EDIT)
        if seen.chat.flags & ChatFlag.BROADCAST
        else rights.may(seen, Ban.PIN, viewer.now)
    ):
        raise errors.CHAT_ADMIN_REQUIRED


async def _announce(tx: Tx, viewer: Viewer, peer: Peer, row: Message, flags: int) -> NewMessage:
    action = types.MessageActionPinMessage()
    if peer < 0:
        return await posting.notice(tx, viewer, await access.joined(tx, viewer, peer), action, row, flags)
    return await send(tx, viewer, peer, Outgoing(action=tl.encode(action), reply_to=row.copy.id, flags=flags))


async def unpin_all(tx: Tx, viewer: Viewer, peer: Peer, topic: int = 0) -> Counted | None:
    """Unpin everything for both sides, or everything in a topic of a forum; the viewer's own record, None when nothing
    was pinned."""
    await _check(tx, viewer, peer)
    box = viewer.box(peer)
    own = await store.pinned_copies(tx, box, peer)
    if await topics.in_forum(tx, peer, topic):
        rows = await store.by_ids(tx, box, [copy.id for copy in own])
        own = [row.copy for row in rows if topics.of_row(row) == topic]
    by_owner: dict[int, list[Copy]] = {box: own} if own else {}
    for owner in await holders.of(tx, viewer, peer) if own else []:
        if owner != box:
            theirs = await store.owned_copies(tx, owner, [copy.content_id for copy in own])
            by_owner[owner] = [copy for copy in theirs if copy.flags & PINNED]
    records = await _set(tx, viewer, {owner: copies for owner, copies in by_owner.items() if copies}, False)
    return next((record for record in records if record.owner == box), None)


async def _set(tx: Tx, viewer: Viewer, by_owner: dict[int, list[Copy]], pinned: bool) -> Sequence[Counted]:
    """Write the flag on these copies and append an event to each owner's mailbox."""
    facts = [
        Fact(owner, EventKind.PIN, copies[0].peer, int(pinned), pack_ids([copy.id for copy in copies]))
        for owner, copies in sorted(by_owner.items())
    ]
    records = await append(tx, facts, viewer.now)
    for copies in by_owner.values():
        for copy in copies:
            await store.set_flags(tx, copy.owner, copy.id, _flagged(copy, pinned).flags)
    return records


def _flagged(copy: Copy, pinned: bool) -> Copy:
    return copy._replace(flags=copy.flags | PINNED if pinned else copy.flags & ~PINNED)
