"""Privacy rules that speak of the members of a chat and of close friends; hours shown only to who shows their own."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.store import presence
from hodhod.store.presence import Presence
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import channel, make_channel, make_chat
from tests.api.people.friends import Friends
from tests.api.people.test_privacy import ALL, NOBODY, put

STATUS, PHONE = types.InputPrivacyKeyStatusTimestamp(), types.InputPrivacyKeyPhoneNumber()
CLOSE = types.InputPrivacyValueAllowCloseFriends()


async def group(friends: Friends, kind: str) -> int:
    """The bare id of a group of Sara's with Reza in it."""
    sara, reza = friends.sara, friends.user(friends.sara, friends.reza)
    if kind == "supergroup":
        peer = await make_channel(sara, "Talk")
        await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[reza]))
        return peer.channel_id
    chat = await make_chat(sara)
    await sara.ask(functions.messages.AddChatUser(chat_id=chat.chat_id, user_id=reza, fwd_limit=0))
    return chat.chat_id


@pytest.mark.parametrize("kind", ["chat", "supergroup"])
async def test_members_of_a_chat_are_an_exception(friends: Friends, kind: str) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.newcomer("Other")
    bare = await group(friends, kind)
    answer = await put(sara, PHONE, types.InputPrivacyValueAllowChatParticipants(chats=[bare]), NOBODY)
    rules = [types.PrivacyValueAllowChatParticipants(chats=[bare]), types.PrivacyValueDisallowAll()]
    assert (answer.rules, [chat.id for chat in answer.chats]) == (rules, [bare])
    assert (await friends.seen(reza, sara)).phone == sara.phone
    assert (await friends.seen(other, sara)).phone is None
    await put(sara, PHONE, types.InputPrivacyValueDisallowChatParticipants(chats=[bare]), ALL)
    assert (await friends.seen(reza, sara)).phone is None
    assert (await friends.seen(other, sara)).phone == sara.phone


async def test_a_rule_goes_with_its_group_when_it_grows(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    bare = await group(friends, "chat")
    await put(sara, PHONE, types.InputPrivacyValueAllowChatParticipants(chats=[bare]), NOBODY)
    grown = await sara.ask(functions.messages.MigrateChat(chat_id=bare))
    assert (await friends.seen(reza, sara)).phone == sara.phone
    (place,) = [chat for chat in grown.chats if isinstance(chat, types.Channel)]
    leave = types.InputChannel(channel_id=place.id, access_hash=place.access_hash or 0)
    await reza.ask(functions.channels.LeaveChannel(channel=leave))
    assert (await friends.seen(reza, sara)).phone is None


async def test_whom_a_named_chat_does_not_touch(friends: Friends) -> None:
    """A person's own rule goes first; chats that one is not in, and channels, are left out."""
    sara, reza = friends.sara, friends.reza
    bare = await group(friends, "supergroup")
    news = await make_channel(sara, "News", broadcast=True)
    theirs = await make_channel(reza, "Theirs")
    chats = types.InputPrivacyValueAllowChatParticipants(chats=[bare, news.channel_id, theirs.channel_id, 0, 2**62])
    him = types.InputPrivacyValueDisallowUsers(users=[friends.user(sara, reza)])
    answer = await put(sara, PHONE, him, chats, NOBODY)
    assert answer.rules[1] == types.PrivacyValueAllowChatParticipants(chats=[bare])
    assert (await friends.seen(reza, sara)).phone is None
    many = types.InputPrivacyValueAllowChatParticipants(chats=list(range(1, 102)))
    assert await sara.refusal(functions.account.SetPrivacy(key=PHONE, rules=[many])) == "PRIVACY_TOO_LONG"


async def test_other_devices_hear_of_a_rule_with_its_chat(friends: Friends) -> None:
    bare = await group(friends, "supergroup")
    second = await friends.place.second_device(friends.sara)
    await second.listen()
    rule = types.InputPrivacyValueAllowChatParticipants(chats=[bare])
    answer = await put(friends.sara, PHONE, rule, NOBODY)
    (told,) = await friends.told(second, types.UpdatePrivacy)
    assert told.rules == answer.rules
    assert [chat.id for pushed in second.session.updates for chat in pushed.chats] == [bare]
    assert await friends.missed(second, types.UpdatePrivacy) == [told]


async def test_close_friends_are_an_exception(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    second = await friends.place.second_device(sara)
    await second.listen()
    await put(sara, PHONE, CLOSE, NOBODY)
    await sara.ask(functions.contacts.EditCloseFriends(id=[reza.user_id]))
    assert (await friends.seen(reza, sara)).phone is None, "he is no contact"
    await friends.add(sara, reza)
    await sara.ask(functions.contacts.EditCloseFriends(id=[reza.user_id, 1]))
    assert (await friends.seen(reza, sara)).phone == sara.phone
    assert [update.user_id for update in await friends.told(second, types.UpdateUser)] == [reza.user_id]
    assert (await friends.seen(sara, reza)).close_friend
    await friends.add(sara, reza, "Another name")
    assert (await friends.seen(sara, reza)).close_friend
    await sara.ask(functions.contacts.EditCloseFriends(id=[]))
    assert not (await friends.seen(sara, reza)).close_friend
    assert (await friends.seen(reza, sara)).phone is None
    many = functions.contacts.EditCloseFriends(id=list(range(1001)))
    assert await sara.refusal(many) == "LIMIT_INVALID"


async def online(friends: Friends, device: Device) -> None:
    now = int(friends.place.clock())
    row = Presence(device.user_id, now + 100, now)
    await friends.place.app.db.write(lambda tx: presence.put(tx, [row]))


async def test_hours_are_shown_to_who_shows_their_own(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    bare = await group(friends, "supergroup")
    await online(friends, sara)

    async def seen() -> Any:
        return (await friends.seen(reza, sara)).status

    assert isinstance(await seen(), types.UserStatusOnline)
    await put(reza, STATUS, NOBODY)
    assert await seen() == types.UserStatusRecently(by_me=True)
    await put(reza, STATUS, types.InputPrivacyValueAllowUsers(users=[friends.user(reza, sara)]), NOBODY)
    assert isinstance(await seen(), types.UserStatusOnline)
    await put(reza, STATUS, NOBODY, types.InputPrivacyValueAllowChatParticipants(chats=[bare]))
    assert isinstance(await seen(), types.UserStatusOnline)
    await put(reza, STATUS, ALL, types.InputPrivacyValueDisallowChatParticipants(chats=[bare]))
    assert await seen() == types.UserStatusRecently(by_me=True)
    await put(sara, STATUS, NOBODY)
    assert await seen() == types.UserStatusRecently()


async def test_whose_privacy_keeps_them_out_of_groups(friends: Friends) -> None:
    """A rule may name a chat whose members may add one."""
    sara, reza = friends.sara, friends.reza
    bare = await group(friends, "supergroup")
    key = types.InputPrivacyKeyChatInvite()
    chat = await make_chat(reza)
    add = functions.messages.AddChatUser(chat_id=chat.chat_id, user_id=friends.user(reza, sara), fwd_limit=0)
    await put(sara, key, NOBODY)
    answer = await reza.ask(add)
    assert [one.user_id for one in answer.missing_invitees] == [sara.user_id]
    await put(sara, key, types.InputPrivacyValueAllowChatParticipants(chats=[bare]), NOBODY)
    friends.place.clock.now += 61
    assert (await reza.ask(add)).missing_invitees == []
