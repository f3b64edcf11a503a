"""One's own names, and who hears of them."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.people.friends import Friends


async def test_names_reach_those_around(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    stranger = await friends.place.newcomer("Stranger")
    await friends.write(reza, sara)
    for device in (reza, stranger):
        await device.listen()
    user = await sara.ask(functions.account.UpdateProfile(first_name=" Sa\x07ra ", last_name="Amiri"))
    assert (user.self_, user.first_name, user.last_name) == (True, "Sara", "Amiri")
    (told,) = await friends.told(reza, types.UpdateUserName)
    assert (told.user_id, told.first_name, told.last_name, told.usernames) == (sara.user_id, "Sara", "Amiri", [])
    assert await friends.told(stranger, types.UpdateUserName) == []
    assert [one.last_name for one in await friends.missed(reza, types.UpdateUserName)] == ["Amiri"]


async def test_a_contact_keeps_the_name_given_to_them(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.add(reza, sara, "Sister")
    await reza.listen()
    await sara.ask(functions.account.UpdateProfile(first_name="Sarah"))
    (told,) = await friends.told(reza, types.UpdateUserName)
    assert told.first_name == "Sister"
    assert (await friends.seen(reza, sara)).first_name == "Sister"


async def test_an_unchanged_profile_tells_nobody(friends: Friends) -> None:
    other = await friends.place.second_device(friends.sara)
    await other.listen()
    await friends.sara.ask(functions.account.UpdateProfile(first_name="Sara", last_name="", about=""))
    assert await friends.told(other, types.UpdateUserName) == []
    await friends.sara.ask(functions.account.UpdateProfile(about="hello"))
    assert len(await friends.told(other, types.UpdateUser)) == 1


PROFILE_REFUSALS: list[Any] = [
    ({"first_name": "  "}, "FIRSTNAME_INVALID"),
    ({"first_name": "x" * 65}, "FIRSTNAME_INVALID"),
    ({"last_name": "x" * 65}, "LASTNAME_INVALID"),
    ({"about": "x" * 71}, "ABOUT_TOO_LONG"),
]


async def test_profile_refusals(friends: Friends) -> None:
    for values, name in PROFILE_REFUSALS:
        assert await friends.sara.refusal(functions.account.UpdateProfile(**values)) == name
        assert (await friends.seen(friends.reza, friends.sara)).first_name == "Sara"


async def test_username(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    await reza.listen()
    assert await sara.ask(functions.account.CheckUsername(username="Sara_1"))
    user = await sara.ask(functions.account.UpdateUsername(username="Sara_1"))
    assert user.username == "Sara_1"
    (told,) = await friends.told(reza, types.UpdateUserName)
    assert [name.username for name in told.usernames] == ["Sara_1"]
    taken = functions.account.CheckUsername(username="sara_1")
    assert await reza.refusal(taken) == "USERNAME_OCCUPIED"
    assert await sara.ask(taken)
    assert await reza.refusal(functions.account.UpdateUsername(username="SARA_1")) == "USERNAME_OCCUPIED"
    assert await sara.refusal(functions.account.UpdateUsername(username="Sara_1")) == "USERNAME_NOT_MODIFIED"
    assert (await sara.ask(functions.account.UpdateUsername(username="sara_1"))).username == "sara_1"
    assert (await sara.ask(functions.account.UpdateUsername(username=""))).username is None
    assert (await reza.ask(functions.account.UpdateUsername(username="SARA_1"))).username == "SARA_1"


INVALID_USERNAMES: list[Any] = [
    "abcd",
    "x" * 33,
    "1sara",
    "_sara",
    "sara_",
    "sa__ra",
    "sara-m",
    "سارای",
    "telegram",
    "joinchat",
    "sarabot",
]


async def test_invalid_usernames(friends: Friends) -> None:
    for name in INVALID_USERNAMES:
        assert await friends.sara.refusal(functions.account.CheckUsername(username=name)) == "USERNAME_INVALID"
        assert await friends.sara.refusal(functions.account.UpdateUsername(username=name)) == "USERNAME_INVALID"


VALID_USERNAMES: list[Any] = ["abcde", "a1_b2_c3", "x" * 32]


async def test_valid_usernames(friends: Friends) -> None:
    for name in VALID_USERNAMES:
        assert (await friends.sara.ask(functions.account.UpdateUsername(username=name))).username == name


async def test_birthday(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    day = types.Birthday(day=29, month=2, year=1992)
    assert await sara.ask(functions.account.UpdateBirthday(birthday=day))
    assert (await friends.full(reza, sara)).birthday is None  # it is for contacts
    await friends.add(sara, reza)
    assert (await friends.full(reza, sara)).birthday == day
    assert await sara.ask(functions.account.UpdateBirthday())
    assert (await friends.full(reza, sara)).birthday is None


BIRTHDAY_REFUSALS: list[Any] = [(31, 4, None), (29, 2, 1991), (0, 1, None), (1, 1, 1800), (1, 1, 2100)]


async def test_birthday_refusals(friends: Friends) -> None:
    for day, month, year in BIRTHDAY_REFUSALS:
        given = types.Birthday(day=day, month=month, year=year)
        assert await friends.sara.refusal(functions.account.UpdateBirthday(birthday=given)) == "BIRTHDAY_INVALID"
