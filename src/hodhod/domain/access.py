"""The only door to other people's records: returns what the viewer may have, or raises the error's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hodhod import errors
from hodhod.domain import limiting, mentions, rights
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store import messages as store_messages
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, Role, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Message, SeenChat, SeenUser, User

BROADCAST = int(ChatFlag.BROADCAST)
BOT, DELETED, SUPPORT = int(UserFlag.BOT), int(UserFlag.DELETED), int(UserFlag.SUPPORT)


async def user(tx: Tx, viewer: Viewer, user_id: int) -> SeenUser:
    """A user that exists, as the viewer sees them. Raises USER_ID_INVALID."""
    found = (await store_users.seen(tx, viewer.user, [user_id])).get(user_id)
    if found is None:
        raise errors.USER_ID_INVALID
    return found


async def in_a_group_with(tx: Tx, viewer: Viewer, user_id: int) -> bool:
    """Are the two in a group or supergroup together?"""
    return bool(await store_members.common(tx, viewer.user, user_id, 1))


async def private_peer(tx: Tx, viewer: Viewer, peer: Peer) -> SeenUser:
    """The other side of a private chat. Raises PEER_ID_INVALID."""
    found = (await store_users.seen(tx, viewer.user, [peer])).get(peer)
    if found is None:
        raise errors.PEER_ID_INVALID
    return found


async def chat(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """A group or channel that exists, with the viewer's row in it; what they may do there is for rights.py to say.

    Raises CHAT_ID_INVALID, CHANNEL_INVALID.
    """
    found = (await store_chats.seen(tx, viewer.user, [peer])).get(peer)
    if found is None:
        raise errors.CHANNEL_INVALID if is_channel(peer) else errors.CHAT_ID_INVALID
    return found


async def joined(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """A group or channel that is there and that the viewer is in. Raises CHAT_ID_INVALID, CHAT_FORBIDDEN,
    CHANNEL_INVALID, CHANNEL_PRIVATE, USER_NOT_PARTICIPANT."""
    found = await chat(tx, viewer, peer)
    if not rights.is_member(found):
        if not is_channel(peer):
            raise errors.CHAT_FORBIDDEN
        raise errors.USER_NOT_PARTICIPANT if may_look(found) else errors.CHANNEL_PRIVATE
    if found.chat.flags & rights.GONE:
        raise errors.CHANNEL_PRIVATE if is_channel(peer) else errors.CHAT_ID_INVALID
    return found


async def writable(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat:
    """A group or channel that the viewer is in, or a discussion group where whoever reads the channel may comment.
    Raises what joined raises."""
    found = await chat(tx, viewer, peer)
    if rights.is_member(found) or not (may_look(found) and found.chat.linked and found.chat.flags & ChatFlag.MEGAGROUP):
        return await joined(tx, viewer, peer)
    return found


async def was_in(tx: Tx, viewer: Viewer, peer: Peer) -> bool:
    """Is the viewer in this basic group, or were they: its id alone tells nobody anything."""
    seen = (await store_chats.seen(tx, viewer.user, [peer])).get(peer)
    if seen is None:
        return False
    return seen.member is not None or await store_dialogs.find(tx, viewer.user, peer) is not None


def may_look(seen: SeenChat) -> bool:
    """May the viewer read the channel: a member, anybody where it is public, whoever may read the channel that a group
    discusses; nobody who was banned."""
    if seen.chat.flags & rights.GONE or (seen.member is not None and seen.member.role == Role.BANNED):
        return False
    return rights.is_member(seen) or seen.chat.username is not None or is_guest(seen)


def is_guest(seen: SeenChat) -> bool:
    """Is this a discussion group of a channel that the viewer may look at?"""
    return seen.discusses and bool(seen.chat.flags & ChatFlag.MEGAGROUP)


async def readable(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat | None:
    """May the viewer read this chat's messages; the chat, None when it is a private one. A basic group that one has
    left is still read in one's own mailbox.

    Raises PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE.
    """
    if peer > 0:
        await private_peer(tx, viewer, peer)
        return None
    found = await chat(tx, viewer, peer)
    if is_channel(peer) and not may_look(found):
        raise errors.CHANNEL_PRIVATE
    return found


async def message(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> Message:
    """A message of a chat that the viewer may read. Raises what readable raises, and MESSAGE_ID_INVALID."""
    seen = await readable(tx, viewer, peer)
    row = await store_messages.find(tx, viewer.box(peer), msg_id)
    if row is None or row.copy.peer != peer or (seen is not None and msg_id <= first_hidden(seen)):
        raise errors.MESSAGE_ID_INVALID
    return row


def first_hidden(seen: SeenChat) -> int:
    """Messages up to this id are hidden from the viewer: what they cleared, and in a group that hides its history what
    was written before they came; to somebody who only looks in there, all of it."""
    hides = seen.chat.flags & ChatFlag.HIDDEN_HISTORY
    if seen.member is None or seen.member.role < Role.MEMBER:
        return seen.chat.top_id if hides else 0
    return max(seen.member.cleared, seen.member.since if hides else 0)


class Reach(NamedTuple):
    """Whom a private message reaches. seen: the viewer as the other side sees them, None when that side gets nothing;
    ttl: how long messages of the chat live; beginner: the viewer, where they have no chat with the other side yet."""

    seen: SeenUser | None
    ttl: int = 0
    beginner: User | None = None


async def may_send(tx: Tx, viewer: Viewer, peer: Peer) -> SeenUser | None:
    """The viewer as the other side sees them when that side gets what they write; raises what reach raises."""
    return (await reach(tx, viewer, peer)).seen


async def reach(tx: Tx, viewer: Viewer, peer: Peer) -> Reach:
    """May the viewer write to this private chat, and whom does it reach.

    Somebody who blocked the viewer is not betrayed: the message stays on the viewer's side
    with one
    tick, as in every client people know; a bot is told.
    Raises PEER_ID_INVALID, INPUT_USER_DEACTIVATED, YOU_BLOCKED_USER, USER_IS_BLOCKED, PEER_FLOOD.
    """
    if peer == viewer.user:
        return Reach(None)
    relation = await store_users.relation(tx, viewer.user, peer)
    if relation is None:
        raise errors.PEER_ID_INVALID
    if relation.flags & DELETED:
        raise errors.INPUT_USER_DEACTIVATED
    if relation.flags & SUPPORT:
        return Reach(None)
    if relation.viewer.blocked_viewer:
        raise errors.YOU_BLOCKED_USER
    if relation.blocked and relation.viewer.user.flags & BOT:
        raise errors.USER_IS_BLOCKED
    await limiting.check_writing(tx, viewer, peer, relation.viewer)
    beginner = relation.viewer.user if relation.ttl is None else None
    return Reach(None if relation.blocked else relation.viewer, relation.ttl or 0, beginner)


async def named_in_message(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, user_id: int) -> None:
    """The viewer may read this message and it names the user. Raises MSG_ID_INVALID, USER_ID_INVALID."""
    await readable(tx, viewer, peer)
    row = await store_messages.find(tx, viewer.box(peer), msg_id)
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
