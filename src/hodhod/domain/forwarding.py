"""Forwarding: a new message with the old one's words and its origin.

The origin is the first author's (a forward of a forward names the first), hidden behind a name when their privacy
asks for it. In
Saved Messages the copy also remembers the chat and id it was taken from, so that it can be shown where it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from hodhod import errors, tl
from hodhod.domain import privacy
from hodhod.domain.messages import Outgoing, send
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import messages as store
from hodhod.store import users as store_users
from hodhod.store.bits import ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message, SeenUser
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


async def forward(tx: Tx, viewer: Viewer, target: Peer, wanted: Forward) -> list[tuple[NewMessage, int]]:
    """(the viewer's new copy, random_id) of each message, in the order of ids.

    Raises MESSAGE_ID_INVALID, MESSAGE_IDS_EMPTY, RANDOM_ID_INVALID, CHAT_FORWARDS_RESTRICTED and what send raises.
    """
    rows = await _sources(tx, viewer, wanted)
    authors = await store_users.seen(tx, viewer.user, sorted({row.content.sender for row in rows}))
    done = []
    for row, random_id in zip(rows, wanted.random_ids, strict=True):
        message = _outgoing(viewer, target, row, authors.get(row.content.sender), wanted, random_id)
        done.append((await send(tx, viewer, target, message), random_id))
    return done


async def _sources(tx: Tx, viewer: Viewer, wanted: Forward) -> list[Message]:
    if not wanted.ids:
        raise errors.MESSAGE_IDS_EMPTY
    if len(wanted.ids) != len(wanted.random_ids) or len(set(wanted.random_ids)) != len(wanted.random_ids):
        raise errors.RANDOM_ID_INVALID
    found = {row.copy.id: row for row in await store.by_ids(tx, viewer.user, wanted.ids)}
    rows = [found.get(msg_id) for msg_id in wanted.ids]
    good = [row for row in rows if row is not None and row.copy.peer == wanted.source and row.content.action is None]
    if len(good) != len(rows):
        raise errors.MESSAGE_ID_INVALID
    if any(row.content.flags & NOFORWARDS for row in good):
        raise errors.CHAT_FORWARDS_RESTRICTED
    return good


def _outgoing(
    viewer: Viewer, target: Peer, row: Message, author: SeenUser | None, wanted: Forward, random_id: int
) -> Outgoing:
    content = row.content
    to_self = target == viewer.user
    return Outgoing(
        text=content.text,
        random_id=random_id,
        flags=wanted.flags,
        entities=content.entities,
        forward=None if wanted.drop_author else tl.encode(_origin(viewer, content, author)),
        media_kind=content.media_kind,
        media_id=content.media_id,
        media=content.media,
        saved_peer=row.copy.peer if to_self else 0,
        saved_id=row.copy.id if to_self else 0,
    )


def _origin(viewer: Viewer, content: Content, author: SeenUser | None) -> types.MessageFwdHeader:
    if content.forward is not None:
        return cast("types.MessageFwdHeader", tl.decode(content.forward))
    header = types.MessageFwdHeader(date=content.date)
    if author is None or privacy.allows(author, "forwards", viewer.user):
        header.from_id = types.PeerUser(user_id=content.sender)
    else:
        header.from_name = f"{author.user.first_name} {author.user.last_name}".strip()
    return header
