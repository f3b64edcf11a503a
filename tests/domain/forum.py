"""A forum of alice, what people do in it, and what each of them sees of it."""

from __future__ import annotations

from typing import Any

from hodhod.domain import history, topic_list, topic_making
from hodhod.domain.history import Window
from hodhod.domain.topic_making import Change, New
from hodhod.domain.updates import NewMessage
from hodhod.ids import CHANNEL_BASE, Peer
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag
from hodhod.store.records import Message
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views import topics as topics_view
from tests.domain.test_chats import make_channel
from tests.domain.world import Cast

FORUM = int(ChatFlag.MEGAGROUP | ChatFlag.FORUM)


async def make_forum(cast: Cast, *others: str) -> Peer:
    return await make_channel(cast, FORUM, *others)


async def begin(cast: Cast, who: str, peer: Peer, title: str = "Birds", **options: Any) -> int:
    cast.random_id += 1
    new = New(title, cast.random_id, **options)
    record: NewMessage = await cast.act(topic_making.create, cast.viewer(who), peer, new)
    return record.message.copy.id


async def edit(cast: Cast, who: str, peer: Peer, topic: int, **change: Any) -> NewMessage:
    return await cast.act(topic_making.edit, cast.viewer(who), peer, topic, Change(**change))


async def listed(cast: Cast, who: str, peer: Peer, *ids: int) -> list[types.ForumTopic]:
    """These topics as somebody sees them, or the first page."""
    viewer = cast.viewer(who)

    async def read(tx: Any) -> list[types.ForumTopic]:
        found = await (
            topic_list.chosen(tx, viewer, peer, ids) if ids else topic_list.page(tx, viewer, peer, "", (0, 0), 100)
        )
        return await topics_view.topics(tx, viewer, peer, found.topics)

    return await cast.read(read)


async def shown(cast: Cast, who: str, peer: Peer, msg_id: int) -> Any:
    (row,) = await cast.read(store.by_ids, peer, [msg_id])
    (one,) = await cast.read(view.messages, cast.viewer(who), [row])
    return one


async def within(cast: Cast, peer: Peer, topic: int) -> list[int]:
    rows: list[Message] = await cast.read(history.page, peer, topic, Window(100), history.TOPICS)
    return [row.copy.id for row in rows]


def channel_id(peer: int) -> int:
    return -CHANNEL_BASE - peer
