"""Which peers a message names: whoever is shown it must be told who they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from hodhod import tl
from hodhod.domain import reaction_counts
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.values import unpack_peers
from hodhod.ids import CHANNEL_BASE
from hodhod.store import usernames
from hodhod.store.db import Tx
from hodhod.store.records import Content, Message
from hodhod.tl import types

MAX_NAMES = 50


def peers_of(rows: Iterable[Message]) -> set[int]:
    """Every peer that these messages name and that an answer must therefore describe."""
    peers: set[int] = set()
    for copy, content, _, post in rows:
        peers.update((copy.peer, content.sender))
        if post is not None and post.discussed:
            peers.update((post.discussed, *unpack_peers(post.recent)))
        if content.via_bot:
            peers.add(content.via_bot)
        if content.saved_peer:
            peers.add(content.saved_peer)
        if content.reactions:
            peers.update(last.user for last in reaction_counts.unpack(content.reactions).last)
        contact = content.media if content.media_kind == MediaKind.CONTACT else None
        for blob in (content.forward, content.action, content.entities, content.answered, contact):
            if blob is not None:
                peers.update(_named_in(tl.decode(blob)))
    return peers


def _named_in(value: tl.TLObject) -> set[int]:
    """Peers inside stored TL: forward origins, mentions by name, people of a service message."""
    found: set[int] = set()
    if isinstance(value, types.MessageFwdHeader):
        found.update(peer_id(p) for p in (value.from_id, value.saved_from_id) if p is not None)
    elif isinstance(value, types.MessageReplyHeader):
        found.update(_named_in(value.reply_from) if value.reply_from is not None else ())
        found.update([peer_id(value.reply_to_peer_id)] if value.reply_to_peer_id is not None else ())
    elif isinstance(value, types.TextWithEntities):
        found.update(e.user_id for e in value.entities if isinstance(e, types.MessageEntityMentionName))
    elif isinstance(value, (types.MessageActionChatCreate, types.MessageActionChatAddUser)):
        found.update(value.users)
    elif isinstance(value, (types.MessageActionChatDeleteUser, types.MessageMediaContact)):
        found.add(value.user_id)
    elif isinstance(value, types.MessageActionSetMessagesTTL):
        found.add(value.auto_setting_from or 0)
    elif isinstance(value, (types.MessageActionPollAppendAnswer, types.MessageActionPollDeleteAnswer)):
        added_by = value.answer.added_by if isinstance(value.answer, types.PollAnswer) else None
        found.add(peer_id(added_by) if added_by is not None else 0)
    elif isinstance(value, (types.MessageActionNewCreatorPending, types.MessageActionChangeCreator)):
        found.add(value.new_creator_id)
    elif isinstance(value, types.MessageActionChatJoinedByLink):
        found.add(value.inviter_id)
    elif isinstance(value, types.MessageActionChatMigrateTo):
        found.add(-CHANNEL_BASE - value.channel_id)
    elif isinstance(value, types.MessageActionChannelMigrateFrom):
        found.add(-value.chat_id)
    return found - {0}


def of_draft(stored: bytes) -> set[int]:
    """Peers that a draft names."""
    given = cast("types.DraftMessage", tl.decode(stored)).entities or []
    return {e.user_id for e in given if isinstance(e, types.MessageEntityMentionName)}


async def named_users(tx: Tx, content: Content) -> set[int]:
    """Users that a text mentions, by name or by username."""
    if content.entities is None:
        return set()
    given = cast("types.TextWithEntities", tl.decode(content.entities)).entities
    found = {e.user_id for e in given if isinstance(e, types.MessageEntityMentionName)}
    text = content.text.encode("utf-16-le")
    names = [
        text[2 * e.offset + 2 : 2 * (e.offset + e.length)] for e in given if isinstance(e, types.MessageEntityMention)
    ]
    for name in names[:MAX_NAMES]:
        peer = await usernames.owner(tx, name.decode("utf-16-le").lower())
        if peer is not None and peer > 0:
            found.add(peer)
    return found


def tl_peer(peer: int) -> types.TypePeer:
    """The TL peer of a peer integer."""
    if peer > 0:
        return types.PeerUser(user_id=peer)
    if peer > -CHANNEL_BASE:
        return types.PeerChat(chat_id=-peer)
    return types.PeerChannel(channel_id=-peer - CHANNEL_BASE)


def peer_id(peer: types.TypePeer) -> int:
    """The peer integer of a TL peer."""
    if isinstance(peer, types.PeerUser):
        return peer.user_id
    return -peer.chat_id if isinstance(peer, types.PeerChat) else -CHANNEL_BASE - peer.channel_id
