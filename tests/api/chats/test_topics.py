"""Forums through the API: from the switch to what others are told, and by the methods of older layers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.people.friends import RANDOM, Friends

GENERAL = 1
OLD = 200
messages, channels = functions.messages, functions.channels


async def make_forum(friends: Friends) -> types.InputPeerChannel:
    """Sara's, with Reza in it, and both listen."""
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "Zoo")
    await sara.ask(channels.ToggleForum(channel=channel(peer), enabled=True, tabs=True))
    await sara.ask(channels.InviteToChannel(channel=channel(peer), users=[friends.user(sara, reza)]))
    await sara.listen()
    await reza.listen()
    return peer


async def begin(device: Device, peer: types.InputPeerChannel, title: str = "Birds") -> int:
    made = await device.ask(messages.CreateForumTopic(peer=peer, title=title, random_id=next(RANDOM)))
    return int(next(one.id for one in made.updates if isinstance(one, types.UpdateMessageID)))


async def say(device: Device, peer: types.InputPeerChannel, topic: int, text: str = "hello", **more: Any) -> int:
    header = types.InputReplyToMessage(reply_to_msg_id=topic, top_msg_id=topic)
    request = messages.SendMessage(peer=peer, message=text, random_id=next(RANDOM), reply_to=header, **more)
    sent = await device.ask(request)
    return int(next(one.id for one in sent.updates if isinstance(one, types.UpdateMessageID)))


async def topics(device: Device, peer: types.InputPeerChannel, **more: Any) -> Any:
    values = {"offset_date": 0, "offset_id": 0, "offset_topic": 0, "limit": 20, **more}
    return await device.ask(messages.GetForumTopics(peer=peer, **values))


async def test_a_forum_and_its_topics(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_forum(friends)
    shown = (await full(reza, peer)).chats[0]
    assert (shown.forum, shown.forum_tabs) == (True, True)
    topic = await begin(sara, peer)
    (told,) = [
        one.message
        for one in await friends.told(reza, types.UpdateNewChannelMessage)
        if isinstance(getattr(one.message, "action", None), types.MessageActionTopicCreate)
    ]
    assert (told.id, getattr(told, "reply_to", 0)) == (topic, None)
    said = await say(reza, peer, topic)
    page = await topics(sara, peer)
    assert ([one.id for one in page.topics], page.count) == ([topic, GENERAL], 2)
    assert page.topics[0].peer == types.PeerChannel(channel_id=peer.channel_id)
    assert (page.topics[0].unread_count, page.topics[0].top_message) == (1, said)
    assert {one.id for one in page.messages} == {one.top_message for one in page.topics}
    assert reza.user_id in {user.id for user in page.users}
    rest = await topics(sara, peer, offset_id=said, offset_topic=topic)
    assert [one.id for one in rest.topics] == [GENERAL]
    assert [one.id for one in (await topics(sara, peer, q="bir")).topics] == [topic]
    some = await sara.ask(messages.GetForumTopicsByID(peer=peer, topics=[99, topic]))
    assert [type(one) for one in some.topics] == [types.ForumTopic, types.ForumTopicDeleted]
    replies = messages.GetReplies(
        peer=peer, msg_id=topic, offset_id=0, offset_date=0, add_offset=0, limit=10, max_id=0, min_id=0, hash=0
    )
    assert [one.id for one in (await sara.ask(replies)).messages] == [said, topic]


async def test_what_others_are_told_of_topics(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_forum(friends)
    topic, told = await begin(sara, peer), types.PeerChannel(channel_id=peer.channel_id)
    pinned = await sara.ask(messages.UpdatePinnedForumTopic(peer=peer, topic_id=topic, pinned=True))
    assert pinned.updates == [types.UpdatePinnedForumTopic(pinned=True, peer=told, topic_id=topic)]
    assert await friends.told(reza, types.UpdatePinnedForumTopic) == pinned.updates
    await sara.ask(messages.ReorderPinnedForumTopics(peer=peer, force=True, order=[GENERAL, topic]))
    assert await friends.told(reza, types.UpdatePinnedForumTopics) == [
        types.UpdatePinnedForumTopics(peer=told, order=[GENERAL, topic])
    ]
    typing = messages.SetTyping(peer=peer, top_msg_id=topic, action=types.SendMessageTypingAction())
    await sara.ask(typing)
    (typed,) = await friends.told(reza, types.UpdateChannelUserTyping)
    assert typed.top_msg_id == topic
    said = await say(sara, peer, topic)
    other = await friends.place.second_device(reza)
    await other.listen()
    await reza.ask(messages.ReadDiscussion(peer=peer, msg_id=topic, read_max_id=said))
    (inbox,) = await friends.told(other, types.UpdateReadChannelDiscussionInbox)
    assert (inbox.top_msg_id, inbox.read_max_id) == (topic, said)
    assert inbox in await friends.missed(reza, types.UpdateReadChannelDiscussionInbox)
    (outbox,) = await friends.told(sara, types.UpdateReadChannelDiscussionOutbox)
    assert (outbox.top_msg_id, outbox.read_max_id) == (topic, said)
    found = await reza.ask(messages.GetDiscussionMessage(peer=peer, msg_id=topic))
    assert ([one.id for one in found.messages], found.read_inbox_max_id, found.unread_count) == ([topic], said, 0)
    await reza.ask(channels.ToggleViewForumAsMessages(channel=channel(peer), enabled=True))
    assert (await friends.told(other, types.UpdateChannelViewForumAsMessages))[0].enabled
    dialogs = await reza.ask(messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=peer)]))
    assert (dialogs.dialogs[0].view_forum_as_messages, dialogs.dialogs[0].unread_count) == (True, 3)
    assert (await full(reza, peer)).full_chat.view_forum_as_messages


