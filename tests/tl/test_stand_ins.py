"""An InputPeer where an InputUser or InputChannel is due is read as that; anything else there stays an error."""

from __future__ import annotations

import struct

import pytest

from hodhod import tl
from hodhod.tl import functions, types


def get_users(one: tl.TLObject) -> bytes:
    return struct.pack("<III", functions.users.GetUsers.CONSTRUCTOR_ID, 0x1CB5C415, 1) + tl.encode(one)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (types.InputPeerSelf(), types.InputUserSelf()),
        (types.InputPeerEmpty(), types.InputUserEmpty()),
        (types.InputPeerUser(user_id=5, access_hash=-7), types.InputUser(user_id=5, access_hash=-7)),
    ],
)
def test_a_peer_for_a_user(sent: tl.TLObject, meant: tl.TLObject) -> None:
    assert tl.decode(get_users(sent)) == functions.users.GetUsers(id=[meant])  # type: ignore[list-item]


def test_a_peer_for_a_channel() -> None:
    request = struct.pack("<I", functions.channels.JoinChannel.CONSTRUCTOR_ID)
    given = tl.encode(types.InputPeerChannel(channel_id=9, access_hash=1))
    meant = types.InputChannel(channel_id=9, access_hash=1)
    assert tl.decode(request + given) == functions.channels.JoinChannel(channel=meant)


def test_another_kind_of_peer_is_an_error() -> None:
    with pytest.raises(tl.DecodeError):
        tl.decode(get_users(types.InputPeerChat(chat_id=5)))
