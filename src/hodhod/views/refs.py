"""Peer integers to TL peers and back."""

from __future__ import annotations

from hodhod.ids import CHANNEL_BASE, Peer
from hodhod.tl import types


def peer_of(peer: int) -> types.TypePeer:
    """The TL peer of a peer integer (see ids.py)."""
    if peer > 0:
        return types.PeerUser(user_id=peer)
    if peer > -CHANNEL_BASE:
        return types.PeerChat(chat_id=-peer)
    return types.PeerChannel(channel_id=-peer - CHANNEL_BASE)


def peer_id(peer: types.TypePeer) -> Peer:
    """The peer integer of a TL peer."""
    if isinstance(peer, types.PeerUser):
        return Peer(peer.user_id)
    if isinstance(peer, types.PeerChat):
        return Peer(-peer.chat_id)
    return Peer(-CHANNEL_BASE - peer.channel_id)
