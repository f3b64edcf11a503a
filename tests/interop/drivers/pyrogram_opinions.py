"""Pyrogram's and Kurigram's calls for reactions and polls."""

from __future__ import annotations

from typing import Any

from pyrogram import Client

from tests.interop.drivers.link import Record

NEWEST = 10


class Opinions:
    """A part of the driver, which brings `_client`."""

    _client: Client

    async def do_react(self, peer: int, id: int, emoji: str) -> None:
        await self._client.send_reaction(peer, id, emoji)

    async def do_reactions(self, peer: int, id: int) -> Record:
        message = await self._client.get_messages(peer, id)
        found = message.reactions.reactions if message.reactions else []
        return {one.emoji: [one.count, one.chosen_order is not None] for one in found}

    async def do_make_poll(self, peer: int, question: str, options: list[str]) -> None:
        more = {"allows_revoting": True} if hasattr(self._client, "add_poll_option") else {}
        await self._client.send_poll(peer, question, options, is_anonymous=False, **more)

    async def do_poll(self, peer: int, question: str) -> Record | None:
        async for message in self._client.get_chat_history(peer, limit=NEWEST):
            if message.poll and str(getattr(message.poll.question, "text", message.poll.question)) == question:
                return poll_record(message)
        return None

    async def do_vote(self, peer: int, id: int, options: list[int]) -> None:
        if options:
            await self._client.vote_poll(peer, id, options)
        else:
            await self._client.retract_vote(peer, id)

    async def do_stop_poll(self, peer: int, id: int) -> None:
        await self._client.stop_poll(peer, id)


def poll_record(message: Any) -> Record:
    poll = message.poll
    if hasattr(poll, "chosen_option_ids"):
        chosen = list(poll.chosen_option_ids or [])
    else:
        chosen = [] if poll.chosen_option_id is None else [poll.chosen_option_id]
    return {
        "id": message.id,
        "voters": [one.voter_count or 0 for one in poll.options],
        "chosen": chosen,
        "total": poll.total_voter_count,
        "closed": bool(poll.is_closed),
    }
