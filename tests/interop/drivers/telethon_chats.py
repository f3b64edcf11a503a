"""Telethon's calls for groups and channels, and what it tells of them. Peers are integers in the Bot API's form."""

from __future__ import annotations

import json
from typing import Any

from telethon import TelegramClient, errors, functions, types, utils

from tests.interop.drivers.link import Link, Record


class Chats:
    """A part of the driver, which brings `_client` and `_link`."""

    _client: TelegramClient
    _link: Link

    async def _on_chat_update(self, update: Any) -> None:
        emit = self._link.emit
        match update:
            case types.UpdateNewChannelMessage(message=types.MessageService()):
                emit("message", **service_record(update.message))  # NewMessage leaves them out
            case types.UpdateDeleteChannelMessages():
                emit("delete", ids=update.messages, chat=channel_peer(update.channel_id))
            case types.UpdateReadChannelInbox():
                emit("read", peer=channel_peer(update.channel_id), max_id=update.max_id, inbox=True)
            case types.UpdateReadChannelOutbox():
                emit("read", peer=channel_peer(update.channel_id), max_id=update.max_id, inbox=False)
            case types.UpdatePinnedChannelMessages():
                peer = channel_peer(update.channel_id)
                emit("pinned", peer=peer, ids=update.messages, pinned=bool(update.pinned))
            case types.UpdateChannel():
                emit("channel", chat=channel_peer(update.channel_id))
            case types.UpdateChannelUserTyping() | types.UpdateChatUserTyping():
                emit("typing", user=utils.get_peer_id(update.from_id))

    # --- making them, members

    async def do_create_group(self, title: str, users: list[int]) -> int:
        people = [await self._client.get_input_entity(user) for user in users]
        answer = await self._client(functions.messages.CreateChatRequest(people, title))
        return int(utils.get_peer_id(answer.updates.chats[0]))

    async def do_create_channel(self, title: str, broadcast: bool, about: str = "") -> int:
        request = functions.channels.CreateChannelRequest(title, about, broadcast=broadcast, megagroup=not broadcast)
        return int(utils.get_peer_id((await self._client(request)).chats[0]))

    async def do_invite(self, peer: int, users: list[int]) -> None:
        people = [await self._client.get_input_entity(user) for user in users]
        if is_channel(peer):
            await self._client(functions.channels.InviteToChannelRequest(peer, people))
            return
        for person in people:
            await self._client(functions.messages.AddChatUserRequest(-peer, person, fwd_limit=10))

    async def do_remove(self, peer: int, user: int) -> None:
        await self._client.kick_participant(peer, user)

    async def do_leave(self, peer: int) -> None:
        await self._client.delete_dialog(peer)

    async def do_set_title(self, peer: int, title: str) -> None:
        if is_channel(peer):
            await self._client(functions.channels.EditTitleRequest(peer, title))
        else:
            await self._client(functions.messages.EditChatTitleRequest(-peer, title))

    # --- links

    async def do_make_link(self, peer: int, request: bool = False) -> str:
        terms: Record = {"request_needed": True} if request else {"legacy_revoke_permanent": True}
        return str((await self._client(functions.messages.ExportChatInviteRequest(peer, **terms))).link)

    async def do_check_link(self, link: str) -> Record:
        info = await self._client(functions.messages.CheckChatInviteRequest(hash_of(link)))
        return {"title": info.title, "members": info.participants_count, "request": bool(info.request_needed)}

    async def do_follow_link(self, link: str) -> str:
        try:
            return type(await self._client(functions.messages.ImportChatInviteRequest(hash_of(link)))).__name__
        except errors.InviteRequestSentError:
            return "RequestSent"

    async def do_requests(self, peer: int) -> list[int]:
        nobody = types.InputUserEmpty()
        asked = functions.messages.GetChatInviteImportersRequest(peer, None, nobody, limit=10, requested=True)
        return [one.user_id for one in (await self._client(asked)).importers]

    async def do_let_in(self, peer: int, user: int) -> None:
        await self._client(functions.messages.HideChatJoinRequestRequest(peer, user, approved=True))

    # --- discussion

    async def do_discuss(self, peer: int, group: int) -> None:
        await self._client(functions.channels.SetDiscussionGroupRequest(peer, group))

    async def do_thread(self, peer: int, id: int) -> Record:
        """Where a post is discussed: the group, the first message there, how many comments, of whom."""
        found = await self._client(functions.messages.GetDiscussionMessageRequest(peer, id))
        (first,) = found.messages
        post = await self._client.get_messages(peer, ids=id)
        said = [one.message async for one in self._client.iter_messages(peer, reply_to=id)]
        group = utils.get_peer_id(first.peer_id)
        return {"group": group, "first": first.id, "count": post.replies.replies, "said": said}

    # --- reading

    async def do_members(self, peer: int) -> list[int]:
        return sorted([user.id async for user in self._client.iter_participants(peer)])

    async def do_full(self, peer: int) -> Record:
        if is_channel(peer):
            answer = await self._client(functions.channels.GetFullChannelRequest(peer))
        else:
            answer = await self._client(functions.messages.GetFullChatRequest(-peer))
        chat = next(one for one in answer.chats if utils.get_peer_id(one) == peer)
        count = answer.full_chat.participants_count if is_channel(peer) else chat.participants_count
        return {"title": chat.title, "members": count}

    async def do_look(self, peer: int, ids: list[int]) -> None:
        await self._client(functions.messages.GetMessagesViewsRequest(peer, ids, increment=True))

    async def do_stats(self, peer: int, id: int | None = None) -> Record:
        """Of a channel, a supergroup or a post; objects by their fields."""
        return json.loads((await self._client.get_stats(peer, id)).to_json())  # type: ignore[no-any-return]

    async def do_read_mentions(self, peer: int) -> None:
        await self._client(functions.messages.ReadMentionsRequest(peer))


def is_channel(peer: int) -> bool:
    return peer < -(10**12)


def channel_peer(channel_id: int) -> int:
    return int(utils.get_peer_id(types.PeerChannel(channel_id)))


def service_record(message: Any) -> Record:
    return {
        "id": message.id,
        "chat": utils.get_peer_id(message.peer_id),
        "sender": message.from_id and utils.get_peer_id(message.from_id),
        "text": "",
        "out": bool(message.out),
        "service": True,
        "action": action_name(message.action),
    }


def action_name(action: Any) -> str:
    return type(action).__name__.removeprefix("MessageAction")


def hash_of(link: str) -> str:
    return link.rpartition("+")[2]
