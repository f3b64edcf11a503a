"""What sending, editing and deleting a message mean. Private chats: two owners, two copies, one content.

Lock order: `sent` of the sender first (it serialises repeats), then what the decision rests on is read, then the
mailboxes
ascending inside domain/updates.append*, as late as possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hodhod import errors
from hodhod.domain import access, answering, history_ttl, posting, previews, quoting, saved
from hodhod.domain.media.kinds import PLAYED, MediaKind
from hodhod.domain.outgoing import Outgoing, content_of
from hodhod.domain.stickers import custom_emoji
from hodhod.domain.updates import NewMessage, append_message
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import dialogs as store_dialogs
from hodhod.store import messages as store
from hodhod.store import sent as store_sent
from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, SeenChat, SeenUser

__all__ = ["Outgoing", "edited", "names_sender_only", "notice", "of_channel", "own", "send"]

OUT, MEDIA_UNREAD = int(CopyFlag.OUT), int(CopyFlag.MEDIA_UNREAD)


async def send(tx: Tx, viewer: Viewer, peer: Peer, message: Outgoing) -> NewMessage:
    """Send to a chat. Returns the sender's own copy (the channel's one), the first one's if this random_id was sent
    before.

    Raises PEER_ID_INVALID, INPUT_USER_DEACTIVATED, RANDOM_ID_DUPLICATE, REPLY_MESSAGE_ID_INVALID,
    QUOTE_TEXT_INVALID, SEND_AS_PEER_INVALID and what posting.send raises.
    """
    content_id = viewer.world.ids.new()
    if message.random_id:
        earlier = await store_sent.claim(tx, viewer.user, message.random_id, peer, content_id, viewer.now)
        if earlier is not None:
            return await _repeat(tx, viewer, peer, earlier)
    if message.send_as not in (0, viewer.user) and peer > 0:
        raise errors.SEND_AS_PEER_INVALID
    message = await previews.chosen(tx, viewer, await custom_emoji.cleaned(tx, message))
    message = await answering.elsewhere(tx, viewer, peer, message)
    if peer < 0:
        return await posting.send(tx, viewer, peer, content_id, message)
    reach = await access.reach(tx, viewer, peer)
    reply = await _reply_target(tx, viewer, peer, message.reply_to) if message.reply_to else None
    content = content_of(content_id, viewer, peer, quoting.placed(message, reply), reply)
    begun = await _begin(tx, viewer, peer, reach)
    period = history_ttl.default_of(reach.beginner) if reach.beginner is not None else reach.ttl
    record = await _append(tx, viewer, peer, history_ttl.dated(content, period), reach.seen)
    record = await previews.sent(tx, viewer, record)
    return replace(record, also=(begun,)) if begun is not None else record


async def _begin(tx: Tx, viewer: Viewer, peer: Peer, reach: access.Reach) -> NewMessage | None:
    """A new chat takes the time for which its beginner lets messages live, and says so."""
    period = history_ttl.default_of(reach.beginner) if reach.beginner is not None else 0
    if not period:
        return None
    owners = [int(viewer.user)] if reach.seen is None else sorted((int(viewer.user), int(peer)))
    await history_ttl.put_private(tx, viewer, owners, peer, period)
    action = Outgoing(action=history_ttl.told(period, viewer.user))
    return await _append(tx, viewer, peer, content_of(viewer.world.ids.new(), viewer, peer, action, None), reach.seen)


async def _repeat(tx: Tx, viewer: Viewer, peer: Peer, earlier: store_sent.Sent) -> NewMessage:
    if earlier.peer != peer:
        raise errors.RANDOM_ID_DUPLICATE
    found = await store.by_content(tx, viewer.box(peer), earlier.content_id)
    if found is None:  # sent and deleted since
        raise errors.MESSAGE_ID_INVALID
    return NewMessage(found.copy.owner, found.copy.pts, found)


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
    plain = content.forward is None and content.action is None and content.entities is None and content.answered is None
    return plain and not content.via_bot and content.media_kind != MediaKind.CONTACT


async def _replies(tx: Tx, content: Content, owners: list[int]) -> dict[int, int]:
    """Each owner's own id of the message that this content replies to."""
    if content.reply_content is None:
        return {}
    return {copy.owner: copy.id for copy in await store.copies_of(tx, owners, content.reply_content)}


async def _reply_target(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    row = await store.find(tx, viewer.user, msg_id)
    if row is None or row.copy.peer != peer:
        raise errors.REPLY_MESSAGE_ID_INVALID
    return row


async def notice(tx: Tx, viewer: Viewer, sender: int, content: Outgoing) -> NewMessage:
    """A message of the server itself (the service user) in `viewer`'s mailbox only."""
    row = content_of(viewer.world.ids.new(), viewer.as_user(sender), Peer(viewer.user), content, None)
    records = await append_message(tx, row, [(viewer.user, sender, 0)], {}, {})
    await store_dialogs.bump(tx, [(r.message.copy, r.message.content.date) for r in records])
    return records[0]


async def own(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> list[Message]:
    """The viewer's own copies among these ids, in ascending order; unknown ids are left out."""
    return await store.by_ids(tx, viewer.user, ids)


async def of_channel(tx: Tx, seen: SeenChat, ids: Sequence[int]) -> list[Message]:
    """A channel's messages among these ids that are not hidden from the viewer, who may read it."""
    rows = await store.by_ids(tx, seen.chat.peer, ids)
    return [row for row in rows if row.copy.id > access.first_hidden(seen)]


def edited(content: Content, text: str, entities: bytes | None, now: int) -> Content:
    """The content after an edit."""
    return content._replace(text=text, entities=entities, edit_date=now)
