"""TDLib's calls for groups and channels, and what it tells of them. Its ids of chats are those of the Bot API."""

from __future__ import annotations

from typing import Any

from tests.interop.drivers.link import Link, Record
from tests.interop.drivers.tdlib_records import server_id

CHANNEL_BASE = 10**12


class Chats:
    """A part of the driver, which brings `_ask` and `_link`."""

    _link: Link

    async def _ask(self, kind: str, **fields: Any) -> Record:
        raise NotImplementedError

    def _on_updateChatTitle(self, update: Record) -> None:
        self._link.emit("title", chat=update["chat_id"], title=update["title"])

    def _on_updateMessageInteractionInfo(self, update: Record) -> None:
        info = update.get("interaction_info") or {}
        chat, message_id = update["chat_id"], server_id(update["message_id"])
        self._link.emit("views", chat=chat, id=message_id, views=info.get("view_count"))

    def _on_updateBasicGroup(self, update: Record) -> None:
        group = update["basic_group"]
        self._link.emit("group", chat=-group["id"], members=group["member_count"], status=status_of(group))

    def _on_updateSupergroup(self, update: Record) -> None:
        group = update["supergroup"]
        peer = -CHANNEL_BASE - group["id"]
        self._link.emit("group", chat=peer, members=group["member_count"], status=status_of(group))

    async def _chat(self, peer: int) -> int:
        """Make TDLib know the chat, as opening it on a screen does."""
        if peer > 0:
            await self._ask("createPrivateChat", user_id=peer, force=False)
        elif peer > -CHANNEL_BASE:
            await self._ask("createBasicGroupChat", basic_group_id=-peer, force=False)
        else:
            await self._ask("createSupergroupChat", supergroup_id=-CHANNEL_BASE - peer, force=False)
        return peer

    # --- making them, members

    async def do_create_group(self, title: str, users: list[int]) -> int:
        made = await self._ask("createNewBasicGroupChat", user_ids=users, title=title)
        assert not made["failed_to_add_members"]["failed_to_add_members"]
        return int(made["chat_id"])

    async def do_create_channel(self, title: str, broadcast: bool, about: str = "") -> int:
        made = await self._ask("createNewSupergroupChat", title=title, is_channel=broadcast, description=about)
        return int(made["id"])

    async def do_invite(self, peer: int, users: list[int]) -> None:
        await self._chat(peer)
        if peer < -CHANNEL_BASE:
            failed = await self._ask("addChatMembers", chat_id=peer, user_ids=users)
            assert not failed["failed_to_add_members"]
            return
        for user in users:
            await self._ask("addChatMember", chat_id=peer, user_id=user, forward_limit=10)

    async def do_remove(self, peer: int, user: int) -> None:
        member = {"@type": "messageSenderUser", "user_id": user}
        await self._ask("setChatMemberStatus", chat_id=peer, member_id=member, status={"@type": "chatMemberStatusLeft"})

    async def do_leave(self, peer: int) -> None:
        await self._ask("leaveChat", chat_id=peer)

    async def do_set_title(self, peer: int, title: str) -> None:
        await self._ask("setChatTitle", chat_id=await self._chat(peer), title=title)

    # --- links

    async def do_make_link(self, peer: int, request: bool = False) -> str:
        chat = await self._chat(peer)
        if request:
            fields = {"name": "Ask", "expiration_date": 0, "member_limit": 0, "creates_join_request": True}
            return str((await self._ask("createChatInviteLink", chat_id=chat, **fields))["invite_link"])
        return str((await self._ask("replacePrimaryChatInviteLink", chat_id=chat))["invite_link"])

    async def do_check_link(self, link: str) -> Record:
        info = await self._ask("checkChatInviteLink", invite_link=own_link(link))
        return {"title": info["title"], "members": info["member_count"], "request": info["creates_join_request"]}

    async def do_follow_link(self, link: str) -> str:
        """How it came in; older versions answer the chat, newer ones a result."""
        return str((await self._ask("joinChatByInviteLink", invite_link=own_link(link)))["@type"])

    async def do_requests(self, peer: int) -> list[int]:
        fields = {"invite_link": "", "query": "", "limit": 10}
        answer = await self._ask("getChatJoinRequests", chat_id=await self._chat(peer), **fields)
        return [one["user_id"] for one in answer["requests"]]

    async def do_let_in(self, peer: int, user: int) -> None:
        await self._ask("processChatJoinRequest", chat_id=peer, user_id=user, approve=True)

    # --- discussion

    async def do_discuss(self, peer: int, group: int) -> None:
        chats = {"chat_id": await self._chat(peer), "discussion_chat_id": await self._chat(group)}
        await self.do_full(peer)  # as the screen does on which it is chosen; or TDLib guesses wrong of its next post
        await self._ask("setChatDiscussionGroup", **chats)

    async def do_thread(self, peer: int, id: int) -> Record:
        """Where a post is discussed: the group, the first message there, how many comments, of whom."""
        place = {"chat_id": await self._chat(peer), "message_id": id << 20}
        info = await self._ask("getMessageThread", **place)
        first, count = server_id(info["messages"][0]["id"]), info["reply_info"]["reply_count"]
        said: list[str] = []
        if count:  # TDLib does not know the chat of an empty page
            read = await self._ask("getMessageThreadHistory", **place, from_message_id=0, offset=0, limit=10)
            said = [one["content"]["text"]["text"] for one in read["messages"] if server_id(one["id"]) != first]
        return {"group": info["chat_id"], "first": first, "count": count, "said": said}

    # --- reading

    async def do_members(self, peer: int) -> list[int]:
        if peer > -CHANNEL_BASE:
            full = await self._ask("getBasicGroupFullInfo", basic_group_id=-peer)
            members = full["members"]
        else:
            supergroup = -CHANNEL_BASE - peer
            answer = await self._ask("getSupergroupMembers", supergroup_id=supergroup, offset=0, limit=200)
            members = answer["members"]
        return sorted(member["member_id"]["user_id"] for member in members)

    async def do_full(self, peer: int) -> Record:
        chat = await self._ask("getChat", chat_id=await self._chat(peer))
        if peer > -CHANNEL_BASE:
            group = await self._ask("getBasicGroup", basic_group_id=-peer)  # the full one it asks for every 2 s only
            return {"title": chat["title"], "members": group["member_count"]}
        full = await self._ask("getSupergroupFullInfo", supergroup_id=-CHANNEL_BASE - peer)
        return {"title": chat["title"], "members": full["member_count"]}

    async def do_read_mentions(self, peer: int) -> None:
        await self._ask("readAllChatMentions", chat_id=peer)


def status_of(group: Record) -> str:
    return str(group["status"]["@type"]).removeprefix("chatMemberStatus").lower()


def own_link(link: str) -> str:
    """A link to this server as one inside the app."""
    return f"tg://join?invite={link.rpartition('+')[2]}"
