"""Lists of an account: who is written to most, exceptions of notifications, names, web pages, looks."""

from __future__ import annotations

from typing import Any

from hodhod import tl
from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel, make_chat
from tests.api.people.friends import RANDOM, Friends
from tests.api.people.test_notify import MUTED

ME = types.InputPeerSelf()
FILL = types.InputWallPaperNoFile(id=0)
FOLDER = types.InputChatlistDialogFilter(filter_id=2)
SETTINGS = types.WallPaperSettings()


async def say(friends: Friends, peer: types.TypeInputPeer, text: str = "hello") -> int:
    sent = await friends.sara.ask(functions.messages.SendMessage(peer=peer, message=text, random_id=next(RANDOM)))
    return next(one.id for one in sent.updates if isinstance(one, types.UpdateMessageID))


async def test_groups_and_channels_written_to_most(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    chat, group = await make_chat(sara), await make_channel(sara, "Talk")
    news, other = await make_channel(sara, "News", broadcast=True), await make_channel(sara, "Left")
    for peer, times in ((chat, 1), (group, 2), (news, 1), (other, 3)):
        for _ in range(times):
            await say(friends, peer)
    await friends.write(reza, sara)
    (theirs,) = await sara.history(friends.peer(sara, reza))
    await sara.ask(functions.channels.DeleteChannel(channel=channel(other)))
    for to in (news, friends.peer(sara, reza)):
        forward = functions.messages.ForwardMessages(
            from_peer=friends.peer(sara, reza), to_peer=to, id=[theirs.id], random_id=[next(RANDOM)], drop_author=False
        )
        await sara.ask(forward)
    ask = functions.contacts.GetTopPeers(
        groups=True, channels=True, forward_users=True, forward_chats=True, bots_inline=True, offset=0, limit=9, hash=0
    )
    answer = await sara.ask(ask)
    found = {type(one.category).__name__.removeprefix("TopPeerCategory"): one for one in answer.categories}
    assert set(found) == {"Groups", "Channels", "ForwardUsers", "ForwardChats"}
    assert [one.peer for one in found["Groups"].peers] == [
        types.PeerChannel(channel_id=group.channel_id),
        types.PeerChat(chat_id=chat.chat_id),
    ]
    assert [one.peer for one in found["Channels"].peers] == [types.PeerChannel(channel_id=news.channel_id)]
    assert [one.peer for one in found["ForwardChats"].peers] == [types.PeerChannel(channel_id=news.channel_id)]
    assert [one.peer for one in found["ForwardUsers"].peers] == [types.PeerUser(user_id=reza.user_id)]
    assert {one.id for one in answer.chats} == {chat.chat_id, group.channel_id, news.channel_id}
    await sara.ask(functions.contacts.ResetTopPeerRating(category=types.TopPeerCategoryGroups(), peer=group))
    again = await sara.ask(functions.contacts.GetTopPeers(groups=True, offset=0, limit=9, hash=0))
    assert [one.peer for one in again.categories[0].peers] == [types.PeerChat(chat_id=chat.chat_id)]
    assert await sara.refusal(functions.contacts.GetTopPeers(offset=0, limit=9, hash=0)) == "TYPES_EMPTY"


async def test_exceptions_of_notifications_by_scope(friends: Friends) -> None:
    """A supergroup is a group like others, a channel is not."""
    sara, reza = friends.sara, friends.reza
    chat, group = await make_chat(sara), await make_channel(sara, "Talk")
    news = await make_channel(sara, "News", broadcast=True)
    scopes: list[tuple[types.TypeInputNotifyPeer, list[types.TypeInputPeer]]] = [
        (types.InputNotifyUsers(), [friends.peer(sara, reza)]),
        (types.InputNotifyChats(), [chat, group]),
        (types.InputNotifyBroadcasts(), [news]),
    ]
    for scope, peers in scopes:
        for one in [scope, *[types.InputNotifyPeer(peer=peer) for peer in peers]]:
            await sara.ask(functions.account.UpdateNotifySettings(peer=one, settings=MUTED))
    for scope, peers in scopes:
        answer = await sara.ask(functions.account.GetNotifyExceptions(peer=scope))
        assert len(answer.updates) == len(peers), scope
        assert len(answer.chats) == len([peer for peer in peers if not isinstance(peer, types.InputPeerUser)])
    assert len((await sara.ask(functions.account.GetNotifyExceptions())).updates) == 4


async def test_a_username_stands_alone(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "Talk")
    await sara.ask(functions.account.UpdateUsername(username="sara_amiri"))
    await sara.ask(functions.channels.UpdateUsername(channel=channel(peer), username="sara_talks"))
    account, place = functions.account, functions.channels
    refused: list[tuple[tl.TLFunction, str]] = [
        (account.ReorderUsernames(order=["Sara_Amiri"]), "USERNAME_NOT_MODIFIED"),
        (account.ReorderUsernames(order=[]), "ORDER_INVALID"),
        (account.ToggleUsername(username="sara_amiri", active=True), "USERNAME_NOT_MODIFIED"),
        (account.ToggleUsername(username="sara_amiri", active=False), "USERNAME_INVALID"),
        (place.ReorderUsernames(channel=channel(peer), order=["sara_talks"]), "USERNAME_NOT_MODIFIED"),
        (place.ReorderUsernames(channel=channel(peer), order=["other"]), "ORDER_INVALID"),
        (place.ToggleUsername(channel=channel(peer), username="other", active=True), "USERNAME_INVALID"),
    ]
    for query, name in refused:
        assert await sara.refusal(query) == name
    assert await sara.ask(place.DeactivateAllUsernames(channel=channel(peer)))
    theirs = place.DeactivateAllUsernames(channel=channel(peer))
    assert await reza.refusal(theirs) in ("CHAT_ADMIN_REQUIRED", "USER_NOT_PARTICIPANT")


NOT_HERE: list[tuple[tl.TLFunction, str]] = [
    (functions.account.ResetWebAuthorization(hash=1), "HASH_INVALID"),
    (functions.account.GetWallPaper(wallpaper=FILL), "WALLPAPER_INVALID"),
    (functions.account.SaveWallPaper(wallpaper=FILL, unsave=False, settings=SETTINGS), "WALLPAPER_INVALID"),
    (functions.account.InstallWallPaper(wallpaper=FILL, settings=SETTINGS), "WALLPAPER_INVALID"),
    (functions.messages.SetChatWallPaper(peer=ME, wallpaper=FILL), "WALLPAPER_INVALID"),
    (functions.messages.SetChatWallPaper(peer=ME, id=5), "WALLPAPER_NOT_FOUND"),
    (functions.messages.SetChatTheme(peer=ME, theme=types.InputChatTheme(emoticon="x")), "EMOJI_INVALID"),
    (functions.chatlists.GetExportedInvites(chatlist=FOLDER), "FILTER_ID_INVALID"),
    (functions.chatlists.CheckChatlistInvite(slug="some"), "INVITE_SLUG_EXPIRED"),
    (functions.chatlists.CheckChatlistInvite(slug=""), "INVITE_SLUG_EMPTY"),
    (functions.chatlists.JoinChatlistInvite(slug="some", peers=[]), "INVITE_SLUG_EXPIRED"),
    (functions.help.AcceptTermsOfService(id=types.DataJSON(data="{")), "DATA_JSON_INVALID"),
]


async def test_what_there_is_not(friends: Friends) -> None:
    for query, name in NOT_HERE:
        assert await friends.sara.refusal(query) == name, query
    nothing: list[tl.TLFunction] = [
        functions.messages.SetChatWallPaper(peer=ME),
        functions.messages.SetChatTheme(peer=ME, theme=types.InputChatThemeEmpty()),
    ]
    for taken in nothing:
        assert (await friends.sara.ask(taken)).updates == []
    assert await friends.sara.ask(functions.help.AcceptTermsOfService(id=types.DataJSON(data="{}")))
    title = types.TextWithEntities(text="Work", entities=[])
    folder = types.DialogFilter(id=2, title=title, pinned_peers=[], include_peers=[], exclude_peers=[], groups=True)
    await friends.sara.ask(functions.messages.UpdateDialogFilter(id=2, filter=folder))
    assert (await friends.sara.ask(functions.chatlists.GetExportedInvites(chatlist=FOLDER))).invites == []


async def test_a_screenshot_is_told(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    await reza.listen()
    (theirs,) = await sara.history(friends.peer(sara, reza))
    told = functions.messages.SendScreenshotNotification(
        peer=friends.peer(sara, reza),
        reply_to=types.InputReplyToMessage(reply_to_msg_id=theirs.id),
        random_id=next(RANDOM),
    )
    answer = await sara.ask(told)
    assert (await sara.ask(told)).updates[0] == answer.updates[0], "once, however often it is sent"
    pushed: list[Any] = await friends.told(reza, types.UpdateNewMessage)
    assert [one.message.action for one in pushed] == [types.MessageActionScreenshotTaken()]
    (missed,) = [one for one in await reza.history(friends.peer(reza, sara)) if isinstance(one, types.MessageService)]
    assert missed == pushed[0].message
    told.random_id, told.peer = next(RANDOM), types.InputPeerChat(chat_id=1)
    assert await sara.refusal(told) == "PEER_ID_INVALID"
    told.peer, told.reply_to = friends.peer(sara, reza), types.InputReplyToStory(peer=ME, story_id=1)
    assert await sara.refusal(told) == "STORY_ID_INVALID"
    told.reply_to = types.InputReplyToMessage(reply_to_msg_id=999)
    assert await sara.refusal(told) == "REPLY_MESSAGE_ID_INVALID"