async def test_drafts_and_settings_of_a_topic(friends: Friends) -> None:
    sara = friends.sara
    peer = await make_forum(friends)
    topic = await begin(sara, peer)
    place = types.InputReplyToMessage(reply_to_msg_id=topic, top_msg_id=topic)
    await sara.ask(messages.SaveDraft(peer=peer, message="soon", reply_to=place))
    (kept,) = (await sara.ask(messages.GetAllDrafts())).updates
    assert (kept.top_msg_id, kept.draft.message) == (topic, "soon")
    assert kept in await friends.missed(sara, types.UpdateDraftMessage)
    await say(sara, peer, topic, clear_draft=True)
    assert (await sara.ask(messages.GetAllDrafts())).updates == []
    await sara.ask(messages.SaveDraft(peer=peer, message="again", reply_to=place))
    await sara.ask(messages.SaveDraft(peer=peer, message="", reply_to=place))
    assert (await sara.ask(messages.GetAllDrafts())).updates == []
    await sara.ask(messages.SaveDraft(peer=peer, message="once more", reply_to=place))
    await sara.ask(messages.ClearAllDrafts())
    assert (await topics(sara, peer)).topics[0].draft is None
    notify = types.InputNotifyForumTopic(peer=peer, top_msg_id=topic)
    settings = types.InputPeerNotifySettings(mute_until=2**31 - 1)
    await sara.ask(functions.account.UpdateNotifySettings(peer=notify, settings=settings))
    assert (await sara.ask(functions.account.GetNotifySettings(peer=notify))).mute_until == 2**31 - 1
    of_chat = types.InputNotifyPeer(peer=peer)
    assert (await sara.ask(functions.account.GetNotifySettings(peer=of_chat))).mute_until is None
    for asked in (None, of_chat, types.InputNotifyChats()):
        (found,) = (await sara.ask(functions.account.GetNotifyExceptions(peer=asked))).updates
        assert found.peer.top_msg_id == topic
    assert (await topics(sara, peer)).topics[0].notify_settings.mute_until == 2**31 - 1
    wrong = types.InputNotifyForumTopic(peer=peer, top_msg_id=99)
    assert await sara.refusal(functions.account.GetNotifySettings(peer=wrong)) == "TOPIC_ID_INVALID"


