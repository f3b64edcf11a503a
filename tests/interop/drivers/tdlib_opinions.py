"""TDLib's calls for reactions and polls."""

from __future__ import annotations

from typing import Any

from tests.interop.drivers.link import Record
from tests.interop.drivers.tdlib_chats import CHANNEL_BASE
from tests.interop.drivers.tdlib_records import ID_SHIFT, formatted, server_id

NEWEST = 10


class Opinions:
    """A part of the driver, which brings `_ask` and `_chat`."""

    async def _ask(self, kind: str, **fields: Any) -> Record:
        raise NotImplementedError

    async def _chat(self, peer: int) -> int:
        raise NotImplementedError

    async def do_react(self, peer: int, id: int, emoji: str) -> None:
        place = {"chat_id": await self._chat(peer), "message_id": id << ID_SHIFT}
        if emoji:
            await self._ask("getEmojiReaction", emoji=emoji)  # waits for the list that it fetches at its start
            await self._ask("addMessageReaction", **place, reaction_type={"@type": "reactionTypeEmoji", "emoji": emoji})
            return
        for one in await self._reactions(peer, id):
            if one["is_chosen"]:
                await self._ask("removeMessageReaction", **place, reaction_type=one["type"])

    async def do_reactions(self, peer: int, id: int) -> Record:
        found = await self._reactions(peer, id)
        return {one["type"]["emoji"]: [one["total_count"], one["is_chosen"]] for one in found}

    async def do_allowed(self, peer: int) -> None:
        """Make it know which reactions there are and which a chat allows: it shows none to messages from before it
        knew."""
        await self._ask("getEmojiReaction", emoji="👍")
        await self._chat(peer)
        if peer < -CHANNEL_BASE:
            await self._ask("getSupergroupFullInfo", supergroup_id=-CHANNEL_BASE - peer)
        elif peer < 0:
            await self._ask("getBasicGroupFullInfo", basic_group_id=-peer)

    async def _reactions(self, peer: int, id: int) -> list[Record]:
        message = await self._ask("getMessage", chat_id=await self._chat(peer), message_id=id << ID_SHIFT)
        found: list[Record] = message.get("interaction_info", {}).get("reactions", {}).get("reactions", [])
        return found

    async def do_make_poll(self, peer: int, question: str, options: list[str]) -> None:
        content = {
            "@type": "inputMessagePoll",
            "question": formatted(question),
            "options": [{"@type": "inputPollOption", "text": formatted(text)} for text in options],
            "is_anonymous": False,
            "allows_revoting": True,
            "type": {"@type": "inputPollTypeRegular"},
        }
        await self._ask("sendMessage", chat_id=await self._chat(peer), input_message_content=content)

    async def do_poll(self, peer: int, question: str) -> Record | None:
        fields = {"from_message_id": 0, "offset": 0, "limit": NEWEST, "only_local": False}
        found = await self._ask("getChatHistory", chat_id=await self._chat(peer), **fields)
        for message in found["messages"]:
            poll = message["content"].get("poll")
            if poll and poll["question"]["text"] == question and not message.get("sending_state"):
                return poll_record(message["id"], poll)
        return None

    async def do_vote(self, peer: int, id: int, options: list[int]) -> None:
        place = {"chat_id": await self._chat(peer), "message_id": id << ID_SHIFT}
        await self._ask("setPollAnswer", **place, option_ids=options)

    async def do_stop_poll(self, peer: int, id: int) -> None:
        await self._ask("stopPoll", chat_id=await self._chat(peer), message_id=id << ID_SHIFT)


def poll_record(message_id: int, poll: Record) -> Record:
    options = poll["options"]
    return {
        "id": server_id(message_id),
        "voters": [one["voter_count"] for one in options],
        "chosen": [number for number, one in enumerate(options) if one["is_chosen"]],
        "total": poll["total_voter_count"],
        "closed": poll["is_closed"],
    }
