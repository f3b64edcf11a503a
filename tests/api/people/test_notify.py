"""Notification settings."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.tl import functions, types
from tests.api.people.friends import Friends

MUTED = types.InputPeerNotifySettings(mute_until=2**31 - 1, sound=types.NotificationSoundNone())
SCOPES: list[types.TypeInputNotifyPeer] = [
    types.InputNotifyUsers(),
    types.InputNotifyChats(),
    types.InputNotifyBroadcasts(),
]


async def test_a_chat_is_muted(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    peer = types.InputNotifyPeer(peer=friends.peer(sara, reza))
    assert await sara.ask(functions.account.GetNotifySettings(peer=peer)) == types.PeerNotifySettings()
    assert await sara.ask(functions.account.UpdateNotifySettings(peer=peer, settings=MUTED))
    settings = await sara.ask(functions.account.GetNotifySettings(peer=peer))
    assert settings.mute_until == MUTED.mute_until
    assert settings.android_sound == settings.ios_sound == settings.other_sound == types.NotificationSoundNone()
    (told,) = await friends.told(other, types.UpdateNotifySettings)
    assert told.notify_settings == settings
    assert told.peer == types.NotifyPeer(peer=types.PeerUser(user_id=reza.user_id))
    assert [one.notify_settings for one in await friends.missed(sara, types.UpdateNotifySettings)] == [settings]
    assert (await friends.full(sara, reza)).notify_settings == settings
    assert (await friends.full(reza, sara)).notify_settings == types.PeerNotifySettings()
    await friends.write(sara, reza)
    dialogs = await sara.ask(
        functions.messages.GetDialogs(offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=10, hash=0)
    )
    shown = {one.peer.user_id: one.notify_settings for one in dialogs.dialogs}
    assert shown[reza.user_id] == settings


@pytest.mark.parametrize("scope", SCOPES)
async def test_scopes_are_complete(friends: Friends, scope: types.TypeInputNotifyPeer) -> None:
    sara = friends.sara
    settings = await sara.ask(functions.account.GetNotifySettings(peer=scope))
    assert (settings.show_previews, settings.silent, settings.mute_until) == (True, False, 0)
    hidden = types.InputPeerNotifySettings(show_previews=False)
    assert await sara.ask(functions.account.UpdateNotifySettings(peer=scope, settings=hidden))
    settings = await sara.ask(functions.account.GetNotifySettings(peer=scope))
    assert (settings.show_previews, settings.mute_until) == (False, 0)
    others = [one for one in SCOPES if one != scope]
    assert (await sara.ask(functions.account.GetNotifySettings(peer=others[0]))).show_previews is True
    (missed,) = await friends.missed(sara, types.UpdateNotifySettings)
    assert type(missed.peer).__name__ == type(scope).__name__.removeprefix("Input")


async def test_exceptions_and_reset(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    third = await friends.place.newcomer("Third")
    for other, settings in ((reza, MUTED), (third, types.InputPeerNotifySettings(sound=types.NotificationSoundNone()))):
        peer = types.InputNotifyPeer(peer=friends.peer(sara, other))
        await sara.ask(functions.account.UpdateNotifySettings(peer=peer, settings=settings))
    await sara.ask(functions.account.UpdateNotifySettings(peer=types.InputNotifyUsers(), settings=MUTED))

    async def listed(**asked: Any) -> set[int]:
        answer = await sara.ask(functions.account.GetNotifyExceptions(**asked))
        assert {user.id for user in answer.users} == {one.peer.peer.user_id for one in answer.updates}
        return {one.peer.peer.user_id for one in answer.updates}

    assert await listed() == {reza.user_id}
    assert await listed(compare_sound=True) == {reza.user_id, third.user_id}
    assert await listed(peer=types.InputNotifyUsers()) == {reza.user_id}
    assert await listed(peer=types.InputNotifyChats()) == set()
    assert await sara.ask(functions.account.ResetNotifySettings())
    assert await listed(compare_sound=True) == set()
    scope = await sara.ask(functions.account.GetNotifySettings(peer=types.InputNotifyUsers()))
    assert scope.mute_until == 0


async def test_settings_need_the_hash(friends: Friends) -> None:
    wrong = types.InputNotifyPeer(peer=types.InputPeerUser(user_id=friends.reza.user_id, access_hash=1))
    for query in (
        functions.account.GetNotifySettings(peer=wrong),
        functions.account.UpdateNotifySettings(peer=wrong, settings=MUTED),
        functions.account.GetNotifyExceptions(peer=wrong),
    ):
        assert await friends.sara.refusal(query) == "PEER_ID_INVALID"


async def test_reactions(friends: Friends) -> None:
    sara = friends.sara
    before = await sara.ask(functions.account.GetReactionsNotifySettings())
    assert (before.show_previews, before.sound) == (True, types.NotificationSoundDefault())
    new = types.ReactionsNotifySettings(
        messages_notify_from=types.ReactionNotificationsFromAll(),
        sound=types.NotificationSoundNone(),
        show_previews=False,
    )
    assert await sara.ask(functions.account.SetReactionsNotifySettings(settings=new)) == new
    assert await sara.ask(functions.account.GetReactionsNotifySettings()) == new
