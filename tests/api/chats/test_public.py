"""Public channels through the API."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel, make_chat
from tests.api.people.friends import Friends


async def test_a_public_channel_is_named_found_and_joined(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = channel(await make_channel(sara, "Tehran News", broadcast=True))
    other = await friends.place.second_device(sara)
    await other.listen()
    ask = functions.channels.CheckUsername(channel=types.InputChannelEmpty(), username="tehran_news")
    assert await sara.ask(ask) is True
    await sara.ask(functions.channels.UpdateUsername(channel=peer, username="Tehran_News"))
    assert {one.channel_id for one in await friends.told(other, types.UpdateChannel)} == {peer.channel_id}
    assert await reza.refusal(ask) == "USERNAME_OCCUPIED"
    (own,) = (await sara.ask(functions.channels.GetAdminedPublicChannels())).chats
    assert own.username == "Tehran_News"
    found = await reza.ask(functions.contacts.Search(q="tehran", limit=10, broadcasts=True))
    assert found.results == [types.PeerChannel(channel_id=peer.channel_id)]
    assert (await reza.ask(functions.contacts.Search(q="tehran", limit=10, bots=True))).results == []
    resolved = await reza.ask(functions.contacts.ResolveUsername(username="tehran_news"))
    assert (resolved.peer, resolved.chats[0].left) == (found.results[0], True)
    (offered,) = (await reza.ask(functions.channels.GetChannelRecommendations())).chats
    assert offered.id == peer.channel_id
    assert (await reza.ask(functions.channels.GetChannelRecommendations(channel=peer))).chats == []
    joined = await reza.ask(functions.channels.JoinChannel(channel=peer))
    assert isinstance(joined, types.messages.ChatInviteJoinResultOk)
    assert (await reza.ask(functions.channels.GetChannelRecommendations())).chats == []


async def test_common_chats_are_counted_and_listed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    group = await make_channel(sara, "Group")
    chat = await make_chat(sara)
    user = friends.user(sara, reza)
    await sara.ask(functions.channels.InviteToChannel(channel=channel(group), users=[user]))
    await sara.ask(functions.messages.AddChatUser(chat_id=chat.chat_id, user_id=user, fwd_limit=0))
    assert (await friends.full(sara, reza)).common_chats_count == 2
    ids = sorted((group.channel_id, chat.chat_id), reverse=True)
    first = await sara.ask(functions.messages.GetCommonChats(user_id=user, max_id=0, limit=1))
    assert ([one.id for one in first.chats], first.count) == (ids[:1], 2)
    rest = await sara.ask(functions.messages.GetCommonChats(user_id=user, max_id=ids[0], limit=10))
    assert [one.id for one in rest.chats] == ids[1:]


async def test_a_link_to_a_message(friends: Friends) -> None:
    peer = await make_channel(friends.sara, "Group")
    top = (await full(friends.sara, peer)).full_chat.pts
    answer = await friends.sara.ask(functions.channels.ExportMessageLink(channel=channel(peer), id=1))
    assert top >= 1
    assert answer.link == f"{friends.place.app.services.world.public_url}c/{peer.channel_id}/1"
