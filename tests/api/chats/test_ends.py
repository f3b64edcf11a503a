"""Giving away and deleting chats through the API."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import channel, make_chat
from tests.api.chats.test_rights import shared
from tests.api.people.friends import RANDOM, Friends

WEEK = 7 * 24 * 3600


async def say(device: Device, peer: types.TypeInputPeer, text: str) -> None:
    await device.ask(functions.messages.SendMessage(peer=peer, message=text, random_id=next(RANDOM)))


async def test_a_chat_is_given_away_with_the_password(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)

    def request(password: types.TypeInputCheckPasswordSRP) -> functions.messages.EditChatCreator:
        return functions.messages.EditChatCreator(peer=peer, user_id=friends.user(sara, reza), password=password)

    nothing = types.InputCheckPasswordEmpty()
    assert await sara.refusal(request(nothing)) == "PASSWORD_MISSING"
    await sara.set_password(new="secret")
    assert await sara.refusal(request(nothing)) == f"PASSWORD_TOO_FRESH_{WEEK}"
    friends.place.clock.now += WEEK
    assert await sara.refusal(request(nothing)) == "PASSWORD_HASH_INVALID"
    assert await sara.refusal(request(await sara.srp("wrong"))) == "PASSWORD_HASH_INVALID"
    await reza.listen()
    answer = await sara.ask(request(await sara.srp("secret")))
    assert (answer.chats[0].creator, answer.chats[0].admin_rights.add_admins) == (False, True)
    assert await friends.told(reza, types.UpdateChannel)
    assert reza.session.updates[-1].chats[0].creator
    old = functions.legacy.ChannelsEditCreator(
        channel=channel(peer), user_id=friends.user(sara, reza), password=nothing
    )
    assert await sara.refusal(old, layer=222) == "CHAT_ADMIN_REQUIRED"


async def test_a_channel_is_deleted(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends, broadcast=True)
    await say(sara, peer, "a post")
    await reza.listen()
    delete = functions.channels.DeleteChannel(channel=channel(peer))
    assert await reza.refusal(delete) == "CHAT_ADMIN_REQUIRED"
    answer = await sara.ask(delete)
    assert isinstance(answer.chats[0], types.ChannelForbidden)
    assert await friends.told(reza, types.UpdateChannel)
    assert isinstance(reza.session.updates[-1].chats[0], types.ChannelForbidden)
    await friends.place.work()
    nowhere = types.InputPeerEmpty()
    listing = functions.messages.GetDialogs(offset_date=0, offset_id=0, offset_peer=nowhere, limit=10, hash=0)
    for device in (sara, reza):
        assert peer.channel_id not in {chat.id for chat in (await device.ask(listing)).chats}
        assert await device.refusal(functions.channels.GetFullChannel(channel=channel(peer))) == "CHANNEL_PRIVATE"


async def test_a_basic_group_is_deleted(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_chat(sara)
    await sara.ask(functions.messages.AddChatUser(chat_id=peer.chat_id, user_id=friends.user(sara, reza), fwd_limit=0))
    await say(reza, peer, "words")
    delete = functions.messages.DeleteChat(chat_id=peer.chat_id)
    assert await reza.refusal(delete) == "CHAT_ADMIN_REQUIRED"
    await reza.listen()
    assert await sara.ask(delete)
    await friends.place.work()
    (gone,) = await friends.told(reza, types.UpdateDeleteMessages)
    assert len(gone.messages) == 2
    assert await friends.told(reza, types.UpdateChat) == [types.UpdateChat(chat_id=peer.chat_id)]
    assert await friends.missed(reza, types.UpdateChat) == [types.UpdateChat(chat_id=peer.chat_id)]
    (chat,) = reza.session.updates[-1].chats
    assert (chat.deactivated, chat.left) == (True, True)
    assert await reza.history(peer) == []


async def test_a_history_is_cleared_for_oneself_on_all_devices(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await say(sara, peer, "words")
    other = await friends.place.second_device(reza)
    await other.listen()
    answer = await reza.ask(functions.channels.DeleteHistory(channel=channel(peer), max_id=0))
    mark = types.UpdateChannelAvailableMessages(channel_id=peer.channel_id, available_min_id=3)
    assert mark in answer.updates
    assert await friends.told(other, types.UpdateChannelAvailableMessages) == [mark]
    assert await friends.missed(other, types.UpdateChannelAvailableMessages) == [mark]
    assert await reza.history(peer) == []
    assert len(await sara.history(peer)) == 3


async def test_a_history_is_cleared_for_all(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await say(reza, peer, "words")
    request = functions.channels.DeleteHistory(channel=channel(peer), max_id=0, for_everyone=True)
    assert await reza.refusal(request) == "CHAT_ADMIN_REQUIRED"
    await sara.ask(request)
    assert [one.id for one in await reza.history(peer)] == [1]


async def test_all_that_somebody_wrote(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await say(reza, peer, "one")
    await say(reza, peer, "two")
    me = functions.channels.DeleteParticipantHistory(channel=channel(peer), participant=types.InputPeerSelf())
    assert await reza.refusal(me) == "CHAT_ADMIN_REQUIRED"
    them = functions.channels.DeleteParticipantHistory(channel=channel(peer), participant=friends.peer(sara, reza))
    answer = await sara.ask(them)
    assert (answer.pts_count, answer.offset) == (2, 0)
    assert [one.id for one in await reza.history(peer)] == [2, 1]
