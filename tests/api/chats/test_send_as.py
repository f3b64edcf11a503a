"""Choosing as whom one writes, through the API."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.chats.test_rights import shared
from tests.api.people.friends import RANDOM, Friends


async def test_a_channel_speaks_in_a_group(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, news = await shared(friends), await make_channel(sara, "News", broadcast=True)
    for one, name in ((peer, "the_group"), (news, "the_news")):
        await sara.ask(functions.channels.UpdateUsername(channel=channel(one), username=name))
    found = await sara.ask(functions.channels.GetSendAs(peer=peer))
    assert [one.peer for one in found.peers] == [
        types.PeerUser(user_id=sara.user_id),
        types.PeerChannel(channel_id=news.channel_id),
    ]
    assert {chat.id for chat in found.chats} == {peer.channel_id, news.channel_id}
    assert (await full(sara, peer)).full_chat.default_send_as is None
    assert await sara.ask(functions.messages.SaveDefaultSendAs(peer=peer, send_as=news))
    shown = await full(sara, peer)
    assert shown.full_chat.default_send_as == types.PeerChannel(channel_id=news.channel_id)
    assert news.channel_id in {chat.id for chat in shown.chats}
    await reza.listen()
    await sara.ask(functions.messages.SendMessage(peer=peer, message="as news", random_id=next(RANDOM)))
    (told,) = await friends.told(reza, types.UpdateNewChannelMessage)
    assert isinstance(told.message, types.Message)
    assert (told.message.from_id, told.message.out) == (types.PeerChannel(channel_id=news.channel_id), False)
    assert news.channel_id in {chat.id for chat in reza.session.updates[-1].chats}
    me = types.InputPeerSelf()
    write = functions.messages.SendMessage(peer=peer, message="as me", random_id=next(RANDOM), send_as=me)
    answer = await sara.ask(write)
    (message,) = [one.message for one in answer.updates if isinstance(one, types.UpdateNewChannelMessage)]
    assert isinstance(message, types.Message)
    assert (message.from_id, message.out) == (types.PeerUser(user_id=sara.user_id), True)


async def test_what_is_not_ones_own_is_refused(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer, news = await shared(friends), await make_channel(sara, "News", broadcast=True)
    person = friends.peer(sara, reza)
    assert await sara.refusal(functions.channels.GetSendAs(peer=person)) == "PEER_ID_INVALID"
    assert await sara.refusal(functions.messages.SaveDefaultSendAs(peer=person, send_as=news)) == "PEER_ID_INVALID"
    choose = functions.messages.SaveDefaultSendAs(peer=peer, send_as=news)
    assert await sara.refusal(choose) == await reza.refusal(choose) == "SEND_AS_PEER_INVALID"
    write = functions.messages.SendMessage(peer=person, message="words", random_id=next(RANDOM), send_as=news)
    assert await sara.refusal(write) == "SEND_AS_PEER_INVALID"
    assert await reza.refusal(functions.channels.GetSendAs(peer=news)) == "CHANNEL_PRIVATE"
