"""An InputPeer where an InputUser or InputChannel is due: Pyrogram and its forks send what resolve_peer gave them.

Each pair has the same fields in the same order, so the value is read as what it should have been.
"""

from collections.abc import Callable
from typing import Any, Final

from hodhod.tl import wire
from hodhod.tl._generated import types

INSTEAD: Final[dict[tuple[str, str], Callable[[Any], Any]]] = {
    ("InputUser", "inputPeerEmpty"): lambda peer: types.InputUserEmpty(),
    ("InputUser", "inputPeerSelf"): lambda peer: types.InputUserSelf(),
    ("InputUser", "inputPeerUser"): lambda peer: types.InputUser(user_id=peer.user_id, access_hash=peer.access_hash),
    ("InputUser", "inputPeerUserFromMessage"): lambda peer: types.InputUserFromMessage(
        peer=peer.peer, msg_id=peer.msg_id, user_id=peer.user_id
    ),
    ("InputChannel", "inputPeerEmpty"): lambda peer: types.InputChannelEmpty(),
    ("InputChannel", "inputPeerChannel"): lambda peer: types.InputChannel(
        channel_id=peer.channel_id, access_hash=peer.access_hash
    ),
}


def converted(decode: wire.Decoder, convert: Callable[[Any], Any]) -> wire.Decoder:
    """The decoder of a stand-in: read it, then make of it what is due."""

    def decoder(data: bytes, at: int, depth: int) -> tuple[Any, int]:
        value, end = decode(data, at, depth)
        return convert(value), end

    return decoder
