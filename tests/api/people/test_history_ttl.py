"""Timers over the wire: set, shown, told, taken by what is sent, and kept by a job."""

from __future__ import annotations

from typing import Any

from hodhod.jobs.message_ends import PAUSE
from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel, make_chat
from tests.api.people.friends import RANDOM, Friends

DAY = 24 * 3600
SELF = types.InputPeerSelf()


async def test_a_timer_of_a_private_chat(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await reza.listen()
    peer, theirs = friends.peer(sara, reza), friends.peer(reza, sara)
    answer = await sara.ask(functions.messages.SetHistoryTTL(peer=peer, period=DAY))
    _, service, timer = answer.updates
    assert service.message.action == types.MessageActionSetMessagesTTL(period=DAY)
    assert timer == types.UpdatePeerHistoryTTL(peer=types.PeerUser(user_id=reza.user_id), ttl_period=DAY)
    assert len(await friends.told(reza, types.UpdatePeerHistoryTTL)) == 1
    assert (await friends.full(reza, sara)).ttl_period == DAY
    short = await sara.ask(functions.messages.SendMessage(peer=peer, message="x", random_id=next(RANDOM)))
    assert (type(short), short.ttl_period) == (types.UpdateShortSentMessage, DAY)
    timed, service = await reza.history(theirs)
    assert (timed.ttl_period, service.ttl_period) == (DAY, None)
    friends.place.clock.now += DAY - 1
    await friends.place.work()
    assert len(await reza.history(theirs)) == 2
    friends.place.clock.now += PAUSE
    await friends.place.work()
    assert [type(one) for one in await reza.history(theirs)] == [types.MessageService]
    assert [one.messages for one in await friends.told(reza, types.UpdateDeleteMessages)] == [[timed.id]]
    again = functions.messages.SetHistoryTTL(peer=peer, period=DAY)
    assert await sara.refusal(again) == "CHAT_NOT_MODIFIED"
    for one, period, name in ((peer, 5, "TTL_PERIOD_INVALID"), (SELF, DAY, "PEER_ID_INVALID")):
        assert await sara.refusal(functions.messages.SetHistoryTTL(peer=one, period=period)) == name


async def test_the_default_of_new_chats(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    assert await sara.refusal(functions.messages.SetDefaultHistoryTTL(period=7)) == "TTL_PERIOD_INVALID"
    assert await sara.ask(functions.messages.SetDefaultHistoryTTL(period=DAY))
    assert (await sara.ask(functions.messages.GetDefaultHistoryTTL())).period == DAY
    query = functions.messages.SendMessage(peer=friends.peer(sara, reza), message="x", random_id=next(RANDOM))
    named, timer, new = (await sara.ask(query)).updates
    action = types.MessageActionSetMessagesTTL(period=DAY, auto_setting_from=sara.user_id)
    assert (named.id, timer.message.action, new.message.ttl_period) == (new.message.id, action, DAY)
    assert timer.pts == new.pts - 1
    made = await sara.ask(functions.messages.CreateChat(users=[friends.user(sara, reza)], title="x"))
    new = [one.message for one in made.updates.updates if isinstance(one, types.UpdateNewMessage)]
    kinds = [type(one.action) for one in new if isinstance(one, types.MessageService)]
    assert kinds == [types.MessageActionChatCreate, types.MessageActionSetMessagesTTL]
    bad = functions.messages.CreateChat(users=[], title="x", ttl_period=5)
    assert await sara.refusal(bad) == "TTL_PERIOD_INVALID"


async def test_timers_of_groups_and_channels_are_shown(friends: Friends) -> None:
    sara = friends.sara
    peer: Any
    for peer in (await make_chat(sara), await make_channel(sara), await make_channel(sara, broadcast=True)):
        answer = await sara.ask(functions.messages.SetHistoryTTL(peer=peer, period=2 * DAY))
        assert answer.updates[-1].ttl_period == 2 * DAY
        assert (await full(sara, peer)).full_chat.ttl_period == 2 * DAY
        (dialog,) = (
            await sara.ask(functions.messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=peer)]))
        ).dialogs
        assert dialog.ttl_period == 2 * DAY
        await sara.ask(functions.messages.SendMessage(peer=peer, message="x", random_id=next(RANDOM)))
        friends.place.clock.now += 2 * DAY
        await friends.place.work()
        assert {type(one) for one in await sara.history(peer)} == {types.MessageService}


async def test_members_of_a_supergroup_hear_of_its_timer(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara)
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[friends.user(sara, reza)]))
    await reza.listen()
    await sara.ask(functions.messages.SetHistoryTTL(peer=peer, period=DAY))
    (told,) = await friends.told(reza, types.UpdatePeerHistoryTTL)
    assert told == types.UpdatePeerHistoryTTL(peer=types.PeerChannel(channel_id=peer.channel_id), ttl_period=DAY)
