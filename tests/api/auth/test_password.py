"""The 2FA password: set, changed, removed, asked for, recovered, reset."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.codes import Purpose
from hodhod.mtproto.primes import DH_PRIME_BYTES
from hodhod.operator import commands
from hodhod.tl import functions, types
from tests.api.auth.device import Device, Place, Refused, new_password, no_password

GET = functions.account.GetPassword()
RECOVER = functions.auth.RequestPasswordRecovery()
RESET = functions.account.ResetPassword()


async def with_password(place: Place, password: str = "secret", **settings: Any) -> tuple[Device, Device]:
    """A user with a password, and a second device that has given its code."""
    first = await place.newcomer()
    await first.set_password(password, **settings)
    second = Device(place)
    second.phone, second.user_id = first.phone, first.user_id
    await second.send_code()
    assert await second.refusal(second.sign_in_request()) == "SESSION_PASSWORD_NEEDED"
    return first, second


async def confirmed(place: Place, device: Device, email: str = "sara@example.org") -> None:
    """Give the account of `device` a recovery address; its password is "secret"."""
    given = await device.srp("secret")
    settings = types.account.PasswordInputSettings(email=email)
    assert (
        await device.refusal(functions.account.UpdatePasswordSettings(password=given, new_settings=settings))
        == "EMAIL_UNCONFIRMED_5"
    )
    code = await place.code()
    assert await device.ask(functions.account.ConfirmPasswordEmail(code=code)) is True


async def test_no_password(place: Place) -> None:
    state = await (await place.newcomer()).ask(GET)
    assert (state.has_password, state.srp_B, state.current_algo) == (False, None, None)
    assert isinstance(state.new_secure_algo, types.SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000)
    assert (state.new_algo.g, state.new_algo.p, len(state.secure_random)) == (3, DH_PRIME_BYTES, 256)


async def test_set_and_sign_in(place: Place) -> None:
    _, second = await with_password(place, "گذرواژه")
    assert await second.refusal(functions.updates.GetState()) == "SESSION_PASSWORD_NEEDED"
    state = await second.ask(GET)
    assert (state.has_password, state.hint, state.has_recovery) == (True, "hint", False)
    answer = await second.ask(functions.auth.CheckPassword(password=await second.srp("گذرواژه")))
    assert (answer.user.id, answer.user.self_) == (second.user_id, True)
    await second.listen()


async def test_a_wrong_password(place: Place) -> None:
    _, second = await with_password(place)
    assert await second.refusal(functions.auth.CheckPassword(password=await second.srp("wrong"))) == (
        "PASSWORD_HASH_INVALID"
    )
    empty = functions.auth.CheckPassword(password=types.InputCheckPasswordEmpty())
    assert await second.refusal(empty) == "PASSWORD_HASH_INVALID"


async def test_a_challenge_serves_one_try_of_one_key(place: Place) -> None:
    first, second = await with_password(place)
    proof = await second.srp("wrong")
    for _ in range(2):
        assert await second.refusal(functions.auth.CheckPassword(password=proof)) == "PASSWORD_HASH_INVALID"
    proof.M1 = bytes(32)
    assert await second.refusal(functions.auth.CheckPassword(password=proof)) == "SRP_ID_INVALID"
    stolen = functions.auth.CheckPassword(password=await first.srp("secret"))
    assert await second.refusal(stolen) == "SRP_ID_INVALID"
    late = functions.auth.CheckPassword(password=await second.srp("secret"))
    place.clock.now += 601
    assert await second.refusal(late) == "SRP_ID_INVALID"


async def test_a_repeated_check_answers_like_the_first(place: Place) -> None:
    """As a client sends it again that lost the answer: for the same key and proof only, and not for long."""
    first, second = await with_password(place)
    check = functions.auth.CheckPassword(password=await second.srp("secret"))
    answers = [await second.ask(check) for _ in range(2)]
    assert answers[0] == answers[1]
    assert len((await first.ask(functions.account.GetAuthorizations())).authorizations) == 2
    assert len([text for text in await first.service_texts() if "New login" in text]) == 1
    assert await first.refusal(check) == "SRP_ID_INVALID"
    other_use = functions.account.GetPasswordSettings(password=check.password)
    assert await second.refusal(other_use) == "SRP_ID_INVALID"
    place.clock.now += 301
    assert await second.refusal(check) == "SRP_ID_INVALID"


async def test_a_repeated_check_proves_no_new_password(place: Place) -> None:
    first, second = await with_password(place, "one")
    check = functions.auth.CheckPassword(password=await second.srp("one"))
    await second.ask(check)
    await first.set_password("two", current="one")
    assert await second.refusal(check) == "SRP_PASSWORD_CHANGED"


@pytest.mark.parametrize("public", [0, 1, -1, 0x100])
async def test_a_degenerate_a(place: Place, public: int) -> None:
    _, second = await with_password(place)
    state = await second.ask(GET)
    number = (
        int.from_bytes(DH_PRIME_BYTES, "big") if public == 0x100 else public % int.from_bytes(DH_PRIME_BYTES, "big")
    )
    given = types.InputCheckPasswordSRP(srp_id=state.srp_id, A=number.to_bytes(256, "big"), M1=bytes(32))
    assert await second.refusal(functions.auth.CheckPassword(password=given)) == "PASSWORD_HASH_INVALID"


async def test_tries_are_rationed(place: Place) -> None:
    _, second = await with_password(place)
    given = types.InputCheckPasswordSRP(srp_id=1, A=b"", M1=b"")
    names = [await second.refusal(functions.auth.CheckPassword(password=given)) for _ in range(11)]
    assert names[:10] == ["SRP_ID_INVALID"] * 10
    assert names[10].startswith("FLOOD_WAIT_")


async def test_change_and_remove(place: Place) -> None:
    first, second = await with_password(place, "one")
    await first.set_password("two", current="one")
    assert await second.refusal(functions.auth.CheckPassword(password=await second.srp("one"))) == (
        "PASSWORD_HASH_INVALID"
    )
    removal = functions.account.UpdatePasswordSettings(password=await first.srp("two"), new_settings=no_password())
    assert await first.ask(removal) is True
    assert (await first.ask(GET)).has_password is False
    assert (await second.ask(second.sign_in_request())).user.id == first.user_id


async def test_changed_meanwhile(place: Place) -> None:
    first, second = await with_password(place, "one")
    old = functions.auth.CheckPassword(password=await second.srp("one"))
    await first.set_password("two", current="one")
    assert await second.refusal(old) == "SRP_PASSWORD_CHANGED"


async def test_bad_settings(place: Place) -> None:
    device = await place.newcomer()
    update, empty = functions.account.UpdatePasswordSettings, types.InputCheckPasswordEmpty()
    state = await device.ask(GET)
    own_salt = new_password(state, "x")
    own_salt.new_algo.salt1 = bytes(40)  # type: ignore[union-attr]
    assert await device.refusal(update(password=empty, new_settings=own_salt)) == "NEW_SALT_INVALID"
    short = new_password(await device.ask(GET), "x", new_password_hash=b"short")
    assert await device.refusal(update(password=empty, new_settings=short)) == "NEW_SETTINGS_INVALID"
    other_group = new_password(await device.ask(GET), "x")
    other_group.new_algo.g = 2  # type: ignore[union-attr]
    assert await device.refusal(update(password=empty, new_settings=other_group)) == "NEW_SETTINGS_INVALID"
    only_hint = types.account.PasswordInputSettings(email="sara@example.org")
    assert await device.refusal(update(password=empty, new_settings=only_hint)) == "NEW_SETTINGS_EMPTY"
    no_address = new_password(await device.ask(GET), "x", email="nobody")
    assert await device.refusal(update(password=empty, new_settings=no_address)) == "EMAIL_INVALID"
    assert (await device.ask(GET)).has_password is False


async def test_changes_need_the_present_password(place: Place) -> None:
    first, _ = await with_password(place)
    change = new_password(await first.ask(GET), "other")
    update = functions.account.UpdatePasswordSettings(password=types.InputCheckPasswordEmpty(), new_settings=change)
    assert await first.refusal(update) == "PASSWORD_HASH_INVALID"
    settings = functions.account.GetPasswordSettings(password=types.InputCheckPasswordEmpty())
    assert await first.refusal(settings) == "PASSWORD_HASH_INVALID"


async def test_a_password_with_an_address_waits_for_its_code(place: Place) -> None:
    device = await place.newcomer()
    with pytest.raises(Refused, match="EMAIL_UNCONFIRMED_5"):
        await device.set_password("secret", email="sara@example.org")
    state = await device.ask(GET)
    assert (state.has_password, state.email_unconfirmed_pattern) == (False, "s***a@example.org")
    code = await place.code()
    assert place.letters.sent[-1] == ("sara@example.org", code, Purpose.VERIFY_EMAIL)
    wrong = str((int(code) + 1) % 100000).zfill(5)
    assert await device.refusal(functions.account.ConfirmPasswordEmail(code=wrong)) == "CODE_INVALID"
    assert await device.refusal(functions.account.ConfirmPasswordEmail(code="")) == "CODE_EMPTY"
    assert await device.ask(functions.account.ConfirmPasswordEmail(code=code)) is True
    state = await device.ask(GET)
    assert (state.has_password, state.has_recovery, state.email_unconfirmed_pattern) == (True, True, None)
    settings = await device.ask(functions.account.GetPasswordSettings(password=await device.srp("secret")))
    assert settings.email == "sara@example.org"


async def test_cancel_and_resend_the_confirmation(place: Place) -> None:
    device = await place.newcomer()
    resend = functions.account.ResendPasswordEmail()
    assert await device.refusal(resend) == "EMAIL_HASH_EXPIRED"
    with pytest.raises(Refused, match="EMAIL_UNCONFIRMED_5"):
        await device.set_password("secret", email="sara@example.org")
    first = await place.code()
    place.clock.now += 1
    assert await device.ask(resend) is True
    second = await place.code()
    assert first != second
    assert await device.ask(functions.account.CancelPasswordEmail()) is True
    assert await device.refusal(functions.account.ConfirmPasswordEmail(code=second)) == "EMAIL_HASH_EXPIRED"
    state = await device.ask(GET)
    assert (state.has_password, state.email_unconfirmed_pattern) == (False, None)


async def test_recover_by_email(place: Place) -> None:
    first, second = await with_password(place)
    assert await second.refusal(RECOVER) == "PASSWORD_RECOVERY_NA"
    await confirmed(place, first)
    assert (await second.ask(RECOVER)).email_pattern == "s***a@example.org"
    code = await place.code()
    assert place.letters.sent[-1][2] is Purpose.RECOVER_PASSWORD
    wrong = str((int(code) + 1) % 100000).zfill(5)
    assert await second.refusal(functions.auth.CheckRecoveryPassword(code=wrong)) == "CODE_INVALID"
    assert await second.ask(functions.auth.CheckRecoveryPassword(code=code)) is True
    place.clock.now += 1200
    new = new_password(await second.ask(GET), "better")
    answer = await second.ask(functions.auth.RecoverPassword(code=code, new_settings=new))
    assert answer.user.id == first.user_id
    again = functions.auth.RecoverPassword(code=code)
    assert await second.refusal(again) == "PASSWORD_RECOVERY_EXPIRED"
    state = await second.ask(GET)
    assert (state.has_password, state.has_recovery) == (True, True)
    await first.ask(functions.account.GetPasswordSettings(password=await first.srp("better")))


async def test_recover_without_a_new_password(place: Place) -> None:
    first, second = await with_password(place)
    await confirmed(place, first)
    await second.ask(RECOVER)
    await second.ask(functions.auth.RecoverPassword(code=await place.code()))
    assert (await second.ask(GET)).has_password is False
    assert await second.refusal(RECOVER) == "PASSWORD_EMPTY"


async def test_reset_after_a_wait(place: Place) -> None:
    first, _ = await with_password(place)
    wait = await first.ask(RESET)
    assert wait.until_date == place.clock() + 7 * 24 * 3600
    assert (await first.ask(RESET)).until_date == wait.until_date
    assert (await first.ask(GET)).pending_reset_date == wait.until_date
    place.clock.now += 7 * 24 * 3600
    assert isinstance(await first.ask(RESET), types.account.ResetPasswordOk)
    assert await first.refusal(RESET) == "PASSWORD_EMPTY"


async def test_a_declined_reset(place: Place) -> None:
    first, _ = await with_password(place)
    decline = functions.account.DeclinePasswordReset()
    assert await first.refusal(decline) == "RESET_REQUEST_MISSING"
    await first.ask(RESET)
    assert await first.ask(decline) is True
    refused = await first.ask(RESET)
    assert refused.retry_date == place.clock() + 24 * 3600
    place.clock.now += 24 * 3600
    assert isinstance(await first.ask(RESET), types.account.ResetPasswordRequestedWait)


async def test_the_operator_resets(place: Place) -> None:
    first, second = await with_password(place)
    reset = commands(place.app.services)["users_reset"]
    await reset({"phone": f"+{first.phone}"})
    assert (await second.ask(second.sign_in_request())).user.id == first.user_id
    with pytest.raises(Exception, match="nobody with this number has a password"):
        await reset({"phone": f"+{first.phone}"})
