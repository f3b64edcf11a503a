"""Another number, and the end of an account."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.auth.device import Device, Place

DAY = 24 * 3600
NEW = "989127770000"


def ask_for_code(phone: str = NEW) -> functions.account.SendChangePhoneCode:
    return functions.account.SendChangePhoneCode(phone_number=phone, settings=types.CodeSettings())


async def import_contact(device: Device, phone: str) -> None:
    contact = types.InputPhoneContact(client_id=1, phone=phone, first_name="Known", last_name="")
    await device.ask(functions.contacts.ImportContacts(contacts=[contact]))


async def test_change_phone(place: Place) -> None:
    device, friend = await place.newcomer(), await place.newcomer("Friend")
    await import_contact(friend, f"+{device.phone}")
    await import_contact(device, f"+{friend.phone}")  # and may see the number by that
    await friend.listen()
    assert await device.refusal(ask_for_code()) == "FRESH_CHANGE_PHONE_FORBIDDEN"
    place.clock.now += DAY
    assert await device.refusal(ask_for_code(friend.phone)) == "PHONE_NUMBER_OCCUPIED"
    sent = await device.ask(ask_for_code())
    code = await place.code()
    change = functions.account.ChangePhone(phone_number=NEW, phone_code_hash=sent.phone_code_hash, phone_code=code)
    wrong = functions.account.ChangePhone(
        phone_number=NEW, phone_code_hash=sent.phone_code_hash, phone_code=str((int(code) + 1) % 100000).zfill(5)
    )
    assert await device.refusal(wrong) == "PHONE_CODE_INVALID"
    user = await device.ask(change)
    assert (user.self_, user.phone) == (True, NEW)
    assert (await device.ask(change)).phone == NEW
    await place.quiet()
    pushed = [update for one in friend.session.updates for update in getattr(one, "updates", [])]
    assert any(isinstance(update, types.UpdateUserPhone) and update.phone == NEW for update in pushed)


async def test_a_login_code_changes_no_phone(place: Place) -> None:
    device = await place.newcomer()
    place.clock.now += DAY
    await device.send_code()
    change = functions.account.ChangePhone(
        phone_number=device.phone, phone_code_hash=device.code_hash, phone_code=device.code
    )
    assert await device.refusal(change) == "PHONE_CODE_EXPIRED"


async def test_delete_account(place: Place) -> None:
    device, friend = await place.newcomer(), await place.newcomer("Friend")
    other = await place.second_device(device)
    await import_contact(friend, f"+{device.phone}")
    assert await device.ask(functions.account.DeleteAccount(reason="")) is True
    for ended in (device, other):
        assert await ended.refusal(functions.updates.GetState()) == "AUTH_KEY_UNREGISTERED"
    hashes = place.app.services.world.hashes
    who = types.InputUser(user_id=device.user_id, access_hash=hashes.user(friend.user_id, device.user_id))
    (gone,) = (await friend.ask(functions.users.GetFullUser(id=who))).users
    assert (gone.deleted, gone.phone, gone.first_name) == (True, None, None)
    back = await place.newcomer("Back", device.phone)
    assert back.user_id != device.user_id
    contacts = await friend.ask(functions.contacts.GetContacts(hash=0))
    assert [one.user_id for one in contacts.contacts] == [back.user_id]


async def test_deleting_needs_the_password(place: Place) -> None:
    device = await place.newcomer()
    await device.set_password("secret")
    assert await device.refusal(functions.account.DeleteAccount(reason="")) == "PASSWORD_HASH_INVALID"
    delete = functions.account.DeleteAccount(reason="", password=await device.srp("secret"))
    assert await device.ask(delete) is True
