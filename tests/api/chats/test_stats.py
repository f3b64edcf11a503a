"""stats.* through the API: shown to administrators, refused by name, drawn as clients draw it."""

from __future__ import annotations

import json
from typing import Any

from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, full, make_channel
from tests.api.people.friends import RANDOM, Friends

stats = functions.stats


def drawn(graph: types.TypeStatsGraph) -> dict[str, Any]:
    """Name -> values of a graph, and "x" -> its times."""
    assert isinstance(graph, types.StatsGraph), graph
    value = json.loads(graph.json.data)
    assert value["types"].keys() == {"x", *value["names"]} == {column[0] for column in value["columns"]}
    assert value["colors"].keys() == value["names"].keys()
    return {value["names"].get(column[0], "x"): column[1:] for column in value["columns"]}


async def test_a_channels_statistics(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    news = await make_channel(sara, "News", broadcast=True)
    here = channel(news)
    await sara.ask(functions.channels.InviteToChannel(channel=here, users=[friends.user(sara, reza)]))
    await sara.ask(functions.messages.SendMessage(peer=news, message="A post", random_id=next(RANDOM)))
    (post,) = [one for one in await sara.history(news) if getattr(one, "message", "") == "A post"]
    await reza.ask(functions.messages.GetMessagesViews(peer=news, id=[post.id], increment=True))
    await reza.ask(
        functions.messages.ForwardMessages(
            from_peer=news, to_peer=types.InputPeerSelf(), id=[post.id], random_id=[next(RANDOM)]
        )
    )
    await friends.place.app.views.flush()
    shown, hidden = [(await full(device, news)).full_chat for device in (sara, reza)]
    assert (shown.can_view_stats, shown.stats_dc) == (True, 2)
    assert (hidden.can_view_stats, hidden.stats_dc) == (False, None)
    found = await sara.ask(stats.GetBroadcastStats(channel=here))
    assert (found.followers.current, found.followers.previous) == (2.0, 0.0)
    assert (found.views_per_post.current, found.shares_per_post.current) == (1.0, 1.0)
    assert (found.enabled_notifications.part, found.enabled_notifications.total) == (2.0, 2.0)
    assert [(one.msg_id, one.views, one.forwards, one.reactions) for one in found.recent_posts_interactions] == [
        (post.id, 1, 1, 0)
    ]
    assert drawn(found.growth_graph)["Total followers"] == [2]
    assert drawn(found.followers_graph)["Joined"] == [1]
    seen = drawn(found.interactions_graph)
    assert (seen["Views"], seen["Shares"]) == ([1], [1])
    assert drawn(found.new_followers_by_source_graph)["Invitations"] == [1]
    assert sum(drawn(found.top_hours_graph)["This period"]) == 1
    assert len(drawn(found.top_hours_graph)["x"]) == 24
    for unknown in (found.languages_graph, found.mute_graph, found.views_by_source_graph, found.iv_interactions_graph):
        assert isinstance(unknown, types.StatsGraphError)
        assert unknown.error
    dark = await sara.ask(stats.GetBroadcastStats(channel=here, dark=True))
    assert dark.growth_graph.json.data != found.growth_graph.json.data
    assert drawn(dark.growth_graph) == drawn(found.growth_graph)
    assert await sara.refusal(stats.GetMegagroupStats(channel=here)) == "MEGAGROUP_REQUIRED"
    for asked in (
        stats.GetBroadcastStats(channel=here),
        stats.GetMegagroupStats(channel=here),
        stats.GetMessageStats(channel=here, msg_id=post.id),
        stats.GetMessagePublicForwards(channel=here, msg_id=post.id, offset="", limit=10),
    ):
        assert await reza.refusal(asked) == "CHAT_ADMIN_REQUIRED"


async def test_a_supergroups_statistics(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    group = await make_channel(sara, "Talk")
    here = channel(group)
    await sara.ask(functions.channels.InviteToChannel(channel=here, users=[friends.user(sara, reza)]))
    for text in ("four", "sixsix"):
        await reza.ask(functions.messages.SendMessage(peer=group, message=text, random_id=next(RANDOM)))
    await sara.ask(functions.channels.ReadHistory(channel=here, max_id=0))
    await friends.place.app.views.flush()
    found = await sara.ask(stats.GetMegagroupStats(channel=here))
    values = [one.current for one in (found.members, found.messages, found.viewers, found.posters)]
    assert values == [2.0, 2.0, 1.0, 1.0]
    (poster,) = found.top_posters
    assert (poster.user_id, poster.messages, poster.avg_chars) == (reza.user_id, 2, 5)
    (inviter,) = found.top_inviters
    assert (inviter.user_id, inviter.invitations) == (sara.user_id, 1)
    assert {user.id for user in found.users} == {sara.user_id, reza.user_id}
    assert drawn(found.messages_graph)["Messages"][-1] == 2
    active = drawn(found.actions_graph)
    assert (active["Viewing members"][-1], active["Posting members"][-1]) == (1, 1)
    days = drawn(found.weekdays_graph)
    assert sum(days[name][1] for name in days if name != "x") == 2
    assert await sara.refusal(stats.GetBroadcastStats(channel=here)) == "BROADCAST_REQUIRED"


async def test_a_posts_statistics_and_public_forwards(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    news, talk = await make_channel(sara, "News", broadcast=True), await make_channel(sara, "Talk")
    here = channel(news)
    await sara.ask(functions.channels.UpdateUsername(channel=channel(talk), username="open_to_talk"))
    await sara.ask(functions.messages.SendMessage(peer=news, message="A post", random_id=next(RANDOM)))
    (post,) = [one for one in await sara.history(news) if getattr(one, "message", "") == "A post"]
    await sara.ask(functions.messages.GetMessagesViews(peer=news, id=[post.id], increment=True))
    await sara.ask(
        functions.messages.SendReaction(peer=news, msg_id=post.id, reaction=[types.ReactionEmoji(emoticon="👍")])
    )
    forward = functions.messages.ForwardMessages(from_peer=news, to_peer=talk, id=[post.id], random_id=[next(RANDOM)])
    await sara.ask(forward)
    await friends.place.app.views.flush()
    found = await sara.ask(stats.GetMessageStats(channel=here, msg_id=post.id))
    assert sum(drawn(found.views_graph)["Views"]) == 1
    assert drawn(found.reactions_by_emotion_graph)["👍"] == [1]
    page = await sara.ask(stats.GetMessagePublicForwards(channel=here, msg_id=post.id, offset="", limit=10))
    assert (page.count, page.next_offset) == (1, None)
    assert [(one.message.peer_id.channel_id, one.message.message) for one in page.forwards] == [
        (talk.channel_id, "A post")
    ]
    assert {chat.id for chat in page.chats} == {news.channel_id, talk.channel_id}
    asked = stats.GetMessagePublicForwards(channel=here, msg_id=post.id, offset="?", limit=10)
    assert await sara.refusal(asked) == "OFFSET_INVALID"
    assert await sara.refusal(stats.GetMessageStats(channel=here, msg_id=999)) == "MESSAGE_ID_INVALID"
    assert await reza.refusal(stats.GetMessageStats(channel=here, msg_id=post.id)) == "CHANNEL_PRIVATE"
    assert await sara.refusal(stats.LoadAsyncGraph(token="made up")) == "GRAPH_INVALID_RELOAD"
