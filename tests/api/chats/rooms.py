"""Groups and channels made through the API, and how people name them."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.auth.device import Device


async def make_chat(owner: Device, title: str = "Family") -> types.InputPeerChat:
    made = await owner.ask(functions.messages.CreateChat(users=[], title=title))
    return types.InputPeerChat(chat_id=made.updates.chats[0].id)


async def make_channel(owner: Device, title: str = "News", broadcast: bool = False) -> types.InputPeerChannel:
    made = await owner.ask(
        functions.channels.CreateChannel(broadcast=broadcast, megagroup=not broadcast, title=title, about="")
    )
    return types.InputPeerChannel(channel_id=made.chats[0].id, access_hash=made.chats[0].access_hash)


def channel(peer: types.InputPeerChannel) -> types.InputChannel:
    return types.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)


async def full(device: Device, peer: types.InputPeerChat | types.InputPeerChannel) -> Any:
    """messages.chatFull."""
    if isinstance(peer, types.InputPeerChat):
        return await device.ask(functions.messages.GetFullChat(chat_id=peer.chat_id))
    return await device.ask(functions.channels.GetFullChannel(channel=channel(peer)))
