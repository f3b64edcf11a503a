"""Peer integers to TL peers."""

from __future__ import annotations

from hodhod.ids import CHANNEL_BASE
from hodhod.tl import types

# All files are said to be on one DC, whatever DC a client believes in: then shared encodings do not depend on it.
FILE_DC = 2


def peer_of(peer: int) -> types.TypePeer:
    """The TL peer of a peer integer (see ids.py)."""
    if peer > 0:
        return types.PeerUser(user_id=peer)
    if peer > -CHANNEL_BASE:
        return types.PeerChat(chat_id=-peer)
    return types.PeerChannel(channel_id=-peer - CHANNEL_BASE)
