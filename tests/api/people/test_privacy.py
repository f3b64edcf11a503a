"""Privacy rules: kept, told to one's other sessions, and obeyed."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from hodhod.tl import functions, types
from hodhod.views import privacy as view
from hodhod.views.privacy import KEYS
from tests.api.auth.device import Device
from tests.api.people.friends import Friends

ALL, NOBODY, CONTACTS = (
    types.InputPrivacyValueAllowAll(),
    types.InputPrivacyValueDisallowAll(),
    types.InputPrivacyValueAllowContacts(),
)


async def put(device: Device, key: types.TypeInputPrivacyKey, *rules: types.TypeInputPrivacyRule) -> Any:
    return await device.ask(functions.account.SetPrivacy(key=key, rules=list(rules)))


async def test_every_key_is_kept(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    named = types.InputPrivacyValueDisallowUsers(users=[friends.user(sara, reza)])
    for number, (given, shown) in enumerate(KEYS.values(), 1):
        answer = await put(sara, given(), named, CONTACTS, NOBODY)
        assert answer.rules == [
            types.PrivacyValueDisallowUsers(users=[reza.user_id]),
            types.PrivacyValueAllowContacts(),
            types.PrivacyValueDisallowAll(),
        ]
        assert [user.id for user in answer.users] == [reza.user_id]
        assert (await sara.ask(functions.account.GetPrivacy(key=given()))).rules == answer.rules
        told = await friends.told(other, types.UpdatePrivacy)
        assert (len(told), told[-1].key, told[-1].rules) == (number, shown(), answer.rules)
        changed = {type(one.key) for one in await friends.missed(sara, types.UpdatePrivacy)}
        assert len(changed) == number  # and no other key with it


async def test_defaults(friends: Friends) -> None:
    contacts = [types.PrivacyValueAllowContacts()]
    for key in (types.InputPrivacyKeyPhoneNumber(), types.InputPrivacyKeyBirthday(), types.InputPrivacyKeyPhoneP2P()):
        assert (await friends.sara.ask(functions.account.GetPrivacy(key=key))).rules == contacts
    answer = await friends.sara.ask(functions.account.GetPrivacy(key=types.InputPrivacyKeyStatusTimestamp()))
    assert answer.rules == [types.PrivacyValueAllowAll()]


async def test_rules_are_merged_and_have_a_last_word(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    allow = types.InputPrivacyValueAllowUsers(users=[friends.user(sara, reza)])
    answer = await put(sara, types.InputPrivacyKeyAbout(), allow, allow, types.InputPrivacyValueAllowCloseFriends())
    assert answer.rules == [
        types.PrivacyValueAllowUsers(users=[reza.user_id]),
        types.PrivacyValueAllowCloseFriends(),
        types.PrivacyValueDisallowAll(),
    ]


async def test_refusals(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    key = types.InputPrivacyKeyAbout()
    assert (await put(sara, key)).rules == [types.PrivacyValueDisallowAll()]
    many = functions.account.SetPrivacy(key=key, rules=[ALL] * 21)
    assert await sara.refusal(many) == "PRIVACY_VALUE_INVALID"
    wrong = types.InputPrivacyValueAllowUsers(users=[types.InputUser(user_id=reza.user_id, access_hash=1)])
    assert await sara.refusal(functions.account.SetPrivacy(key=key, rules=[wrong])) == "USER_ID_INVALID"
    long = types.InputPrivacyValueAllowUsers(users=[types.InputUserSelf()] * 1001)
    assert await sara.refusal(functions.account.SetPrivacy(key=key, rules=[long])) == "PRIVACY_TOO_LONG"


async def test_a_key_that_is_unknown_here_is_refused(friends: Friends, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one of a later layer is: those of today are all known."""
    assert set(view.SUBJECTS) == set(get_args(types.TypeInputPrivacyKey))
    monkeypatch.delitem(view.SUBJECTS, types.InputPrivacyKeyAbout)
    key = types.InputPrivacyKeyAbout()
    assert await friends.sara.refusal(functions.account.GetPrivacy(key=key)) == "PRIVACY_KEY_INVALID"
    assert await friends.sara.refusal(functions.account.SetPrivacy(key=key, rules=[ALL])) == "PRIVACY_KEY_INVALID"


