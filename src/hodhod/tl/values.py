"""Small conversions that the rules for other layers share."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hodhod.tl._generated import types

_MAX_INT32 = 2**31 - 1

T = TypeVar("T")


def int32(value: int) -> int:
    """The nearest number that fits: a larger file is shown as one of 2 GB."""
    return max(-_MAX_INT32 - 1, min(value, _MAX_INT32))


def user_id_of(peer: object) -> int:
    """0, which is no user, for chats and channels: the layers that ask knew users only."""
    return peer.user_id if isinstance(peer, types.PeerUser) else 0


def first_of(values: Sequence[T] | None) -> T | None:
    return values[0] if values else None


def text_of(text: str) -> types.TextWithEntities:
    return types.TextWithEntities(text=text, entities=[])


def peer_of_user(user: Any) -> types.TypeInputPeer:
    """The input peer that an input user is."""
    if isinstance(user, types.InputUser):
        return types.InputPeerUser(user_id=user.user_id, access_hash=user.access_hash)
    if isinstance(user, types.InputUserSelf):
        return types.InputPeerSelf()
    if isinstance(user, types.InputUserFromMessage):
        return types.InputPeerUserFromMessage(peer=user.peer, msg_id=user.msg_id, user_id=user.user_id)
    return types.InputPeerEmpty()


def peer_of_channel(channel: Any) -> types.TypeInputPeer:
    """The input peer that an input channel is."""
    if isinstance(channel, types.InputChannel):
        return types.InputPeerChannel(channel_id=channel.channel_id, access_hash=channel.access_hash)
    if isinstance(channel, types.InputChannelFromMessage):
        return types.InputPeerChannelFromMessage(
            peer=channel.peer, msg_id=channel.msg_id, channel_id=channel.channel_id
        )
    return types.InputPeerEmpty()
