"""Sending what carries media: the message first, then the rows of a file that nobody has seen yet.

In this order a repeated request, which gets the first one's message, writes no rows of its own.
"""

from __future__ import annotations

from dataclasses import replace

from hodhod import errors
from hodhod.domain import access, polls, privacy, scheduling
from hodhod.domain.media import files
from hodhod.domain.media.files import Carried, NewFile
from hodhod.domain.media.kinds import PLAYED, MediaKind
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.stickers import kept
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store.db import Tx
from hodhod.store.records import Poll, Scheduled


async def send(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing, carried: Carried) -> NewMessage | Scheduled:
    """Raises VOICE_MESSAGES_FORBIDDEN, BROADCAST_PUBLIC_VOTERS_FORBIDDEN and what scheduling.send raises."""
    await check_voice(tx, viewer, peer, carried.kind)
    if isinstance(carried.new, Poll):
        await polls.check_place(tx, viewer, peer, carried.new)
    whole = replace(message, media_kind=carried.kind, media_id=carried.media_id, media=carried.shell)
    record = await scheduling.send(tx, viewer, peer, whole)
    media_id = record.media_id if isinstance(record, Scheduled) else record.message.content.media_id
    if carried.new is not None and media_id == carried.media_id:
        await _add(tx, viewer, carried.new, record)
    if carried.kind in (MediaKind.STICKER, MediaKind.GIF):
        await kept.sent(tx, viewer, media_id)
    return record


async def _add(tx: Tx, viewer: Viewer, new: NewFile | Poll, record: NewMessage | Scheduled) -> None:
    if not isinstance(new, Poll):
        await files.add(tx, new, viewer.now)
    elif isinstance(record, Scheduled):
        await polls.keep(tx, new, record.content_id, record.peer)
    else:
        await polls.add(tx, new, record)


async def check_voice(tx: Tx, viewer: Viewer, peer: Peer, kind: int) -> None:
    """Voice and round video go only to those whose privacy lets them. Raises VOICE_MESSAGES_FORBIDDEN."""
    if kind in PLAYED and peer > 0 and peer != viewer.user:
        seen = await access.private_peer(tx, viewer, peer)
        if not privacy.allows(seen, "voice_messages", viewer.user):
            raise errors.VOICE_MESSAGES_FORBIDDEN
