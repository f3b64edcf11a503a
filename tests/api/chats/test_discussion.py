"""Comments through the API: from linking to reading."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.people.friends import RANDOM, Friends


async def test_a_post_is_discussed(friends: Friends) -> None:
    sara, reza, place = friends.sara, friends.reza, friends.place
    news, group = await make_channel(sara, "News", broadcast=True), await make_channel(sara, "Talk")
    suitable = await sara.ask(functions.channels.GetGroupsForDiscussion())
    assert [chat.id for chat in suitable.chats] == [group.channel_id]
    empty = types.InputChannelEmpty()
    link = functions.channels.SetDiscussionGroup(broadcast=channel(news), group=channel(group))
    await sara.ask(link)
    assert await sara.refusal(link) == "LINK_NOT_MODIFIED"
    assert (await full(sara, news)).full_chat.linked_chat_id == group.channel_id
    await sara.ask(functions.channels.InviteToChannel(channel=channel(news), users=[friends.user(sara, reza)]))
    await sara.listen()
    await reza.listen()
    await sara.ask(functions.messages.SendMessage(peer=news, message="A post", random_id=next(RANDOM)))
    await place.work()
    (post,) = [one for one in await reza.history(news) if getattr(one, "message", "") == "A post"]
    assert (post.replies.comments, post.replies.replies, post.replies.channel_id) == (True, 0, group.channel_id)
    found = await reza.ask(functions.messages.GetDiscussionMessage(peer=news, msg_id=post.id))
    (root,) = found.messages
    assert (root.peer_id, root.fwd_from.saved_from_msg_id) == (types.PeerChannel(channel_id=group.channel_id), post.id)
    shown = {chat.id: chat for chat in found.chats}
    assert (shown[group.channel_id].left, shown[group.channel_id].has_link) == (True, True)
    told = [one.message for one in await friends.told(sara, types.UpdateNewChannelMessage)]
    assert root.id in {one.id for one in told if one.peer_id == root.peer_id}, "told live"
    comment = await reza.ask(
        functions.messages.SendMessage(
            peer=group,
            message="A comment",
            random_id=next(RANDOM),
            reply_to=types.InputReplyToMessage(reply_to_msg_id=root.id),
        )
    )
    (said,) = [one.message for one in comment.updates if isinstance(one, types.UpdateNewChannelMessage)]
    for peer, msg_id in ((news, post.id), (group, root.id)):
        page = await sara.ask(
            functions.messages.GetReplies(
                peer=peer, msg_id=msg_id, offset_id=0, offset_date=0, add_offset=0, limit=10, max_id=0, min_id=0, hash=0
            )
        )
        assert ([one.id for one in page.messages], page.count) == ([said.id], 1)
        assert reza.user_id in {user.id for user in page.users}
    again = await sara.ask(functions.messages.GetDiscussionMessage(peer=news, msg_id=post.id))
    assert (again.unread_count, again.max_id, again.read_inbox_max_id) == (1, said.id, None)
    other = await place.second_device(sara)
    await other.listen()
    await sara.ask(functions.messages.ReadDiscussion(peer=news, msg_id=post.id, read_max_id=said.id))
    (inbox,) = await friends.told(other, types.UpdateReadChannelDiscussionInbox)
    assert (inbox.top_msg_id, inbox.read_max_id, inbox.broadcast_post) == (root.id, said.id, post.id)
    (outbox,) = await friends.told(reza, types.UpdateReadChannelDiscussionOutbox)
    assert (outbox.top_msg_id, outbox.read_max_id) == (root.id, said.id)
    (seen,) = [one for one in await sara.history(news) if one.id == post.id]
    assert (seen.replies.replies, seen.replies.read_max_id) == (1, said.id)
    assert seen.replies.recent_repliers == [types.PeerUser(user_id=reza.user_id)]
    stranger = await place.newcomer("Stranger")
    question = functions.messages.GetDiscussionMessage(peer=news, msg_id=post.id)
    assert await stranger.refusal(question) == "CHANNEL_PRIVATE"
    await sara.ask(functions.channels.SetDiscussionGroup(broadcast=channel(news), group=empty))
    assert await reza.refusal(question) == "MSG_ID_INVALID"
