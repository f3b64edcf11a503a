"""messages.search and its relatives in groups and channels, through the API."""

from __future__ import annotations

import asyncio
from typing import Any

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel
from tests.api.people.friends import RANDOM, Friends


def search(peer: types.TypeInputPeer, q: str = "", **more: Any) -> functions.messages.Search:
    values = {"min_date": 0, "max_date": 0, "offset_id": 0, "add_offset": 0, "limit": 20, "max_id": 0, "min_id": 0}
    kind = more.pop("filter", types.InputMessagesFilterEmpty())
    return functions.messages.Search(peer=peer, q=q, filter=kind, hash=0, **{**values, **more})


def everywhere(q: str, limit: int = 20, **more: Any) -> functions.messages.SearchGlobal:
    place = {"offset_rate": 0, "offset_peer": types.InputPeerEmpty(), "offset_id": 0, **more}
    kind = types.InputMessagesFilterEmpty()
    return functions.messages.SearchGlobal(q=q, filter=kind, min_date=0, max_date=0, limit=limit, **place)


async def test_a_channel_is_searched_by_its_members_alone(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    news = await make_channel(sara, "News", broadcast=True)
    for text in ("tea for all", "tea is out", "bread"):
        await sara.ask(functions.messages.SendMessage(peer=news, message=text, random_id=next(RANDOM)))
    await friends.place.app.indexer._pass()
    await asyncio.sleep(0)
    assert await reza.refusal(search(news, "tea")) == "CHANNEL_PRIVATE"
    counters = functions.messages.GetSearchCounters(peer=news, filters=[types.InputMessagesFilterPhotos()])
    assert await reza.refusal(counters) == "CHANNEL_PRIVATE"
    assert (await reza.ask(everywhere("tea"))).messages == []
    await sara.ask(functions.channels.InviteToChannel(channel=channel(news), users=[friends.user(sara, reza)]))
    answer = await reza.ask(search(news, "tea"))
    assert isinstance(answer, types.messages.ChannelMessages)
    assert [getattr(one, "message", "") for one in answer.messages] == ["tea is out", "tea for all"]
    assert news.channel_id in {chat.id for chat in answer.chats}
    first = await reza.ask(everywhere("tea", limit=1))
    assert [one.message for one in first.messages] == ["tea is out"]
    offset = {"offset_rate": first.next_rate, "offset_peer": news, "offset_id": first.messages[0].id}
    rest = await reza.ask(everywhere("tea", **offset))
    assert [one.message for one in rest.messages] == ["tea for all"]
    assert [one.count for one in await reza.ask(counters)] == [0]
    assert (await reza.ask(everywhere("tea", users_only=True))).messages == []
