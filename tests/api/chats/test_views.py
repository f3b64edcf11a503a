"""messages.getMessagesViews through the API: counted in a batch, told live."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel
from tests.api.people.friends import RANDOM, Friends


async def test_views_are_counted_and_told(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    news = await make_channel(sara, "News", broadcast=True)
    await sara.ask(functions.messages.SendMessage(peer=news, message="A post", random_id=next(RANDOM)))
    (post,) = [one for one in await sara.history(news) if getattr(one, "message", "") == "A post"]
    ask = functions.messages.GetMessagesViews(peer=news, id=[post.id, 1000], increment=True)
    assert await reza.refusal(ask) == "CHANNEL_PRIVATE"
    await sara.ask(functions.channels.InviteToChannel(channel=channel(news), users=[friends.user(sara, reza)]))
    await sara.listen()
    for device in (sara, reza, reza):
        await device.ask(ask)
    await friends.place.app.views.flush()
    answer = await sara.ask(functions.messages.GetMessagesViews(peer=news, id=[post.id, 1000], increment=False))
    assert [(one.views, one.forwards) for one in answer.views] == [(2, 0), (None, None)]
    assert [chat.id for chat in answer.chats] == [news.channel_id]
    (update,) = await friends.told(sara, types.UpdateChannelMessageViews)
    assert (update.channel_id, update.id, update.views) == (news.channel_id, post.id, 2)
    await sara.ask(ask)
    await friends.place.app.views.flush()
    assert await friends.told(sara, types.UpdateChannelMessageViews) == [update], "once seen, nothing more is told"
