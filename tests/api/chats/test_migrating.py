"""A basic group becomes a supergroup, through the API."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_chat
from tests.api.people.friends import RANDOM, Friends


async def test_both_chats_say_where_the_other_is(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_chat(sara)
    user = friends.user(sara, reza)
    await sara.ask(functions.messages.AddChatUser(chat_id=peer.chat_id, user_id=user, fwd_limit=0))
    await reza.listen()
    request = functions.messages.MigrateChat(chat_id=peer.chat_id)
    assert await reza.refusal(request) == "CHAT_ADMIN_REQUIRED"
    answer = await sara.ask(request)
    assert await sara.ask(request) == answer, "an equal request within a minute gets the first answer"
    (new,) = [chat for chat in answer.chats if isinstance(chat, types.Channel)]
    assert new.access_hash is not None
    (old,) = [chat for chat in answer.chats if isinstance(chat, types.Chat)]
    assert (new.megagroup, new.creator, new.participants_count) == (True, True, 2)
    assert (old.deactivated, old.migrated_to) == (
        True,
        types.InputChannel(channel_id=new.id, access_hash=new.access_hash),
    )
    news = [one.message for one in answer.updates if hasattr(one, "message")]
    assert [message.action for message in news if isinstance(message, types.MessageService)] == [
        types.MessageActionChatMigrateTo(channel_id=new.id),
        types.MessageActionChannelMigrateFrom(title="Family", chat_id=peer.chat_id),
    ]
    assert await friends.told(reza, types.UpdateChannel)
    (told,) = await friends.told(reza, types.UpdateNewMessage)
    assert isinstance(told.message, types.MessageService)
    assert told.message.action == types.MessageActionChatMigrateTo(channel_id=new.id)
    assert await friends.told(reza, types.UpdateNewChannelMessage)
    there = types.InputPeerChannel(channel_id=new.id, access_hash=new.access_hash)
    for device in (sara, reza):
        shown = await full(device, there)
        newest = (await device.history(peer))[0]
        about = shown.full_chat
        assert (about.migrated_from_chat_id, about.migrated_from_max_id) == (peer.chat_id, newest.id)
        assert peer.chat_id in {chat.id for chat in shown.chats}
    await reza.ask(functions.messages.SendMessage(peer=there, message="here", random_id=next(RANDOM)))
    write = functions.messages.SendMessage(peer=peer, message="there", random_id=next(RANDOM))
    assert await reza.refusal(write) == "CHAT_ID_INVALID"


async def test_a_newcomer_hears_nothing_of_what_was_before(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_chat(sara)
    answer = await sara.ask(functions.messages.MigrateChat(chat_id=peer.chat_id))
    (new,) = [chat for chat in answer.chats if isinstance(chat, types.Channel)]
    there = types.InputPeerChannel(channel_id=new.id, access_hash=new.access_hash or 0)
    await sara.ask(functions.channels.InviteToChannel(channel=channel(there), users=[friends.user(sara, reza)]))
    shown = await full(reza, there)
    assert (shown.full_chat.migrated_from_chat_id, shown.full_chat.migrated_from_max_id) == (None, None)
    assert {chat.id for chat in shown.chats} == {new.id}
