"""Folders by a link: the other devices are told of them, live and by the difference."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.chats.rooms import make_channel
from tests.api.people.friends import Friends
from tests.api.people.test_lists import FOLDER


async def test_following_is_told_live_and_by_the_difference(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    news, secret = await make_channel(sara, "News", broadcast=True), await make_channel(sara, "Secret")
    folder = types.DialogFilter(
        id=2,
        title=types.TextWithEntities(text="Work", entities=[]),
        pinned_peers=[],
        include_peers=[news, secret],
        exclude_peers=[],
    )
    await sara.ask(functions.messages.UpdateDialogFilter(id=2, filter=folder))
    made = await sara.ask(functions.chatlists.ExportChatlistInvite(chatlist=FOLDER, title="", peers=[news]))
    slug = made.invite.url.rpartition("/")[2]
    second = await friends.place.second_device(reza)
    await second.listen()
    answer = await reza.ask(functions.chatlists.JoinChatlistInvite(slug=slug, peers=[news, secret]))
    assert [chat.title for chat in answer.chats] == ["News"], "nothing of a chat that the link does not share"
    (mine,) = [one for one in answer.updates if isinstance(one, types.UpdateDialogFilter)]
    assert await friends.told(second, types.UpdateDialogFilter) == [mine]
    assert await friends.missed(second, types.UpdateDialogFilter) == [mine]
    left = functions.chatlists.LeaveChatlist(chatlist=types.InputChatlistDialogFilter(filter_id=mine.id), peers=[news])
    await reza.ask(left)
    gone = types.UpdateDialogFilter(id=mine.id)
    assert (await friends.told(second, types.UpdateDialogFilter))[-1] == gone
    assert await friends.missed(second, types.UpdateDialogFilter) == [gone]
