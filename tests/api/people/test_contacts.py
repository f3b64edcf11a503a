"""Contacts that are added, accepted, deleted; what both sides see of it."""

from __future__ import annotations

import datetime
from typing import Any

from hodhod.domain.listing import vector_hash
from hodhod.tl import functions, types
from tests.api.people.friends import Friends

NOTE = types.TextWithEntities(text="met in Yazd", entities=[types.MessageEntityBold(offset=7, length=4)])


async def test_add_contact(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await other.listen()
    await reza.listen()
    answer = await friends.add(sara, reza, "Reza", last_name="Karimi")
    (update,) = answer.updates
    assert (update.peer, update.settings.add_contact) == (types.PeerUser(user_id=reza.user_id), False)
    (user,) = answer.users
    assert (user.contact, user.mutual_contact, user.last_name) == (True, False, "Karimi")
    assert len(await friends.told(other, types.UpdatePeerSettings)) == 1
    assert await friends.told(reza, types.UpdateUser) == []  # who has a number is nobody's business
    await friends.add(reza, sara)
    assert [one.user_id for one in await friends.told(other, types.UpdateUser)] == [reza.user_id]
    assert (await friends.seen(sara, reza)).mutual_contact
    assert (await friends.seen(reza, sara)).phone == sara.phone  # contacts may see the number


async def test_the_list_of_contacts(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    empty = await sara.ask(functions.contacts.GetContacts(hash=0))
    assert (empty.contacts, empty.saved_count, empty.users) == ([], 0, [])
    await friends.add(sara, reza)
    full = await sara.ask(functions.contacts.GetContacts(hash=0))
    assert full.contacts == [types.Contact(user_id=reza.user_id, mutual=False)]
    assert [user.id for user in full.users] == [reza.user_id]
    known = vector_hash([0, reza.user_id])
    assert await sara.ask(functions.contacts.GetContacts(hash=known)) == types.contacts.ContactsNotModified()
    assert isinstance(await sara.ask(functions.contacts.GetContacts(hash=1)), types.contacts.Contacts)
    assert await sara.ask(functions.contacts.GetContactIDs(hash=0)) == [reza.user_id]
    (status,) = await sara.ask(functions.contacts.GetStatuses())
    assert status.user_id == reza.user_id


A_CONTACT_HAS_A_NAME: list[Any] = [("", "CONTACT_NAME_EMPTY"), (" \n", "CONTACT_NAME_EMPTY")]


async def test_a_contact_has_a_name(friends: Friends) -> None:
    for first, name in A_CONTACT_HAS_A_NAME:
        add = functions.contacts.AddContact(
            id=friends.user(friends.sara, friends.reza), first_name=first, last_name="", phone=""
        )
        assert await friends.sara.refusal(add) == name


async def test_whom_one_cannot_add(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    myself = functions.contacts.AddContact(id=types.InputUserSelf(), first_name="Me", last_name="", phone="")
    assert await sara.refusal(myself) == "CONTACT_ID_INVALID"
    wrong = types.InputUser(user_id=reza.user_id, access_hash=1)
    add = functions.contacts.AddContact(id=wrong, first_name="X", last_name="", phone="")
    assert await sara.refusal(add) == "USER_ID_INVALID"


async def test_a_number_that_is_not_theirs_is_not_believed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    third = await friends.place.newcomer("Third")
    await friends.add(sara, reza, phone=f"+{third.phone}")
    assert (await friends.seen(sara, third)).contact is False
    assert (await friends.seen(sara, reza)).contact is True
    assert await sara.ask(functions.contacts.GetSaved()) == []


async def test_accept_contact(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    accept = functions.contacts.AcceptContact(id=friends.user(sara, reza))
    assert await sara.refusal(accept) == "CONTACT_REQ_MISSING"
    nobody: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueDisallowAll()]
    await sara.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyPhoneNumber(), rules=nobody))
    await friends.add(reza, sara)
    answer = await sara.ask(accept)
    assert answer.users[0].mutual_contact
    assert (await friends.seen(reza, sara)).phone == sara.phone


async def test_delete_contacts(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.add(sara, reza, "Somebody")
    await friends.add(reza, sara)
    await reza.listen()
    answer = await sara.ask(functions.contacts.DeleteContacts(id=[friends.user(sara, reza)]))
    assert [user.contact for user in answer.users] == [False]
    assert (await friends.seen(sara, reza)).first_name == "Reza"
    assert len(await friends.told(reza, types.UpdateUser)) == 1
    again = await sara.ask(functions.contacts.DeleteContacts(id=[friends.user(sara, reza)]))
    assert again.updates == []
    wrong: list[types.TypeInputUser] = [types.InputUser(user_id=reza.user_id, access_hash=1)]
    assert await sara.refusal(functions.contacts.DeleteContacts(id=wrong)) == "USER_ID_INVALID"


async def test_notes_are_the_owners_alone(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    put = functions.contacts.UpdateContactNote(id=friends.user(sara, reza), note=NOTE)
    assert await sara.refusal(put) == "CONTACT_MISSING"
    await friends.add(sara, reza, note=NOTE)
    assert (await friends.full(sara, reza)).note == NOTE
    await friends.add(sara, reza, "Renamed")
    assert (await friends.full(sara, reza)).note == NOTE
    await friends.add(reza, sara)
    assert (await friends.full(reza, sara)).note is None
    gone = functions.contacts.UpdateContactNote(
        id=friends.user(sara, reza), note=types.TextWithEntities(text="", entities=[])
    )
    assert await sara.ask(gone)
    assert (await friends.full(sara, reza)).note is None


async def test_birthdays_of_contacts(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.add(sara, reza)
    await friends.add(reza, sara)
    today = datetime.datetime.fromtimestamp(friends.place.clock(), datetime.UTC).date()
    tomorrow, later = today + datetime.timedelta(days=1), today + datetime.timedelta(days=9)
    for date, expected in ((tomorrow, [reza.user_id]), (later, [])):
        day = types.Birthday(day=date.day, month=date.month)
        await reza.ask(functions.account.UpdateBirthday(birthday=day))
        answer = await sara.ask(functions.contacts.GetBirthdays())
        assert [one.contact_id for one in answer.contacts] == expected
        assert [user.id for user in answer.users] == expected


async def test_contact_tokens(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    exported = await sara.ask(functions.contacts.ExportContactToken())
    assert exported.url.startswith("http://localhost:8080/contact/")
    assert exported.expires > friends.place.clock()
    token = exported.url.rpartition("/")[2]
    for given in (token, exported.url):
        user = await reza.ask(functions.contacts.ImportContactToken(token=given))
        assert (user.id, user.access_hash) == (sara.user_id, friends.hash(reza, sara.user_id))
    changed = ("B" if token[0] != "B" else "C") + token[1:]
    for bad in ("", "?", "AAAA", changed, token[:-4]):
        assert await reza.refusal(functions.contacts.ImportContactToken(token=bad)) == "IMPORT_TOKEN_INVALID"
    friends.place.clock.now = exported.expires + 1
    assert await reza.refusal(functions.contacts.ImportContactToken(token=token)) == "IMPORT_TOKEN_INVALID"
