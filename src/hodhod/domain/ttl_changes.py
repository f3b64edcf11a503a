"""Setting how long the messages of a chat live: for whoever writes there in private, and in groups and channels for
whoever may change what the chat says of itself."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, admin_log, chats, history_ttl, messages, posting
from hodhod.domain.admin_log import Kind
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import SERVICE_USER, Peer
from hodhod.store import chats as store_chats
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat
from hodhod.tl import types


async def set_period(tx: Tx, viewer: Viewer, peer: Peer, period: int) -> NewMessage:
    """Messages sent from now on live for so many seconds, 0: for ever. The message that tells of it.

    Raises TTL_PERIOD_INVALID, CHAT_NOT_MODIFIED, PEER_ID_INVALID (Saved Messages have no timer), CHAT_ADMIN_REQUIRED,
    what access.joined and access.may_send raise.
    """
    history_ttl.checked(period)
    if peer > 0:
        return await _set_private(tx, viewer, peer, period)
    seen = await chats.changing(tx, viewer, peer)
    if seen.chat.ttl == period:
        raise errors.CHAT_NOT_MODIFIED
    return await _set(tx, viewer, seen, period)


async def _set_private(tx: Tx, viewer: Viewer, peer: Peer, period: int) -> NewMessage:
    if peer in (viewer.user, SERVICE_USER):
        raise errors.PEER_ID_INVALID
    reach = await access.reach(tx, viewer, peer)
    if reach.ttl == period:
        raise errors.CHAT_NOT_MODIFIED
    owners = [int(viewer.user)] if reach.seen is None else sorted((int(viewer.user), int(peer)))
    await history_ttl.put_private(tx, viewer, owners, peer, period)
    return await messages.send(tx, viewer, peer, Outgoing(action=history_ttl.told(period)))


async def _set(tx: Tx, viewer: Viewer, seen: SeenChat, period: int) -> NewMessage:
    peer = Peer(seen.chat.peer)
    await store_chats.put(tx, peer, ttl=period)
    await admin_log.note(tx, viewer, peer, Kind.HISTORY_TTL, seen.chat.ttl, period)
    await history_ttl.tell(tx, viewer, peer)
    action = types.MessageActionSetMessagesTTL(period=period)
    return await posting.notice(tx, viewer, seen, action)
