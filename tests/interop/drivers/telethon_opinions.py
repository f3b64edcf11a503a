"""Telethon's calls for reactions and polls."""

from __future__ import annotations

from typing import Any

from telethon import TelegramClient, functions, types

from tests.interop.drivers.link import Record

NEWEST = 10


class Opinions:
    """A part of the driver, which brings `_client`."""

    _client: TelegramClient

    async def do_react(self, peer: int, id: int, emoji: str) -> None:
        chosen = [types.ReactionEmoji(emoticon=emoji)] if emoji else []
        await self._client(functions.messages.SendReactionRequest(peer, id, reaction=chosen))

    async def do_reactions(self, peer: int, id: int) -> Record:
        message = await self._client.get_messages(peer, ids=id)
        found = message.reactions.results if message.reactions else []
        return {one.reaction.emoticon: [one.count, one.chosen_order is not None] for one in found}

    async def do_make_poll(self, peer: int, question: str, options: list[str]) -> None:
        answers = [types.InputPollAnswer(text=words(text)) for text in options]
        poll = types.Poll(id=0, question=words(question), answers=answers, hash=0, public_voters=True)
        await self._client.send_message(peer, file=types.InputMediaPoll(poll=poll))

    async def do_poll(self, peer: int, question: str) -> Record | None:
        for message in await self._client.get_messages(peer, limit=NEWEST):
            if message.poll and message.poll.poll.question.text == question:
                return poll_record(message)
        return None

    async def do_vote(self, peer: int, id: int, options: list[int]) -> None:
        message = await self._client.get_messages(peer, ids=id)
        answers = [message.poll.poll.answers[number].option for number in options]
        await self._client(functions.messages.SendVoteRequest(peer, id, answers))

    async def do_stop_poll(self, peer: int, id: int) -> None:
        message = await self._client.get_messages(peer, ids=id)
        message.poll.poll.closed = True
        await self._client.edit_message(peer, id, file=types.InputMediaPoll(poll=message.poll.poll))


def words(text: str) -> types.TextWithEntities:
    return types.TextWithEntities(text=text, entities=[])


def poll_record(message: Any) -> Record:
    poll, results = message.poll.poll, message.poll.results
    by_option = {one.option: one for one in results.results or []}
    found = [by_option.get(answer.option) for answer in poll.answers]
    return {
        "id": message.id,
        "voters": [(one.voters or 0) if one else 0 for one in found],
        "chosen": [number for number, one in enumerate(found) if one and one.chosen],
        "total": results.total_voters,
        "closed": bool(poll.closed),
    }
