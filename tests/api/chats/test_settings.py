"""Switches of chats through the API."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel, make_chat
from tests.api.chats.test_rights import shared
from tests.api.people.friends import RANDOM, Friends


async def test_members_who_are_there_are_told(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends, broadcast=True)
    await reza.listen()
    await sara.ask(functions.channels.ToggleSignatures(channel=channel(peer), signatures_enabled=True))
    assert await friends.told(reza, types.UpdateChannel)
    assert reza.session.updates[-1].chats[0].signatures
    request = functions.channels.ToggleSignatures(channel=channel(peer), signatures_enabled=False)
    assert await reza.refusal(request) == "CHAT_ADMIN_REQUIRED"


async def test_slow_mode_is_shown_with_the_next_date(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    answer = await sara.ask(functions.channels.ToggleSlowMode(channel=channel(peer), seconds=60))
    assert answer.chats[0].slowmode_enabled
    assert (await full(reza, peer)).full_chat.slowmode_next_send_date is None
    write = functions.messages.SendMessage(peer=peer, message="one", random_id=next(RANDOM))
    await reza.ask(write)
    await reza.ask(write)  # the same once more is no second message
    shown = (await full(reza, peer)).full_chat
    now = int(friends.place.clock())
    assert (shown.slowmode_seconds, shown.slowmode_next_send_date) == (60, now + 60)
    assert (await full(sara, peer)).full_chat.slowmode_next_send_date is None
    write = functions.messages.SendMessage(peer=peer, message="two", random_id=next(RANDOM))
    assert await reza.refusal(write) == "SLOWMODE_WAIT_60"


async def test_the_history_before_a_member_is_hidden_everywhere(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "Talk")
    await sara.ask(functions.channels.TogglePreHistoryHidden(channel=channel(peer), enabled=True))
    await sara.ask(functions.messages.SendMessage(peer=peer, message="old", random_id=next(RANDOM)))
    user = friends.user(sara, reza)
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[user]))
    answer = (await full(reza, peer)).full_chat
    assert answer.available_min_id == 2
    assert (await full(sara, peer)).full_chat.hidden_prehistory
    assert [one.id for one in await reza.history(peer)] == [3]
    whole = types.ChannelMessagesFilterEmpty()
    question = functions.updates.GetChannelDifference(channel=channel(peer), filter=whole, pts=1, limit=2)
    ids: list[int] = []
    while True:
        found = await reza.ask(question)
        ids += [one.id for one in getattr(found, "new_messages", [])]
        question.pts = found.pts
        if found.final:
            break
    assert ids == [3]


@pytest.mark.parametrize("make", [make_chat, make_channel])
async def test_protected_content(friends: Friends, make: Any) -> None:
    sara = friends.sara
    peer = await make(sara)
    answer = await sara.ask(functions.messages.ToggleNoForwards(peer=peer, enabled=True))
    assert answer.chats[0].noforwards
    request = functions.messages.ToggleNoForwards(peer=friends.peer(sara, friends.reza), enabled=True)
    assert await sara.refusal(request) == "PEER_ID_INVALID"


async def test_what_is_not_here_is_refused(friends: Friends) -> None:
    peer = await make_channel(friends.sara, "Talk")
    bot = functions.channels.ToggleJoinRequest(
        channel=channel(peer), enabled=True, guard_bot=friends.user(friends.sara, friends.reza)
    )
    assert await friends.sara.refusal(bot) == "BOT_INVALID"
    few = functions.channels.ToggleParticipantsHidden(channel=channel(peer), enabled=True)
    assert await friends.sara.refusal(few) == "PARTICIPANTS_TOO_FEW"
    closed = functions.channels.ToggleJoinRequest(channel=channel(peer), enabled=True, apply_to_invites=True)
    assert await friends.sara.refusal(closed) == "CHAT_PUBLIC_REQUIRED"
    same = functions.channels.ToggleJoinToSend(channel=channel(peer), enabled=False)
    assert await friends.sara.refusal(same) == "CHAT_NOT_MODIFIED"
