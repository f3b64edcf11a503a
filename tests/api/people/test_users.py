"""users.getUsers, users.getFullUser and the bar above a chat."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.people.friends import Friends


async def test_get_users_keeps_order_and_count(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    wrong = types.InputUser(user_id=reza.user_id, access_hash=1)
    unknown = types.InputUser(user_id=10**9, access_hash=friends.hash(sara, 10**9))
    asked: list[types.TypeInputUser] = [friends.user(sara, reza), unknown, types.InputUserSelf(), wrong]
    asked.append(friends.user(sara, reza))
    answer = await sara.ask(functions.users.GetUsers(id=asked))
    assert [type(user).__name__ for user in answer] == ["User", "UserEmpty", "User", "UserEmpty", "User"]
    assert [user.id for user in answer if isinstance(user, types.User)] == [reza.user_id, sara.user_id, reza.user_id]
    assert answer[1].id == 10**9
    assert (answer[2].self_, answer[2].phone) == (True, sara.phone)
    assert (answer[0].self_, answer[0].phone, answer[0].first_name) == (False, None, "Reza")


async def test_get_users_of_nobody(friends: Friends) -> None:
    assert await friends.sara.ask(functions.users.GetUsers(id=[])) == []
    many = [types.InputUserSelf()] * 1001
    assert await friends.sara.refusal(functions.users.GetUsers(id=list(many))) == "LIMIT_INVALID"


async def test_full_user_of_oneself(friends: Friends) -> None:
    answer = await friends.sara.ask(functions.users.GetFullUser(id=types.InputUserSelf()))
    assert answer.users[0].self_
    assert answer.full_user.id == friends.sara.user_id
    assert answer.full_user.settings == types.PeerSettings()
    assert answer.full_user.notify_settings == types.PeerNotifySettings()
    assert answer.full_user.can_pin_message


async def test_full_user_refuses_a_wrong_hash(friends: Friends) -> None:
    wrong = types.InputUser(user_id=friends.reza.user_id, access_hash=1)
    assert await friends.sara.refusal(functions.users.GetFullUser(id=wrong)) == "USER_ID_INVALID"
    unknown = types.InputUser(user_id=10**9, access_hash=friends.hash(friends.sara, 10**9))
    assert await friends.sara.refusal(functions.users.GetFullUser(id=unknown)) == "USER_ID_INVALID"


async def test_full_user_of_a_stranger(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await reza.ask(functions.account.UpdateProfile(about="از شیراز"))
    full = await friends.full(sara, reza)
    assert (full.about, full.blocked, full.common_chats_count) == ("از شیراز", False, 0)
    assert not full.settings.add_contact  # they never met
    await friends.write(reza, sara)
    full = await friends.full(sara, reza)
    assert full.settings.add_contact
    assert full.settings.block_contact
    await friends.add(sara, reza)
    assert not (await friends.full(sara, reza)).settings.add_contact


async def test_the_bar_is_closed_and_stays_so(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    await friends.write(reza, sara)
    ask = functions.messages.GetPeerSettings(peer=friends.peer(sara, reza))
    assert (await sara.ask(ask)).settings.add_contact
    assert await sara.ask(functions.messages.HidePeerSettingsBar(peer=friends.peer(sara, reza)))
    answer = await sara.ask(ask)
    assert not answer.settings.add_contact
    assert [user.id for user in answer.users] == [reza.user_id]
    (told,) = await friends.told(other, types.UpdatePeerSettings)
    assert not told.settings.add_contact


THE_BAR_OF_NOBODY: list[Any] = [functions.messages.GetPeerSettings, functions.messages.HidePeerSettingsBar]


async def test_the_bar_of_nobody(friends: Friends) -> None:
    for query in THE_BAR_OF_NOBODY:
        wrong = types.InputPeerUser(user_id=friends.reza.user_id, access_hash=1)
        assert await friends.sara.refusal(query(peer=wrong)) == "PEER_ID_INVALID"


async def test_a_contact_whom_the_number_is_hidden_from_is_offered_it(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    nobody: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueDisallowAll()]
    await sara.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyPhoneNumber(), rules=nobody))
    await friends.add(sara, reza)
    assert (await friends.full(sara, reza)).settings.share_contact
    await friends.add(sara, reza, add_phone_privacy_exception=True)
    assert not (await friends.full(sara, reza)).settings.share_contact
    assert (await friends.seen(reza, sara)).phone == sara.phone


async def test_nobody_asks_for_premium(friends: Friends) -> None:
    asked: list[types.TypeInputUser] = [friends.user(friends.sara, friends.reza)]
    answer = await friends.sara.ask(functions.users.GetRequirementsToContact(id=asked))
    assert answer == [types.RequirementToContactEmpty()]
