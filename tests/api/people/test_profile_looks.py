"""Colours of names, and the channel of a profile."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel
from tests.api.people.friends import RANDOM, Friends

BLUE = types.PeerColor(color=5)


async def test_the_colour_of_a_name(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    await reza.listen()
    assert (await friends.seen(reza, sara)).color is None
    assert await sara.ask(functions.account.UpdateColor(color=BLUE))
    assert (await friends.seen(reza, sara)).color == BLUE
    assert [one.user_id for one in await friends.told(reza, types.UpdateUser)] == [sara.user_id]
    assert [one.user_id for one in await friends.missed(reza, types.UpdateUser)] == [sara.user_id]
    assert await sara.ask(functions.account.UpdateColor())
    assert (await friends.seen(reza, sara)).color is None
    refused: list[tuple[dict[str, Any], str]] = [
        ({"color": types.PeerColor(color=7)}, "COLOR_INVALID"),
        ({"color": BLUE, "for_profile": True}, "COLOR_INVALID"),
        ({"color": types.InputPeerColorCollectible(collectible_id=1)}, "COLOR_INVALID"),
        ({"color": types.PeerColor(color=1, background_emoji_id=99)}, "DOCUMENT_INVALID"),
    ]
    for values, name in refused:
        assert await sara.refusal(functions.account.UpdateColor(**values)) == name


async def test_the_colour_of_a_channel(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "News", broadcast=True)
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[friends.user(sara, reza)]))
    await reza.listen()
    change = functions.channels.UpdateColor(channel=channel(peer), color=5)
    assert await reza.refusal(change) == "CHAT_ADMIN_REQUIRED"
    (shown,) = (await sara.ask(change)).chats
    assert shown.color == BLUE
    assert len(await friends.told(reza, types.UpdateChannel)) == 1
    assert reza.session.updates[-1].chats[0].color == BLUE
    assert await sara.refusal(change) == "CHAT_NOT_MODIFIED"
    change.color = 70
    assert await sara.refusal(change) == "COLOR_INVALID"
    await sara.ask(functions.channels.UpdateColor(channel=channel(peer)))
    log = functions.channels.GetAdminLog(channel=channel(peer), q="", max_id=0, min_id=0, limit=10)
    log.events_filter = types.ChannelAdminLogEventsFilter(info=True)
    kind, none = types.ChannelAdminLogEventActionChangePeerColor, types.PeerColor()
    assert [one.action for one in (await sara.ask(log)).events] == [
        kind(prev_value=BLUE, new_value=none),
        kind(prev_value=none, new_value=BLUE),
    ]


async def test_the_channel_of_a_profile(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "News", broadcast=True)
    put = functions.account.UpdatePersonalChannel(channel=channel(peer))
    assert await sara.refusal(put) == "CHANNEL_PRIVATE"
    await sara.ask(functions.channels.UpdateUsername(channel=channel(peer), username="sara_news"))
    sent = await sara.ask(functions.messages.SendMessage(peer=peer, message="words", random_id=next(RANDOM)))
    (newest,) = [one.id for one in sent.updates if isinstance(one, types.UpdateMessageID)]
    assert await sara.ask(put)
    answer = await reza.ask(functions.users.GetFullUser(id=friends.user(reza, sara)))
    full = answer.full_user
    assert (full.personal_channel_id, full.personal_channel_message) == (peer.channel_id, newest)
    assert [chat.id for chat in answer.chats] == [peer.channel_id]
    ask = functions.messages.GetPersonalChannelHistory(
        user_id=friends.user(reza, sara), limit=1, max_id=0, min_id=0, hash=0
    )
    page = await reza.ask(ask)
    assert ([one.message for one in page.messages], page.count) == (["words"], 2)
    theirs = functions.account.UpdatePersonalChannel(channel=channel(peer))
    assert await reza.refusal(theirs) in ("USER_NOT_PARTICIPANT", "CHAT_ADMIN_REQUIRED")
    group = await make_channel(sara, "Talk")
    assert await sara.refusal(functions.account.UpdatePersonalChannel(channel=channel(group))) == "CHANNEL_INVALID"
    await sara.ask(functions.channels.UpdateUsername(channel=channel(peer), username=""))
    assert (await friends.full(reza, sara)).personal_channel_id is None, "it is public no more"
    assert (await reza.ask(ask)).messages == []
    await sara.ask(functions.channels.UpdateUsername(channel=channel(peer), username="sara_news"))
    assert (await friends.full(reza, sara)).personal_channel_id == peer.channel_id
    await sara.ask(functions.account.UpdatePersonalChannel(channel=types.InputChannelEmpty()))
    assert (await friends.full(reza, sara)).personal_channel_id is None
