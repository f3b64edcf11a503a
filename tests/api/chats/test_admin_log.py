"""channels.getAdminLog."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel
from tests.api.chats.test_rights import shared
from tests.api.people.friends import RANDOM, Friends

NOTHING = types.ChannelAdminLogEventsFilter()


async def test_administrators_see_what_was_done(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await shared(friends)
    await reza.ask(functions.messages.SendMessage(peer=peer, message="words", random_id=next(RANDOM)))
    await sara.ask(functions.channels.EditTitle(channel=channel(peer), title="Other"))
    await sara.ask(functions.channels.DeleteMessages(channel=channel(peer), id=[3]))
    log = functions.channels.GetAdminLog(channel=channel(peer), q="", max_id=0, min_id=0, limit=10)
    assert await reza.refusal(log) == "CHAT_ADMIN_REQUIRED"
    answer = await sara.ask(log)
    deleted, title, invited = answer.events
    assert deleted.action.message.message == "words"
    assert title.action == types.ChannelAdminLogEventActionChangeTitle(prev_value="Talk", new_value="Other")
    assert (invited.action.participant.user_id, invited.user_id) == (reza.user_id, sara.user_id)
    assert {user.id for user in answer.users} == {sara.user_id, reza.user_id}
    assert [chat.id for chat in answer.chats] == [peer.channel_id]
    log.events_filter = types.ChannelAdminLogEventsFilter(info=True, invite=True)
    assert (await sara.ask(log)).events == [title, invited]
    log.events_filter = NOTHING
    assert (await sara.ask(log)).events == []
    log.events_filter, log.admins = None, [friends.user(sara, reza)]
    assert (await sara.ask(log)).events == []
    log.admins, log.q = None, "word"
    assert (await sara.ask(log)).events == [deleted]
