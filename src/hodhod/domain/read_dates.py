"""When messages were read: in private chats, and who did in small groups, for a week.

Each advance of somebody's read mark leaves one row (`note`); the row that first reached a message tells when it was
read. Whoever hides their read dates hides them from those who may not see when they were online, and does not learn
theirs. core.telegram.org/api/privacy
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, privacy, settings
from hodhod.domain.viewer import Viewer
from hodhod.ids import SERVICE_USER, Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import members as store_members
from hodhod.store import messages as store_messages
from hodhod.store import read_marks as store
from hodhod.store.bits import ChatFlag, CopyFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Message, SeenUser

KEPT = 7 * 24 * 3600
# Members of a group in which it is kept who read.
SMALL = 100
OUT = int(CopyFlag.OUT)


async def note(tx: Tx, viewer: Viewer, peer: Peer, upto: int) -> None:
    """The viewer's mark in this chat advanced to `upto`."""
    if peer in (viewer.user, SERVICE_USER):
        return
    if peer < 0 and not is_small(await store_chats.get(tx, peer)):
        return
    await store.put(tx, viewer.user, peer, upto, viewer.now)


def is_small(chat: Chat | None) -> bool:
    """A group in which is kept who read."""
    return chat is not None and not chat.flags & ChatFlag.BROADCAST and chat.members <= SMALL


def are_hidden(seen: SeenUser, viewer: Viewer) -> bool:
    """Does the user hide from the viewer when they read?"""
    return bool(settings.value(seen.user, "hide_read_marks")) and not privacy.allows(seen, "status", viewer.user)


async def outbox_date(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> int:
    """When the other side of a private chat read a message of the viewer.

    Raises PEER_ID_INVALID, MESSAGE_ID_INVALID, MESSAGE_TOO_OLD, MESSAGE_NOT_READ_YET, YOUR_PRIVACY_RESTRICTED,
    USER_PRIVACY_RESTRICTED.
    """
    if peer < 0 or peer == viewer.user:
        raise errors.PEER_ID_INVALID
    row = await access.message(tx, viewer, peer, msg_id)
    seen = await access.private_peer(tx, viewer, peer)
    if not row.copy.flags & OUT:
        raise errors.MESSAGE_ID_INVALID
    if row.content.date < viewer.now - KEPT:
        raise errors.MESSAGE_TOO_OLD
    if await settings.get(tx, viewer, "hide_read_marks") and not privacy.is_shown_back(seen, "status"):
        raise errors.YOUR_PRIVACY_RESTRICTED
    if are_hidden(seen, viewer):
        raise errors.USER_PRIVACY_RESTRICTED
    theirs = await store_messages.copies_of(tx, [peer], row.content.id)
    date = await store.first(tx, peer, viewer.user, theirs[0].id) if theirs else None
    if date is None:
        raise errors.MESSAGE_NOT_READ_YET
    return date


async def readers(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> list[tuple[int, int]]:
    """(user, when) of the members of a small group who read a message of the viewer, in the order of their reading.

    Raises PEER_ID_INVALID, CHAT_TOO_BIG, MSG_ID_INVALID, MSG_TOO_OLD and what access.joined raises.
    """
    if peer > 0:
        raise errors.PEER_ID_INVALID
    seen = await access.joined(tx, viewer, peer)
    if not is_small(seen.chat):
        raise errors.CHAT_TOO_BIG
    row = await _own(tx, viewer, peer, msg_id)
    if row.content.date < viewer.now - KEPT:
        raise errors.MSG_TOO_OLD
    others = [user for user in await store_members.ids(tx, peer) if user != viewer.user]
    if is_channel(peer):
        found = await store.readers(tx, others, peer, msg_id)
    else:
        found = await store.readers_of_copies(tx, others, row.content.id)
    return sorted(found, key=lambda one: (one[1], one[0]))


async def _own(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    try:
        row = await access.message(tx, viewer, peer, msg_id)
    except errors.MESSAGE_ID_INVALID:
        raise errors.MSG_ID_INVALID from None
    if viewer.user not in (row.content.sender, row.content.author):
        raise errors.MSG_ID_INVALID
    return row
