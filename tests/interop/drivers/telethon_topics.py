"""Telethon's calls for topics of forums, by the requests of the schema: it has no methods of its own for them."""

from __future__ import annotations

from typing import Any

from telethon import functions, types

from tests.interop.drivers.link import Record


class Topics:
    """A part of the driver, which brings `_client`."""

    _client: Any

    async def do_make_forum(self, peer: int, enabled: bool = True) -> None:
        await self._client(functions.channels.ToggleForumRequest(peer, enabled, False))

    async def do_begin_topic(self, peer: int, title: str) -> int:
        answer = await self._client(functions.messages.CreateForumTopicRequest(peer, title))
        (number,) = [one.id for one in answer.updates if isinstance(one, types.UpdateMessageID)]
        return int(number)

    async def do_topics(self, peer: int) -> list[Record]:
        """As they are listed."""
        answer = await self._client(functions.messages.GetForumTopicsRequest(peer, None, 0, 0, 100))
        return [topic_record(one) for one in answer.topics]

    async def do_topic(self, peer: int, topic: int) -> Record | None:
        """None: it is gone."""
        answer = await self._client(functions.messages.GetForumTopicsByIDRequest(peer, [topic]))
        (one,) = answer.topics
        return topic_record(one) if isinstance(one, types.ForumTopic) else None

    async def do_said_in_topic(self, peer: int, topic: int) -> list[str]:
        """Newest first."""
        return [one.message async for one in self._client.iter_messages(peer, reply_to=topic) if one.message]

    async def do_read_topic(self, peer: int, topic: int, max_id: int) -> None:
        await self._client(functions.messages.ReadDiscussionRequest(peer, topic, max_id))

    async def do_close_topic(self, peer: int, topic: int, closed: bool) -> None:
        await self._client(functions.messages.EditForumTopicRequest(peer, topic, closed=closed))

    async def do_pin_topic(self, peer: int, topic: int, pinned: bool) -> None:
        await self._client(functions.messages.UpdatePinnedForumTopicRequest(peer, topic, pinned))

    async def do_delete_topic(self, peer: int, topic: int) -> None:
        await self._client(functions.messages.DeleteTopicHistoryRequest(peer, topic))


def topic_record(topic: Any) -> Record:
    return {
        "id": topic.id,
        "title": topic.title,
        "unread": topic.unread_count,
        "mentions": topic.unread_mentions_count,
        "closed": bool(topic.closed),
        "pinned": bool(topic.pinned),
    }