async def test_searching_naming_and_pinning_in_a_topic(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_forum(friends)
    topic = await begin(sara, peer)
    own = await say(reza, peer, topic, "an owl")
    general = await reza.ask(messages.SendMessage(peer=peer, message="an owl elsewhere", random_id=next(RANDOM)))
    elsewhere = next(one.id for one in general.updates if isinstance(one, types.UpdateMessageID))
    answer = types.InputReplyToMessage(reply_to_msg_id=own, top_msg_id=topic)
    await sara.ask(messages.SendMessage(peer=peer, message="yes", random_id=next(RANDOM), reply_to=answer))
    await friends.place.app.indexer._pass()
    await asyncio.sleep(0)
    values: dict[str, Any] = {"min_date": 0, "max_date": 0, "offset_id": 0, "add_offset": 0, "limit": 10}
    values |= {"max_id": 0, "min_id": 0, "hash": 0, "filter": types.InputMessagesFilterEmpty()}
    for number, expected in ((topic, [own]), (GENERAL, [elsewhere]), (None, [elsewhere, own])):
        found = await sara.ask(messages.Search(peer=peer, q="owl", top_msg_id=number, **values))
        assert [one.id for one in found.messages] == expected
    for one in (own, elsewhere):
        await sara.ask(messages.UpdatePinnedMessage(peer=peer, id=one))
    pinned = values | {"filter": types.InputMessagesFilterPinned()}
    for number, expected in ((topic, [own]), (GENERAL, [elsewhere])):
        found = await sara.ask(messages.Search(peer=peer, q="", top_msg_id=number, **pinned))
        assert [one.id for one in found.messages] == expected
    counters = messages.GetSearchCounters(peer=peer, top_msg_id=topic, filters=[types.InputMessagesFilterPinned()])
    assert [one.count for one in await sara.ask(counters)] == [1]
    await sara.ask(messages.UnpinAllMessages(peer=peer, top_msg_id=topic))
    found = await sara.ask(messages.Search(peer=peer, q="", **pinned))
    assert [one.id for one in found.messages] == [elsewhere]
    page: dict[str, Any] = {"offset_id": 0, "add_offset": 0, "limit": 10, "max_id": 0, "min_id": 0}
    unread = messages.GetUnreadMentions
    assert (await reza.ask(unread(peer=peer, top_msg_id=GENERAL, **page))).count == 0
    assert (await reza.ask(unread(peer=peer, top_msg_id=topic, **page))).count == 1
    await reza.ask(messages.ReadMentions(peer=peer, top_msg_id=topic))
    assert (await reza.ask(unread(peer=peer, **page))).count == 0
    assert (await reza.ask(messages.GetUnreadReactions(peer=peer, top_msg_id=topic, **page))).count == 0
    assert (await reza.ask(messages.ReadReactions(peer=peer, top_msg_id=topic))).offset == 0
    copied = await sara.ask(
        messages.ForwardMessages(
            from_peer=peer, to_peer=peer, id=[elsewhere], random_id=[next(RANDOM)], top_msg_id=topic
        )
    )
    (forwarded,) = [one.message for one in copied.updates if isinstance(one, types.UpdateNewChannelMessage)]
    assert isinstance(forwarded, types.Message)
    assert forwarded.reply_to == types.MessageReplyHeader(forum_topic=True, reply_to_msg_id=topic)


async def test_topics_by_the_methods_of_older_layers(friends: Friends) -> None:
    sara = friends.sara
    peer = await make_forum(friends)
    place, old = channel(peer), functions.legacy
    made = await sara.ask(old.ChannelsCreateForumTopic(channel=place, title="Birds", random_id=next(RANDOM)), layer=OLD)
    topic = next(one.id for one in made.updates if isinstance(one, types.UpdateMessageID))
    await sara.ask(old.ChannelsEditForumTopic(channel=place, topic_id=topic, title="Owls"), layer=OLD)
    listed = old.ChannelsGetForumTopics(channel=place, offset_date=0, offset_id=0, offset_topic=0, limit=10)
    page = await sara.ask(listed, layer=OLD)
    assert [one.title for one in page.topics] == ["Owls", "General"]
    pin = old.ChannelsUpdatePinnedForumTopic(channel=place, topic_id=topic, pinned=True)
    (update,) = (await sara.ask(pin, layer=OLD)).updates
    assert (update.pinned, update.topic_id) == (True, topic)
    order = old.ChannelsReorderPinnedForumTopics(channel=place, order=[GENERAL, topic])
    await sara.ask(order, layer=OLD)
    assert [one.id for one in (await topics(sara, peer)).topics if one.pinned] == [GENERAL, topic]
    await sara.ask(old.ChannelsDeleteTopicHistory(channel=place, top_msg_id=topic), layer=OLD)
    found = await sara.ask(old.ChannelsGetForumTopicsByID(channel=place, topics=[topic]), layer=OLD)
    assert found.topics == [types.ForumTopicDeleted(id=topic)]


@pytest.mark.parametrize("number", [GENERAL, 99])
async def test_what_is_refused(friends: Friends, number: int) -> None:
    sara, reza = friends.sara, friends.reza
    peer, plain = await make_forum(friends), await make_channel(sara)
    create = messages.CreateForumTopic(peer=plain, title="Birds", random_id=next(RANDOM))
    assert await sara.refusal(create) == "CHANNEL_FORUM_MISSING"
    on_person = messages.CreateForumTopic(peer=friends.peer(sara, reza), title="Birds", random_id=next(RANDOM))
    assert await sara.refusal(on_person) == "CHANNEL_FORUM_MISSING"
    assert await sara.refusal(messages.DeleteTopicHistory(peer=peer, top_msg_id=number)) == "TOPIC_ID_INVALID"
    many = messages.ReorderPinnedForumTopics(peer=peer, order=list(range(101)))
    assert await sara.refusal(many) == "LIMIT_INVALID"
    assert await reza.refusal(channels.ToggleForum(channel=channel(peer), enabled=False, tabs=False)) == (
        "CHAT_ADMIN_REQUIRED"
    )
    header = types.InputReplyToMessage(reply_to_msg_id=0, top_msg_id=98)
    gone = messages.SendMessage(peer=peer, message="?", random_id=next(RANDOM), reply_to=header)
    assert await reza.refusal(gone) == "TOPIC_DELETED"
    await sara.ask(messages.EditForumTopic(peer=peer, topic_id=GENERAL, closed=True))
    closed = messages.SendMessage(peer=peer, message="?", random_id=next(RANDOM))
    assert await reza.refusal(closed) == "TOPIC_CLOSED"
