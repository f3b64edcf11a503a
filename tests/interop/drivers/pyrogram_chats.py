"""Pyrogram's and Kurigram's calls for groups and channels, and what they tell of them."""

from __future__ import annotations

from typing import Any

from pyrogram import Client, raw, utils

from tests.interop.drivers.link import Link, Record


class Chats:
    """A part of the driver, which brings `_client` and `_link`."""

    _client: Client
    _link: Link

    async def _on_chat_update(self, _: Any, update: Any, users: Any, chats: Any) -> None:
        emit = self._link.emit
        match update:
            case raw.types.UpdateReadChannelInbox():
                emit("read", peer=channel_peer(update.channel_id), max_id=update.max_id, inbox=True)
            case raw.types.UpdateReadChannelOutbox():
                emit("read", peer=channel_peer(update.channel_id), max_id=update.max_id, inbox=False)
            case raw.types.UpdatePinnedChannelMessages():
                peer = channel_peer(update.channel_id)
                emit("pinned", peer=peer, ids=list(update.messages), pinned=bool(update.pinned))
            case raw.types.UpdateChannel():
                emit("channel", chat=channel_peer(update.channel_id))
            case raw.types.UpdateChannelUserTyping() | raw.types.UpdateChatUserTyping():
                emit("typing", user=utils.get_peer_id(update.from_id))

    # --- making them, members

    async def do_create_group(self, title: str, users: list[int]) -> int:
        return int((await self._client.create_group(title, users)).id)

    async def do_create_channel(self, title: str, broadcast: bool, about: str = "") -> int:
        create = self._client.create_channel if broadcast else self._client.create_supergroup
        return int((await create(title, about)).id)

    async def do_invite(self, peer: int, users: list[int]) -> None:
        await self._client.add_chat_members(peer, users)

    async def do_remove(self, peer: int, user: int) -> None:
        await self._client.ban_chat_member(peer, user)

    async def do_leave(self, peer: int) -> None:
        await self._client.leave_chat(peer)

    async def do_set_title(self, peer: int, title: str) -> None:
        await self._client.set_chat_title(peer, title)

    # --- reading

    async def do_members(self, peer: int) -> list[int]:
        return sorted([member.user.id async for member in self._client.get_chat_members(peer)])

    async def do_full(self, peer: int) -> Record:
        chat = await self._client.get_chat(peer)
        return {"title": chat.title, "members": chat.members_count}

    async def do_read_mentions(self, peer: int) -> None:
        target = await self._client.resolve_peer(peer)
        await self._client.invoke(raw.functions.messages.ReadMentions(peer=target))


def channel_peer(channel_id: int) -> int:
    return int(utils.get_peer_id(raw.types.PeerChannel(channel_id=channel_id)))
