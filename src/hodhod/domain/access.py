"""The only door to other people's records: returns what the viewer may have, or raises the error's name."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import mentions
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import messages as store_messages
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenUser, User

BOT, DELETED, SUPPORT = int(UserFlag.BOT), int(UserFlag.DELETED), int(UserFlag.SUPPORT)


async def user(tx: Tx, viewer: Viewer, user_id: int) -> SeenUser:
    """A user that exists, as the viewer sees them. Raises USER_ID_INVALID."""
    found = (await store_users.seen(tx, viewer.user, [user_id])).get(user_id)
    if found is None:
        raise errors.USER_ID_INVALID
    return found


async def private_peer(tx: Tx, viewer: Viewer, peer: Peer) -> SeenUser:
    """The other side of a private chat. Raises PEER_ID_INVALID."""
    found = (await store_users.seen(tx, viewer.user, [peer])).get(peer)
    if found is None:
        raise errors.PEER_ID_INVALID
    return found


async def may_send(tx: Tx, viewer: Viewer, peer: Peer) -> SeenUser | None:
    """May the viewer write to this private chat; the viewer as the other side sees them when that side gets it.

    None: nobody else gets it. Somebody who blocked the viewer is not betrayed: the message stays on the viewer's side
    with one
    tick, as in every client people know; a bot is told.
    Raises PEER_ID_INVALID, INPUT_USER_DEACTIVATED, YOU_BLOCKED_USER, USER_IS_BLOCKED.
    """
    if peer == viewer.user:
        return None
    relation = await store_users.relation(tx, viewer.user, peer)
    if relation is None:
        raise errors.PEER_ID_INVALID
    if relation.flags & DELETED:
        raise errors.INPUT_USER_DEACTIVATED
    if relation.flags & SUPPORT:
        return None
    if relation.viewer.blocked_viewer:
        raise errors.YOU_BLOCKED_USER
    if relation.blocked and relation.viewer.user.flags & BOT:
        raise errors.USER_IS_BLOCKED
    return None if relation.blocked else relation.viewer


async def named_in_message(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, user_id: int) -> None:
    """The viewer has this message and it names the user. Raises MSG_ID_INVALID, USER_ID_INVALID."""
    row = await store_messages.find(tx, viewer.user, msg_id)
    if row is None or row.copy.peer != peer:
        raise errors.MSG_ID_INVALID
    if user_id not in mentions.peers_of([row]):
        raise errors.USER_ID_INVALID


async def seen(tx: Tx, viewer: Viewer, users: Sequence[int]) -> dict[int, SeenUser]:
    """Those of these users that exist, as the viewer sees them. The caller has checked that the viewer may name
    them."""
    return await store_users.seen(tx, viewer.user, users)


async def myself(tx: Tx, viewer: Viewer) -> User:
    """The viewer's own row."""
    return await store_users.get(tx, viewer.user)
