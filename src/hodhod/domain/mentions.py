"""Which peers a message names: whoever is shown it must be told who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

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
    names = NAMED.get(type(value))
    return {peer for peer in names(value) if peer} if names is not None else set()


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


def _by_forward(header: types.MessageFwdHeader) -> Iterator[int]:
    return (peer_id(peer) for peer in (header.from_id, header.saved_from_id) if peer is not None)


def _by_reply(header: types.MessageReplyHeader) -> Iterator[int]:
    if header.reply_from is not None:
        yield from _named_in(header.reply_from)
    if header.reply_to_peer_id is not None:
        yield peer_id(header.reply_to_peer_id)


def _by_text(text: types.TextWithEntities) -> Iterator[int]:
    return (e.user_id for e in text.entities if isinstance(e, types.MessageEntityMentionName))


def _by_answer(action: types.MessageActionPollAppendAnswer | types.MessageActionPollDeleteAnswer) -> Iterator[int]:
    added_by = action.answer.added_by if isinstance(action.answer, types.PollAnswer) else None
    if added_by is not None:
        yield peer_id(added_by)


# by the type of what is stored: the peers that it names, 0 and None for none
NAMED: dict[type, Callable[[Any], Iterable[int | None]]] = {
    types.MessageFwdHeader: _by_forward,
    types.MessageReplyHeader: _by_reply,
    types.TextWithEntities: _by_text,
    types.MessageActionChatCreate: lambda action: action.users,
    types.MessageActionChatAddUser: lambda action: action.users,
    types.MessageActionChatDeleteUser: lambda action: (action.user_id,),
    types.MessageMediaContact: lambda contact: (contact.user_id,),
    types.MessageActionSetMessagesTTL: lambda action: (action.auto_setting_from,),
    types.MessageActionPollAppendAnswer: _by_answer,
    types.MessageActionPollDeleteAnswer: _by_answer,
    types.MessageActionNewCreatorPending: lambda action: (action.new_creator_id,),
    types.MessageActionChangeCreator: lambda action: (action.new_creator_id,),
    types.MessageActionChatJoinedByLink: lambda action: (action.inviter_id,),
    types.MessageActionChatMigrateTo: lambda action: (-CHANNEL_BASE - action.channel_id,),
    types.MessageActionChannelMigrateFrom: lambda action: (-action.chat_id,),
}
