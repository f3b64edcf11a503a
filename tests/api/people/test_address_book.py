"""contacts.importContacts: numbers of people who are here, and of those who are not here yet."""

from __future__ import annotations

from hodhod.domain import contacts
from hodhod.tl import functions, types
from tests.api.people.friends import Friends, imported, number

UNREGISTERED = "989129990000"


async def test_import(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    national = "0" + reza.phone.removeprefix("98")
    answer = await imported(
        sara, number(7, national, "رضا", "کریمی"), number(8, f"+{UNREGISTERED}"), number(9, "not a number")
    )
    assert answer.imported == [types.ImportedContact(user_id=reza.user_id, client_id=7)]
    assert (answer.popular_invites, answer.retry_contacts) == ([], [])
    (user,) = answer.users
    assert isinstance(user, types.User)
    assert (user.first_name, user.last_name, user.contact) == ("رضا", "کریمی", True)
    full = await sara.ask(functions.contacts.GetContacts(hash=0))
    assert (full.saved_count, [one.user_id for one in full.contacts]) == (1, [reza.user_id])
    assert len(await friends.told(other, types.UpdatePeerSettings)) == 1
    again = await imported(sara, number(1, f"+{reza.phone}", "Reza"))
    assert [one.client_id for one in again.imported] == [1]
    assert len(await friends.told(other, types.UpdatePeerSettings)) == 1  # it was a contact before


async def test_who_joins_is_a_contact_of_those_who_waited(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    for device in (sara, reza):
        await imported(device, number(1, UNREGISTERED, "Late"))
    assert await reza.ask(functions.account.SetContactSignUpNotification(silent=True))
    await sara.listen()
    late = await friends.place.newcomer("Leila", UNREGISTERED)
    contacts_of_sara = await sara.ask(functions.contacts.GetContacts(hash=0))
    assert [one.user_id for one in contacts_of_sara.contacts] == [late.user_id]
    assert contacts_of_sara.saved_count == 0
    assert (await friends.seen(sara, late)).first_name == "Late"
    told = [one.message for one in await friends.told(sara, types.UpdateNewMessage)]
    (notice,) = [message for message in told if isinstance(message, types.MessageService)]
    assert notice.action == types.MessageActionContactSignUp()
    assert notice.peer_id == types.PeerUser(user_id=late.user_id)
    assert len(await sara.history(friends.peer(sara, late))) == 1
    # who wants no notice gets none, but has the contact all the same
    assert await reza.history(friends.peer(reza, late)) == []
    assert (await friends.seen(reza, late)).contact
    # and the one who joined does not learn who had the number
    assert await late.history(friends.peer(late, sara)) == []
    assert (await late.ask(functions.contacts.GetContacts(hash=0))).contacts == []


async def test_both_are_told_when_they_find_each_other(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await imported(sara, number(1, reza.phone))
    await sara.listen()
    answer = await imported(reza, number(1, sara.phone))
    (user,) = answer.users
    assert isinstance(user, types.User)
    assert user.mutual_contact
    assert [one.user_id for one in await friends.told(sara, types.UpdateUser)] == [reza.user_id]


async def test_who_may_be_found_by_number(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    contacts_only: list[types.TypeInputPrivacyRule] = [
        types.InputPrivacyValueAllowContacts(),
        types.InputPrivacyValueDisallowAll(),
    ]
    await reza.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyAddedByPhone(), rules=contacts_only))
    assert (await imported(sara, number(1, reza.phone))).imported == []
    resolve = functions.contacts.ResolvePhone(phone=reza.phone)
    assert await sara.refusal(resolve) == "PHONE_NOT_OCCUPIED"
    await friends.add(reza, sara)
    assert len((await imported(sara, number(1, reza.phone))).imported) == 1
    assert (await sara.ask(resolve)).peer == types.PeerUser(user_id=reza.user_id)


async def test_popular_numbers(friends: Friends) -> None:
    await imported(friends.reza, number(1, UNREGISTERED))
    answer = await imported(friends.sara, number(5, UNREGISTERED))
    assert answer.popular_invites == [types.PopularContact(client_id=5, importers=2)]


async def test_a_long_address_book_comes_in_parts(friends: Friends) -> None:
    book = [number(n, f"98912{n:07d}") for n in range(1, contacts.BATCH + 4)]
    answer = await imported(friends.sara, *book)
    assert answer.retry_contacts == [contacts.BATCH + 1, contacts.BATCH + 2, contacts.BATCH + 3]
    full = await friends.sara.ask(functions.contacts.GetContacts(hash=0))
    assert full.saved_count + len(full.contacts) == contacts.BATCH
    too_long = functions.contacts.ImportContacts(contacts=[number(1, "989120000000")] * 5001)
    assert await friends.sara.refusal(too_long) == "LIMIT_INVALID"


async def test_imports_are_limited(friends: Friends) -> None:
    limit = friends.place.app.services.flood.limits["import_contacts"]
    for _ in range(limit.burst):
        await imported(friends.sara)
    refused = await friends.sara.refusal(functions.contacts.ImportContacts(contacts=[]))
    assert refused == f"FLOOD_WAIT_{int(limit.per / limit.burst) + 1}"


async def test_saved_numbers(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await imported(sara, number(1, UNREGISTERED, "A"), number(2, reza.phone, "B"))
    saved = await sara.ask(functions.contacts.GetSaved())
    assert sorted((one.phone, one.first_name) for one in saved) == sorted([(UNREGISTERED, "A"), (reza.phone, "B")])
    assert await sara.ask(functions.contacts.ResetSaved())
    assert [one.phone for one in await sara.ask(functions.contacts.GetSaved())] == [reza.phone]


async def test_delete_by_phones(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await imported(sara, number(1, UNREGISTERED), number(2, reza.phone))
    assert await sara.ask(functions.contacts.DeleteByPhones(phones=[f"+{UNREGISTERED}", f"+{reza.phone}", "?"]))
    full = await sara.ask(functions.contacts.GetContacts(hash=0))
    assert (full.contacts, full.saved_count) == ([], 0)
