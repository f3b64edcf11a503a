"""auth.sendCode, resendCode, cancelCode, signIn, signUp: the way in by phone number."""

from __future__ import annotations

import asyncio

import pytest

from hodhod.codes import Purpose
from hodhod.domain import signin
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.tl import functions, types
from tests.api.auth.device import API, Device, Place, Refused


def send_code(phone: str, api_id: int = API) -> functions.auth.SendCode:
    return functions.auth.SendCode(phone_number=phone, api_id=api_id, api_hash="", settings=types.CodeSettings())


def other(code: str) -> str:
    """A wrong code."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"


async def test_a_number_signs_up(place: Place) -> None:
    device = Device(place, lang_code="fa")
    device.phone = "+98 912 345 6789"
    sent = await device.send_code()
    assert isinstance(sent.type, types.auth.SentCodeTypeSms)
    assert sent.type.length == len(device.code) == 5
    assert (sent.timeout, type(sent.next_type)) == (60, types.auth.CodeTypeSms)
    assert place.letters.sent == [("+989123456789", device.code, Purpose.LOGIN)]
    assert isinstance(await device.ask(device.sign_in_request()), types.auth.AuthorizationSignUpRequired)
    answer = await device.sign_up("زهرا")
    assert answer.user.self_
    assert (answer.user.first_name, answer.user.phone) == ("زهرا", "989123456789")
    device.user_id = answer.user.id
    assert device.user_id > 777000
    (cleared,) = await device.history(types.InputPeerSelf())
    assert isinstance(cleared.action, types.MessageActionHistoryClear)
    (welcome,) = await device.service_texts()
    assert "خوش آمدید" in welcome


async def test_a_known_number_signs_in_and_the_others_hear_of_it(place: Place) -> None:
    first = await place.newcomer("Sara")
    await first.listen()
    second = Device(place)
    second.phone, second.user_id = first.phone, first.user_id
    sent = await second.send_code()
    assert isinstance(sent.type, types.auth.SentCodeTypeApp)
    assert f"Login code: {second.code}." in (await first.service_texts())[0]
    answer = await second.ask(second.sign_in_request())
    assert (answer.user.id, answer.user.self_) == (first.user_id, True)
    notice = (await first.service_texts())[0]
    assert notice.startswith("New login.")
    assert "Test phone" in notice
    assert "127.0.0.1" in notice
    await place.quiet()
    pushed = [type(update.updates[0]).__name__ for update in first.session.updates]
    assert pushed == ["UpdateNewMessage", "UpdateNewMessage"]
    (told,) = [one for update in first.session.updates for one in update.updates[1:]]
    assert isinstance(told, types.UpdateNewAuthorization)


async def test_nothing_but_signing_in_before_it(place: Place) -> None:
    device = Device(place)
    assert await device.refusal(functions.updates.GetState()) == "AUTH_KEY_UNREGISTERED"
    assert await device.refusal(functions.account.GetPassword()) == "AUTH_KEY_UNREGISTERED"
    assert await device.refusal(functions.auth.LogOut()) == "AUTH_KEY_UNREGISTERED"


@pytest.mark.parametrize("phone", ["", "123", "+99966123456", "not a number", "1" * 40])
async def test_no_number(place: Place, phone: str) -> None:
    assert await Device(place).refusal(send_code(phone)) == "PHONE_NUMBER_INVALID"


async def test_api_id(place: Place) -> None:
    assert await Device(place).refusal(send_code("989123456789", api_id=0)) == "API_ID_INVALID"


async def test_a_wrong_code_is_counted_though_it_is_refused(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    wrong = other(device.code)
    for _ in range(5):
        assert await device.refusal(device.sign_in_request(wrong)) == "PHONE_CODE_INVALID"
    assert await device.refusal(device.sign_in_request()) == "PHONE_CODE_EXPIRED"


async def test_the_last_try_may_be_right(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    for _ in range(4):
        await device.refusal(device.sign_in_request(other(device.code)))
    assert isinstance(await device.ask(device.sign_in_request()), types.auth.AuthorizationSignUpRequired)


async def test_a_code_expires(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    place.clock.now += 300
    assert await device.refusal(device.sign_in_request()) == "PHONE_CODE_EXPIRED"


async def test_a_code_is_bound_to_key_number_and_hash(place: Place) -> None:
    device, thief = Device(place), Device(place)
    device.phone = thief.phone = "989123456789"
    await device.send_code()
    thief.code, thief.code_hash = device.code, device.code_hash
    assert await thief.refusal(thief.sign_in_request()) == "PHONE_CODE_EXPIRED"
    for changed in ({"phone_number": "989123456780"}, {"phone_code_hash": "00"}):
        assert await device.refusal(device.sign_in_request(**changed)) == "PHONE_CODE_EXPIRED"


async def test_empty_fields(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    assert await device.refusal(device.sign_in_request(phone_code=None)) == "PHONE_CODE_EMPTY"
    assert await device.refusal(device.sign_in_request(phone_code_hash="")) == "PHONE_CODE_HASH_EMPTY"


async def test_a_repeated_sign_in_answers_like_the_first(place: Place) -> None:
    """Pitfall 7: the same key, hash and code, within five minutes; without a second notice."""
    first = await place.newcomer()
    second = await place.second_device(first)
    before = await first.service_texts()
    place.clock.now += 299
    answer = await second.ask(second.sign_in_request())
    assert answer.user.id == first.user_id
    assert await first.service_texts() == before
    place.clock.now += 1
    assert await second.refusal(second.sign_in_request()) == "PHONE_CODE_EXPIRED"


async def test_a_repeated_sign_up_answers_like_the_first(place: Place) -> None:
    device = await place.newcomer("Sara")
    again = await device.sign_up("Sara")
    assert again.user.id == device.user_id
    assert len(await device.service_texts()) == 1


async def test_sign_up_needs_the_proved_code(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    assert await device.refusal(device.sign_up_request("Sara")) == "PHONE_CODE_EXPIRED"
    await device.ask(device.sign_in_request())
    assert await device.refusal(device.sign_up_request("")) == "FIRSTNAME_INVALID"
    assert await device.refusal(device.sign_up_request("x" * 65)) == "FIRSTNAME_INVALID"
    assert await device.refusal(device.sign_up_request("Sara", last_name="x" * 65)) == "LASTNAME_INVALID"
    assert (await device.sign_up("Sara")).user.first_name == "Sara"


async def test_a_number_is_taken_by_the_first(place: Place) -> None:
    one, two = Device(place), Device(place)
    one.phone = two.phone = "989123456789"
    await one.enter_code()
    await two.enter_code()
    await one.sign_up("One")
    assert await two.refusal(two.sign_up_request("Two")) == "PHONE_NUMBER_OCCUPIED"


async def test_asked_again_at_once_the_first_code_stands(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    first = await device.send_code()
    place.clock.now += 59
    second = await device.send_code()
    assert (second.phone_code_hash, second.timeout) == (first.phone_code_hash, 1)
    assert len(place.letters.sent) == 1
    place.clock.now += 1
    third = await device.send_code()
    assert third.phone_code_hash != first.phone_code_hash
    assert len(place.letters.sent) == 2


async def test_resend_sends_the_same_code_and_prolongs_it(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    place.clock.now += 200
    resend = functions.auth.ResendCode(phone_number=device.phone, phone_code_hash=device.code_hash)
    sent = await device.ask(resend)
    assert (sent.phone_code_hash, sent.timeout) == (device.code_hash, 60)
    assert await place.code() == device.code
    assert len(place.letters.sent) == 2
    place.clock.now += 299
    await device.ask(device.sign_in_request())
    assert await device.refusal(resend) == "PHONE_CODE_EXPIRED"


async def test_cancel(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    cancel = functions.auth.CancelCode(phone_number=device.phone, phone_code_hash=device.code_hash)
    assert await device.ask(cancel) is True
    assert await device.refusal(device.sign_in_request()) == "PHONE_CODE_EXPIRED"
    assert await device.refusal(cancel) == "PHONE_CODE_EXPIRED"


async def test_codes_are_rationed(place: Place) -> None:
    for _ in range(5):
        await Device(place).ask(send_code("989123456789"))
    assert (await Device(place).refusal(send_code("989123456789"))).startswith("FLOOD_WAIT_72")


async def test_a_used_code_is_not_sent(place: Place) -> None:
    device = Device(place)
    device.phone = "989123456789"
    await device.ask(send_code(device.phone))
    place.clock.now += 301
    await place.work()
    assert place.letters.sent == []


async def test_who_kept_the_number_hears_of_it(place: Place) -> None:
    early = await place.newcomer("Early")
    await early.listen()
    contact = types.InputPhoneContact(client_id=1, phone="989125550000", first_name="Late", last_name="")
    await early.ask(functions.contacts.ImportContacts(contacts=[contact]))
    late = await place.newcomer("Late", "989125550000")
    hashes = place.app.services.world.hashes
    peer = types.InputPeerUser(user_id=late.user_id, access_hash=hashes.user(early.user_id, late.user_id))
    (joined,) = await early.history(peer)
    assert isinstance(joined.action, types.MessageActionContactSignUp)
    await place.quiet()
    assert any("UpdateNewMessage" in repr(update) for update in early.session.updates)


async def test_a_silent_sign_up(place: Place) -> None:
    early = await place.newcomer("Early")
    contact = types.InputPhoneContact(client_id=1, phone="989125550000", first_name="Late", last_name="")
    await early.ask(functions.contacts.ImportContacts(contacts=[contact]))
    late = Device(place)
    late.phone = "989125550000"
    await late.enter_code()
    answer = await late.ask(late.sign_up_request("Late", no_joined_notifications=True))
    hashes = place.app.services.world.hashes
    peer = types.InputPeerUser(user_id=answer.user.id, access_hash=hashes.user(early.user_id, answer.user.id))
    assert await early.history(peer) == []
    contacts = await early.ask(functions.contacts.GetContacts(hash=0))
    assert [one.user_id for one in contacts.contacts] == [answer.user.id]


async def test_bots_do_not_sign_in_yet(place: Place) -> None:
    request = functions.auth.ImportBotAuthorization(flags=0, api_id=1, api_hash="", bot_auth_token="1:x")
    assert await Device(place).refusal(request) == "ACCESS_TOKEN_INVALID"


async def test_a_banned_number(place: Place) -> None:
    from sqlalchemy import insert

    from hodhod.store.query import Query
    from hodhod.store.tables import bans

    ban = Query(insert(bans))
    until = int(place.clock()) + 10
    await place.app.db.write(lambda tx: tx.run(ban, phone="989123456789", until=until, reason=""))
    assert await Device(place).refusal(send_code("989123456789")) == "PHONE_NUMBER_BANNED"
    place.clock.now += 11
    assert isinstance(await Device(place).ask(send_code("989123456789")), types.auth.SentCode)


async def test_the_operator_reads_what_waits(place: Place) -> None:
    from hodhod.operator import commands

    device = Device(place)
    device.phone = "989123456789"
    await device.send_code()
    assert await commands(place.app.services)["login_code"]({"phone": "+989123456789"}) == {"code": device.code}
    user = await place.app.db.read(lambda tx: store_users.find_by_phone(tx, "989123456789"))
    assert user is None


async def test_two_keys_sign_up_one_number_in_the_same_instant(
    place: Place, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked and found nobody before either writes: on PostgreSQL, where transactions run side by side."""
    devices = [Device(place), Device(place)]
    for device in devices:
        device.phone = "989120099999"
        await device.enter_code()
    barrier, looked, user_of = asyncio.Barrier(2), 0, signin.user_of

    async def look(tx: Tx, phone: str) -> int | None:
        nonlocal looked
        looked += 1
        found = await user_of(tx, phone)
        if dialect == "postgresql" and looked <= 2:
            await barrier.wait()
        return found

    monkeypatch.setattr(signin, "user_of", look)
    answers = await asyncio.gather(*[one.ask(one.sign_up_request("Sara")) for one in devices], return_exceptions=True)
    refused = [(answer.code, answer.name) for answer in answers if isinstance(answer, Refused)]
    assert refused == [(400, "PHONE_NUMBER_OCCUPIED")]
    signed_up = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert [answer.user.first_name for answer in signed_up] == ["Sara"]
