"""Forwarding: a new message with the old one's words and its origin.

The origin is the first author's (a forward of a forward names the first), hidden behind a name when their privacy
asks for it; one's own notes in Saved Messages have none. A copy in Saved Messages also remembers the chat and id it was
taken from, so that it can be shown where it stood, and belongs to the saved dialog of that chat; of a forward it
remembers the last sender too. What somebody said who asks to be hidden belongs to HIDDEN_AUTHOR, and tells no chat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hodhod import errors, tl
from hodhod.domain import access, origins, previews, slow_mode
from hodhod.domain.media.sending import check_voice
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.scheduling import send
from hodhod.domain.stats.tally import Shared
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import HIDDEN_AUTHOR, Peer, is_channel
from hodhod.store import messages as store
from hodhod.store import posts as store_posts
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message, Scheduled, SeenUser
from hodhod.tl import types

NOFORWARDS, SILENT = int(ContentFlag.NOFORWARDS), int(ContentFlag.SILENT)


@dataclass(frozen=True, slots=True)
class Forward:
    """What to forward and how. ids and random_ids go together."""

    source: Peer
    ids: Sequence[int]
    random_ids: Sequence[int]
    flags: int = 0
    drop_author: bool = False
    drop_captions: bool = False
    send_as: int = 0
    topic: int = 0
    due: int = 0


async def forward(tx: Tx, viewer: Viewer, target: Peer, wanted: Forward) -> list[tuple[NewMessage | Scheduled, int]]:
    """(the viewer's new copy, random_id) of each message, in the order of ids.

    Raises MESSAGE_ID_INVALID, MESSAGE_IDS_EMPTY, RANDOM_ID_INVALID, CHAT_FORWARDS_RESTRICTED and what scheduling.send
    raises.
    """
    seen = await access.readable(tx, viewer, wanted.source)
    if seen is not None and seen.chat.flags & ChatFlag.NOFORWARDS:
        raise errors.CHAT_FORWARDS_RESTRICTED
    await _check_slow(tx, viewer, target, wanted)
    rows = await _sources(tx, viewer, wanted, access.first_hidden(seen) if seen is not None else 0)
    authors = await store_users.seen(tx, viewer.user, sorted({row.content.sender for row in rows}))
    albums = _albums(viewer, rows)
    done: list[tuple[NewMessage | Scheduled, int]] = []
    first, shared = viewer.world.ids.new(), 0
    for row, random_id in zip(rows, wanted.random_ids, strict=True):
        await check_voice(tx, viewer, target, row.content.media_kind)
        message = _outgoing(viewer, target, row, authors.get(row.content.sender), wanted)
        message = replace(message, grouped_id=albums.get(row.content.grouped_id, 0))
        sent = await send(tx, viewer, target, replace(message, random_id=random_id))
        done.append((sent, random_id))
        if row.post is not None and _is_new(sent, first):
            await store_posts.forwarded(tx, row.copy.owner, row.copy.id)
            shared += row.content.flags & ContentFlag.POST > 0
    if shared:
        tx.emit(Shared(wanted.source, shared))
    return done


def _is_new(sent: NewMessage | Scheduled, first: int) -> bool:
    """Or was it sent before, by a request that came twice? A repeated one counts as no forward."""
    return isinstance(sent, Scheduled) or sent.message.content.id > first


async def _check_slow(tx: Tx, viewer: Viewer, target: Peer, wanted: Forward) -> None:
    """Where people wait between two messages nobody forwards several at once."""
    if is_channel(target) and len(wanted.ids) > 1 and slow_mode.is_slowed(await access.chat(tx, viewer, target)):
        raise errors.SLOWMODE_MULTI_MSGS_DISABLED


def _albums(viewer: Viewer, rows: Sequence[Message]) -> dict[int, int]:
    """What stood together stands together again: old grouped_id -> new one."""
    together = Counter(row.content.grouped_id for row in rows if row.content.grouped_id)
    return {old: viewer.world.ids.new() for old, count in together.items() if count > 1}


async def _sources(tx: Tx, viewer: Viewer, wanted: Forward, hidden: int) -> list[Message]:
    """hidden: messages up to this id are not the viewer's to forward."""
    if not wanted.ids:
        raise errors.MESSAGE_IDS_EMPTY
    if len(wanted.ids) != len(wanted.random_ids) or len(set(wanted.random_ids)) != len(wanted.random_ids):
        raise errors.RANDOM_ID_INVALID
    found = {row.copy.id: row for row in await store.by_ids(tx, viewer.box(wanted.source), wanted.ids)}
    rows = [found.get(msg_id) if msg_id > hidden else None for msg_id in wanted.ids]
    good = [row for row in rows if row is not None and row.copy.peer == wanted.source and row.content.action is None]
    if len(good) != len(rows):
        raise errors.MESSAGE_ID_INVALID
    if any(row.content.flags & NOFORWARDS for row in good):
        raise errors.CHAT_FORWARDS_RESTRICTED
    return good


def _outgoing(viewer: Viewer, target: Peer, row: Message, author: SeenUser | None, wanted: Forward) -> Outgoing:
    content = row.content
    header = None if wanted.drop_author else origins.of(viewer, row, author)
    saved_peer, saved_id = 0, 0
    if header is not None and target == viewer.user:
        saved_peer, saved_id = _save_place(viewer, row, author, header)
    bare = wanted.drop_captions and content.media_kind > 0
    return Outgoing(
        text="" if bare else content.text,
        flags=wanted.flags | content.flags & previews.LOOKS,
        entities=None if bare else content.entities,
        forward=None if header is None else tl.encode(header),
        media_kind=content.media_kind,
        media_id=content.media_id,
        webpage=content.webpage,
        media=content.media,
        saved_peer=saved_peer,
        saved_id=saved_id,
        send_as=wanted.send_as,
        topic=wanted.topic,
        due=wanted.due,
    )


def _save_place(
    viewer: Viewer, row: Message, author: SeenUser | None, header: types.MessageFwdHeader
) -> tuple[int, int]:
    """(chat, id there) from which a message is saved; what else is to be remembered goes into the header."""
    content = row.content
    if (name := origins.hidden_name(viewer, author)) is not None:
        header.saved_from_name, header.saved_date = name, content.date
        return HIDDEN_AUTHOR, 0
    if content.forward is not None:
        header.saved_from_id, header.saved_date = types.PeerUser(user_id=content.sender), content.date
        header.saved_out = content.sender == viewer.user
    return row.copy.peer, row.copy.id
