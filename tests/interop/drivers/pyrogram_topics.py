"""Topics of forums: Kurigram by its own methods, Pyrogram by the requests of its layer, when they were channels'."""

from __future__ import annotations

from typing import Any

from pyrogram import Client, raw

from tests.interop.drivers.link import Record
from tests.interop.drivers.pyrogram_records import KURIGRAM


class Topics:
    """A part of the driver, which brings `_client`."""

    _client: Client

    async def _old(self, name: str, peer: int, **fields: Any) -> Any:
        request = getattr(raw.functions.channels, name)
        return await self._client.invoke(request(channel=await self._client.resolve_peer(peer), **fields))

    async def do_make_forum(self, peer: int) -> None:
        if KURIGRAM:
            await self._client.toggle_forum_topics(peer, is_forum=True)
        else:
            await self._old("ToggleForum", peer, enabled=True)

    async def do_begin_topic(self, peer: int, title: str) -> int:
        if KURIGRAM:
            return int((await self._client.create_forum_topic(peer, title)).id)
        made = await self._old("CreateForumTopic", peer, title=title, random_id=self._client.rnd_id())
        return int(next(one.id for one in made.updates if isinstance(one, raw.types.UpdateMessageID)))

    async def do_topics(self, peer: int) -> list[Record]:
        if KURIGRAM:
            found = [one async for one in self._client.get_forum_topics(peer, limit=100)]
            return [record(one, one.is_closed, one.is_pinned) for one in found]
        place = {"offset_date": 0, "offset_id": 0, "offset_topic": 0, "limit": 100}
        answer = await self._old("GetForumTopics", peer, **place)
        return [record(one, one.closed, one.pinned) for one in answer.topics]

    async def do_pin_topic(self, peer: int, topic: int, pinned: bool) -> None:
        if KURIGRAM:  # its own method asks for a request that its schema does not have
            target = await self._client.resolve_peer(peer)
            request = raw.functions.messages.UpdatePinnedForumTopic(peer=target, topic_id=topic, pinned=pinned)
            await self._client.invoke(request)
        else:
            await self._old("UpdatePinnedForumTopic", peer, topic_id=topic, pinned=pinned)

    async def do_close_topic(self, peer: int, topic: int, closed: bool) -> None:
        if KURIGRAM:
            await self._client.edit_forum_topic(peer, topic, closed=closed)
        else:
            await self._old("EditForumTopic", peer, topic_id=topic, closed=closed)

    async def do_delete_topic(self, peer: int, topic: int) -> None:
        if KURIGRAM:
            await self._client.delete_forum_topic(peer, topic)
        else:
            await self._old("DeleteTopicHistory", peer, top_msg_id=topic)


def record(topic: Any, closed: bool | None, pinned: bool | None) -> Record:
    return {"id": topic.id, "title": topic.title, "closed": bool(closed), "pinned": bool(pinned)}
