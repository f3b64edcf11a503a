"""Which peers a message names: whoever is shown it must be told who they are."""

from __future__ import annotations

from collections.abc import Iterable

from hodhod import tl
from hodhod.domain.media.kinds import MediaKind
from hodhod.ids import CHANNEL_BASE
from hodhod.store.records import Message
from hodhod.tl import types


def peers_of(rows: Iterable[Message]) -> set[int]:
    """Every peer that these messages name and that an answer must therefore describe."""
    peers: set[int] = set()
    for copy, content, _ in rows:
        peers.update((copy.peer, content.sender))
        if content.via_bot:
            peers.add(content.via_bot)
        if content.saved_peer:
            peers.add(content.saved_peer)
        contact = content.media if content.media_kind == MediaKind.CONTACT else None
        for blob in (content.forward, content.action, content.entities, contact):
            if blob is not None:
                peers.update(_named_in(tl.decode(blob)))
    return peers


def _named_in(value: tl.TLObject) -> set[int]:
    """Peers inside stored TL: forward origins, mentions by name, people of a service message."""
    found: set[int] = set()
    if isinstance(value, types.MessageFwdHeader):
        found.update(peer_id(p) for p in (value.from_id, value.saved_from_id) if p is not None)
    elif isinstance(value, types.TextWithEntities):
        found.update(e.user_id for e in value.entities if isinstance(e, types.MessageEntityMentionName))
    elif isinstance(value, (types.MessageActionChatCreate, types.MessageActionChatAddUser)):
        found.update(value.users)
    elif isinstance(value, (types.MessageActionChatDeleteUser, types.MessageMediaContact)):
        found.add(value.user_id)
    return found - {0}


def peer_id(peer: types.TypePeer) -> int:
    """The peer integer of a TL peer."""
    if isinstance(peer, types.PeerUser):
        return peer.user_id
    return -peer.chat_id if isinstance(peer, types.PeerChat) else -CHANNEL_BASE - peer.channel_id