# Who sees what, under the rules for it: (rules, does a contact see it, does a stranger)
RULES = [
    ([ALL], True, True),
    ([CONTACTS, NOBODY], True, False),
    ([NOBODY], False, False),
    ([types.InputPrivacyValueDisallowContacts(), ALL], False, True),
]


@pytest.mark.parametrize("rules, contact, stranger", RULES)
async def test_rules_are_obeyed(
    friends: Friends, rules: list[types.TypeInputPrivacyRule], contact: bool, stranger: bool
) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.newcomer("Other")
    await friends.add(sara, reza)
    await sara.ask(functions.account.UpdateProfile(about="about"))
    await sara.ask(functions.account.UpdateBirthday(birthday=types.Birthday(day=1, month=1)))
    keys = (
        types.InputPrivacyKeyPhoneNumber(),
        types.InputPrivacyKeyAbout(),
        types.InputPrivacyKeyBirthday(),
        types.InputPrivacyKeyForwards(),
        types.InputPrivacyKeyVoiceMessages(),
    )
    for key in keys:
        await put(sara, key, *rules)
    for device, sees in ((reza, contact), (other, stranger)):
        full = await friends.full(device, sara)
        assert ((await friends.seen(device, sara)).phone == sara.phone) is sees
        assert (full.about == "about") is sees
        assert (full.birthday is not None) is sees
        assert (full.private_forward_name is None) is sees
        assert full.voice_messages_forbidden is not sees
    own = await friends.full(sara, sara)
    assert (own.about, own.birthday is not None) == ("about", True)


async def test_exceptions_go_before_groups(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await put(
        sara,
        types.InputPrivacyKeyPhoneNumber(),
        types.InputPrivacyValueAllowUsers(users=[friends.user(sara, reza)]),
        NOBODY,
    )
    assert (await friends.seen(reza, sara)).phone == sara.phone
    await put(
        sara,
        types.InputPrivacyKeyPhoneNumber(),
        types.InputPrivacyValueDisallowUsers(users=[friends.user(sara, reza)]),
        ALL,
    )
    assert (await friends.seen(reza, sara)).phone is None


async def test_global_settings(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    assert await sara.ask(functions.account.GetGlobalPrivacySettings()) == types.GlobalPrivacySettings()
    given = types.GlobalPrivacySettings(keep_archived_unmuted=True, hide_read_marks=True)
    assert await sara.ask(functions.account.SetGlobalPrivacySettings(settings=given)) == given
    assert await sara.ask(functions.account.GetGlobalPrivacySettings()) == given
    assert not (await friends.full(reza, sara)).read_dates_private
    await put(sara, types.InputPrivacyKeyStatusTimestamp(), NOBODY)
    assert (await friends.full(reza, sara)).read_dates_private
    none = types.GlobalPrivacySettings()
    assert await sara.ask(functions.account.SetGlobalPrivacySettings(settings=none)) == none


WHAT_NOBODY_HAS_IS_REFUSED: list[Any] = [
    ({"archive_and_mute_new_noncontact_peers": True}, "AUTOARCHIVE_NOT_AVAILABLE"),
    ({"new_noncontact_peers_require_premium": True}, "PREMIUM_ACCOUNT_REQUIRED"),
    ({"noncontact_peers_paid_stars": 5}, "PREMIUM_ACCOUNT_REQUIRED"),
]


async def test_what_nobody_has_is_refused(friends: Friends) -> None:
    for values, name in WHAT_NOBODY_HAS_IS_REFUSED:
        put_all = functions.account.SetGlobalPrivacySettings(settings=types.GlobalPrivacySettings(**values))
        assert await friends.sara.refusal(put_all) == name
