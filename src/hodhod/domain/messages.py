"""What sending, editing and deleting a message mean. Private chats: two owners, two copies, one content.

Lock order: `sent` of the sender first (it serialises repeats), then what the decision rests on is read, then the
mailboxes
ascending inside domain/updates.append*, as late as possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain import access, saved
from hodhod.domain.media.kinds import PLAYED, MediaKind
from hodhod.domain.updates import NewMessage, append_message
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import dialogs as store_dialogs
from hodhod.store import messages as store
from hodhod.store import sent as store_sent
from hodhod.store.bits import ContentFlag, CopyFlag
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, SeenUser

OUT, MEDIA_UNREAD = int(CopyFlag.OUT), int(CopyFlag.MEDIA_UNREAD)
SILENT = int(ContentFlag.SILENT)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message about to be sent; blobs are canonical TL as in store/tables/mailbox.py. random_id 0: made by the
    server."""

    text: str = ""
    random_id: int = 0
    flags: int = 0
    entities: bytes | None = None
    reply_to: int | None = None
    quote: bytes | None = None
    quote_offset: int = 0
    forward: bytes | None = None
    action: bytes | None = None
    markup: bytes | None = None
    media_kind: int = 0
    media_id: int = 0
    media: bytes | None = None
    grouped_id: int = 0
    saved_peer: int = 0
    saved_id: int = 0
    effect: int = 0


async def send(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing) -> NewMessage:
    """Send to a private chat. Returns the sender's own copy, the first one's if this random_id was sent before.

    Raises PEER_ID_INVALID, INPUT_USER_DEACTIVATED, RANDOM_ID_DUPLICATE, REPLY_MESSAGE_ID_INVALID.
    """
    content_id = viewer.world.ids.new()
    if message.random_id:
        earlier = await store_sent.claim(tx, viewer.user, message.random_id, peer, content_id, viewer.now)
        if earlier is not None:
            return await _repeat(tx, viewer, peer, earlier)
    seen = await access.may_send(tx, viewer, peer)
    reply = await _reply_target(tx, viewer, peer, message.reply_to) if message.reply_to else None
    content = _content(content_id, viewer, peer, message, reply)
    return await _append(tx, viewer, peer, content, seen)


async def _repeat(tx: Tx, viewer: Viewer, peer: Peer, earlier: store_sent.Sent) -> NewMessage:
    if earlier.peer != peer:
        raise errors.RANDOM_ID_DUPLICATE
    found = await store.by_content(tx, viewer.user, earlier.content_id)
    if found is None:  # sent and deleted since
        raise errors.MESSAGE_ID_INVALID
    return NewMessage(viewer.user, found.copy.pts, found)


def _content(content_id: int, viewer: Viewer, peer: Peer, message: Outgoing, reply: int | None) -> Content:
    return Content(
        id=content_id,
        sender=viewer.user,
        peer=peer,
        date=viewer.now,
        flags=message.flags,
        text=message.text,
        entities=message.entities,
        reply_content=reply,
        quote=message.quote,
        quote_offset=message.quote_offset,
        forward=message.forward,
        action=message.action,
        markup=message.markup,
        media_kind=message.media_kind,
        media_id=message.media_id,
        media=message.media,
        grouped_id=message.grouped_id,
        saved_peer=message.saved_peer,
        saved_id=message.saved_id,
        effect=message.effect,
    )


async def _append(tx: Tx, viewer: Viewer, peer: Peer, content: Content, seen: SeenUser | None) -> NewMessage:
    """Both sides' copies, or one: Saved Messages, and a message to somebody who blocked the sender.

    seen: the sender as the other side sees them, None when that side gets nothing.
    """
    to_play = MEDIA_UNREAD if content.media_kind in PLAYED and peer != viewer.user else 0
    owners = [(int(viewer.user), int(peer), OUT | to_play)]
    if seen is not None:
        owners.append((int(peer), int(viewer.user), to_play))
    replies = await _replies(tx, content, [owner for owner, _, _ in owners])
    known: dict[int, tuple[SeenUser, ...]] = {}
    if seen is not None and names_sender_only(content):
        known[int(peer)] = (seen,)
    records = await append_message(tx, content, owners, replies, known)
    await store_dialogs.bump(tx, [(r.message.copy, r.message.content.date) for r in records])
    if peer == viewer.user:
        await saved.keep(tx, records[0].message)
    return records[0]


def names_sender_only(content: Content) -> bool:
    """Does the message name nobody but who sent it? (see domain/mentions.py)"""
    plain = content.forward is None and content.action is None and content.entities is None
    return plain and not content.via_bot and content.media_kind != MediaKind.CONTACT


async def _replies(tx: Tx, content: Content, owners: list[int]) -> dict[int, int]:
    """Each owner's own id of the message that this content replies to."""
    if content.reply_content is None:
        return {}
    return {copy.owner: copy.id for copy in await store.copies_of(tx, owners, content.reply_content)}


async def _reply_target(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> int:
    row = await store.find(tx, viewer.user, msg_id)
    if row is None or row.copy.peer != peer:
        raise errors.REPLY_MESSAGE_ID_INVALID
    return row.content.id


async def notice(tx: Tx, viewer: Viewer, sender: int, content: Outgoing) -> NewMessage:
    """A message of the server itself (the service user) in `viewer`'s mailbox only."""
    row = _content(viewer.world.ids.new(), viewer.as_user(sender), Peer(viewer.user), content, None)
    records = await append_message(tx, row, [(viewer.user, sender, 0)], {}, {})
    await store_dialogs.bump(tx, [(r.message.copy, r.message.content.date) for r in records])
    return records[0]


async def own(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> list[Message]:
    """The viewer's own copies among these ids, in ascending order; unknown ids are left out."""
    return await store.by_ids(tx, viewer.user, ids)


def edited(content: Content, text: str, entities: bytes | None, now: int) -> Content:
    """The content after an edit."""
    return content._replace(text=text, entities=entities, edit_date=now)
