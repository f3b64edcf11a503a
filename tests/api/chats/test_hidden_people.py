"""Nothing that is said in a supergroup shows a person's photo, number or hours to whom they deny them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hodhod import tl
from hodhod.store import presence, users
from hodhod.store.presence import Presence
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import channel, make_channel
from tests.api.people.friends import RANDOM, Friends
from tests.api.people.test_reactions import UP, reacting
from tests.domain.carrying import asking

PHOTO = 77
HIDDEN = (
    types.InputPrivacyKeyStatusTimestamp,
    types.InputPrivacyKeyProfilePhoto,
    types.InputPrivacyKeyPhoneNumber,
)


async def deny(friends: Friends) -> None:
    """Sara shows herself to everybody but Reza."""
    rules: list[types.TypeInputPrivacyRule] = [
        types.InputPrivacyValueDisallowUsers(users=[friends.user(friends.sara, friends.reza)]),
        types.InputPrivacyValueAllowAll(),
    ]
    for key in HIDDEN:
        await friends.sara.ask(functions.account.SetPrivacy(key=key(), rules=rules))


async def block(friends: Friends) -> None:
    everything: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueAllowAll()]
    for key in HIDDEN:
        await friends.sara.ask(functions.account.SetPrivacy(key=key(), rules=everything))
    await friends.sara.ask(functions.contacts.Block(id=friends.peer(friends.sara, friends.reza)))


async def shown(friends: Friends) -> None:
    """Sara has a photo and is online."""
    user, now = friends.sara.user_id, int(friends.place.clock())
    await friends.place.app.db.write(lambda tx: users.put(tx, user, photo_id=PHOTO, photo_thumb=b"thumb"))
    await friends.place.app.db.write(lambda tx: presence.put(tx, [Presence(user, now + 100, now)]))


def people(value: Any) -> Iterator[types.User]:
    """Every user that an answer describes."""
    if isinstance(value, types.User):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from people(one)
    elif isinstance(value, tl.TLObject):
        for name in value.__slots__:
            yield from people(getattr(value, name))


def looks(person: types.User) -> tuple[bool, bool, bool]:
    """(has a photo, has a number, exact hours)"""
    exact = isinstance(person.status, types.UserStatusOnline | types.UserStatusOffline)
    return person.photo is not None, person.phone is not None, exact


async def talk(friends: Friends, peer: types.InputPeerChannel) -> None:
    """Sara says, asks and likes something."""
    sara = friends.sara
    await sara.ask(functions.messages.SendMessage(peer=peer, message="words", random_id=next(RANDOM)))
    media = asking("one", "two", public_voters=True)
    sent = await sara.ask(functions.messages.SendMedia(peer=peer, media=media, message="", random_id=next(RANDOM)))
    (msg_id,) = [one.id for one in sent.updates if isinstance(one, types.UpdateMessageID)]
    await sara.ask(functions.messages.SendVote(peer=peer, msg_id=msg_id, options=[b"1"]))
    await sara.ask(reacting(peer, msg_id, UP))
    await sara.ask(functions.messages.EditMessage(peer=peer, id=msg_id - 1, message="better"))
    await sara.ask(functions.messages.SetTyping(peer=peer, action=types.SendMessageTypingAction()))


async def asked(friends: Friends, device: Device, peer: types.InputPeerChannel) -> dict[str, Any]:
    """What somebody gets who asks in every way."""
    place, poll = channel(peer), (await device.history(peer))[0].id
    sara = friends.peer(device, friends.sara)
    await device.ask(functions.messages.SendVote(peer=peer, msg_id=poll, options=[b"0"]))
    window: dict[str, Any] = {"offset_id": 0, "add_offset": 0, "limit": 20, "max_id": 0, "min_id": 0, "hash": 0}
    members = types.ChannelParticipantsRecent()
    search = {"min_date": 0, "max_date": 0, **window}
    questions: dict[str, tl.TLFunction] = {
        "difference": functions.updates.GetChannelDifference(
            channel=place, filter=types.ChannelMessagesFilterEmpty(), pts=1, limit=100
        ),
        "history": functions.messages.GetHistory(peer=peer, offset_date=0, **window),
        "members": functions.channels.GetParticipants(channel=place, filter=members, offset=0, limit=9, hash=0),
        "member": functions.channels.GetParticipant(channel=place, participant=sara),
        "reactions": functions.messages.GetMessageReactionsList(peer=peer, id=poll, limit=9),
        "votes": functions.messages.GetPollVotes(peer=peer, id=poll, limit=9),
        "search": functions.messages.Search(peer=peer, q="", filter=types.InputMessagesFilterPoll(), **search),
        "log": functions.channels.GetAdminLog(channel=place, q="", max_id=0, min_id=0, limit=9),
        "full": functions.users.GetFullUser(id=friends.user(device, friends.sara)),
        "dialogs": functions.messages.GetDialogs(
            offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=9, hash=0
        ),
    }
    return {name: await device.ask(question) for name, question in questions.items()}


@pytest.mark.parametrize("refuse", [deny, block])
async def test_who_is_denied_sees_nothing_in_a_supergroup(friends: Friends, refuse: Any) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.newcomer("Other")
    peer = await make_channel(sara, "Talk")
    guests: list[types.TypeInputUser] = [friends.user(sara, reza), friends.user(sara, other)]
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=guests))
    rights = types.ChatAdminRights(ban_users=True, other=True)
    for guest in guests:
        await sara.ask(functions.channels.EditAdmin(channel=channel(peer), user_id=guest, admin_rights=rights, rank=""))
    await shown(friends)
    await refuse(friends)
    await reza.listen()
    await other.listen()
    await talk(friends, peer)
    await friends.place.quiet()
    hers = [person for person in people(reza.session.updates) if person.id == sara.user_id]
    assert len(hers) >= 3
    assert {(person.photo, person.phone, person.status) for person in hers if person.min} == {(None, None, None)}
    for name, answer in (await asked(friends, reza, peer)).items():
        found = {looks(person) for person in people(answer) if person.id == sara.user_id}
        assert found == {(False, False, False)}, name
    for name, answer in (await asked(friends, other, peer)).items():
        found = {looks(person) for person in people(answer) if person.id == sara.user_id}
        assert found == {(True, True, True)}, name


async def test_a_photo_for_everybody_comes_with_what_is_said(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, "Talk")
    await sara.ask(functions.channels.InviteToChannel(channel=channel(peer), users=[friends.user(sara, reza)]))
    await shown(friends)
    await reza.listen()
    await sara.ask(functions.messages.SendMessage(peer=peer, message="words", random_id=next(RANDOM)))
    await friends.place.quiet()
    (hers,) = [person for person in people(reza.session.updates) if person.id == sara.user_id]
    assert isinstance(hers.photo, types.UserProfilePhoto)
    assert (hers.min, hers.apply_min_photo, hers.photo.photo_id) == (True, True, PHOTO)
    assert (hers.phone, hers.status) == (None, None)
