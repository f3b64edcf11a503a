"""Rights through the API: who is told, what is shown to whom."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel, make_chat
from tests.api.people.friends import RANDOM, Friends

NONE = types.ChatBannedRights(until_date=0)


async def shared(friends: Friends, broadcast: bool = False) -> types.InputPeerChannel:
    """Sara's, with Reza in it."""
    peer = await make_channel(friends.sara, "Talk", broadcast)
    user = friends.user(friends.sara, friends.reza)
    await friends.sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[user]))
    return peer


async def test_an_administrator_is_told_and_shown(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await reza.listen()
    rights = types.ChatAdminRights(ban_users=True, other=True)
    request = functions.channels.EditAdmin(
        channel=channel(peer), user_id=friends.user(sara, reza), admin_rights=rights, rank="Helper"
    )
    answer = await sara.ask(request)
    assert types.UpdateChannel(channel_id=peer.channel_id) in answer.updates
    (told,) = await friends.told(reza, types.UpdateChannel)
    assert told.channel_id == peer.channel_id
    (chat,) = reza.session.updates[-1].chats
    assert chat.admin_rights == rights
    one = functions.channels.GetParticipant(channel=channel(peer), participant=friends.peer(sara, reza))
    shown = (await sara.ask(one)).participant
    assert (shown.can_edit, shown.promoted_by, shown.admin_rights, shown.rank) == (True, sara.user_id, rights, "Helper")
    request = functions.channels.EditAdmin(
        channel=channel(peer), user_id=types.InputUserSelf(), admin_rights=types.ChatAdminRights()
    )
    assert await reza.refusal(request) == "RIGHT_FORBIDDEN"


async def test_who_is_banned_is_told_and_listed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await reza.listen()
    banned = types.ChatBannedRights(view_messages=True, until_date=0)
    person = friends.peer(sara, reza)
    answer = await sara.ask(
        functions.channels.EditBanned(channel=channel(peer), participant=person, banned_rights=banned)
    )
    (message,) = [one.message for one in answer.updates if isinstance(one, types.UpdateNewChannelMessage)]
    assert isinstance(message, types.MessageService)
    assert message.action == types.MessageActionChatDeleteUser(user_id=reza.user_id)
    assert await friends.told(reza, types.UpdateChannel)
    gone = [one for pushed in reza.session.updates for one in pushed.chats]
    assert {type(one) for one in gone} == {types.ChannelForbidden}
    kicked = functions.channels.GetParticipants(
        channel=channel(peer), filter=types.ChannelParticipantsKicked(q=""), offset=0, limit=10, hash=0
    )
    (shown,) = (await sara.ask(kicked)).participants
    assert (shown.left, shown.kicked_by, shown.banned_rights) == (True, sara.user_id, banned)
    assert await reza.refusal(kicked) == "CHANNEL_PRIVATE"
    await sara.ask(functions.channels.EditBanned(channel=channel(peer), participant=person, banned_rights=NONE))
    assert (await sara.ask(kicked)).count == 0
    itself = functions.channels.EditBanned(channel=channel(peer), participant=peer, banned_rights=banned)
    assert await sara.refusal(itself) == "PARTICIPANT_ID_INVALID"


async def test_a_ban_ends_by_itself(friends: Friends) -> None:
    sara, reza, clock = friends.sara, friends.reza, friends.place.clock
    peer = await shared(friends)
    rights = types.ChatBannedRights(send_messages=True, until_date=int(clock()) + 60)
    await sara.ask(
        functions.channels.EditBanned(channel=channel(peer), participant=friends.peer(sara, reza), banned_rights=rights)
    )
    (chat,) = (await reza.ask(functions.channels.GetChannels(id=[channel(peer)]))).chats
    assert chat.banned_rights == rights
    write = functions.messages.SendMessage(peer=peer, message="hello", random_id=next(RANDOM))
    assert await reza.refusal(write) == "USER_BANNED_IN_CHANNEL"
    clock.now += 60
    await reza.listen()
    await friends.place.work()
    assert await friends.told(reza, types.UpdateChannel)
    await reza.ask(write)


async def test_default_rights_are_told_to_all_members(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    basic = await make_chat(sara)
    await sara.ask(functions.messages.AddChatUser(chat_id=basic.chat_id, user_id=friends.user(sara, reza), fwd_limit=0))
    rights = types.ChatBannedRights(send_polls=True, until_date=0)
    for peer in (basic, await shared(friends)):
        await reza.listen()
        reza.session.updates.clear()
        answer = await sara.ask(functions.messages.EditChatDefaultBannedRights(peer=peer, banned_rights=rights))
        (now,) = [one for one in answer.updates if isinstance(one, types.UpdateChatDefaultBannedRights)]
        assert (now.default_banned_rights.send_polls, now.default_banned_rights.until_date) == (True, 2**31 - 1)
        assert await friends.told(reza, types.UpdateChatDefaultBannedRights) == [now]
        if peer is basic:
            assert await friends.missed(reza, types.UpdateChatDefaultBannedRights) == [now]
        request = functions.messages.EditChatDefaultBannedRights(peer=peer, banned_rights=NONE)
        assert await reza.refusal(request) == "CHAT_ADMIN_REQUIRED"
    request = functions.messages.EditChatDefaultBannedRights(peer=friends.peer(sara, reza), banned_rights=NONE)
    assert await sara.refusal(request) == "PEER_ID_INVALID"


async def test_administrators_of_a_basic_group_are_told_to_all(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_chat(sara)
    user = friends.user(sara, reza)
    await sara.ask(functions.messages.AddChatUser(chat_id=peer.chat_id, user_id=user, fwd_limit=0))
    await reza.listen()
    assert await sara.ask(functions.messages.EditChatAdmin(chat_id=peer.chat_id, user_id=user, is_admin=True))
    (told,) = await friends.told(reza, types.UpdateChatParticipants)
    assert isinstance(told.participants, types.ChatParticipants)
    assert [type(one) for one in told.participants.participants] == [
        types.ChatParticipantCreator,
        types.ChatParticipantAdmin,
    ]
    assert await friends.missed(reza, types.UpdateChatParticipants) == [told]
    assert reza.session.updates[-1].chats[0].admin_rights.ban_users
    me = functions.messages.EditChatAdmin(chat_id=peer.chat_id, user_id=types.InputUserSelf(), is_admin=False)
    assert await reza.refusal(me) == "CHAT_ADMIN_REQUIRED"


async def test_the_bar_above_a_stranger_offers_three_things_or_none(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    bar = (await friends.full(sara, reza)).settings
    assert (bar.report_spam, bar.add_contact, bar.block_contact) == (True, True, True)
    await friends.add(sara, reza)
    bar = (await friends.full(sara, reza)).settings
    assert (bar.report_spam, bar.add_contact, bar.block_contact) == (False, False, False)
