"""A login is unconfirmed until another session says so, and the other sessions are told of both."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.auth.device import DEVICE_MODEL, Device, Place

DAY = 24 * 3600
LIST = functions.account.GetAuthorizations()
New = types.UpdateNewAuthorization


async def told(device: Device) -> list[New]:
    """What was pushed to this device of logins."""
    await device.place.quiet()
    pushed = [one for update in device.session.updates for one in getattr(update, "updates", [])]
    return [one for one in pushed if isinstance(one, New)]


async def missed(device: Device) -> list[New]:
    """What the difference tells it."""
    answer = await device.ask(functions.updates.GetDifference(pts=1, date=int(device.place.clock()), qts=0))
    return [one for one in answer.other_updates if isinstance(one, New)]


async def two_devices(place: Place) -> tuple[Device, Device]:
    first = await place.newcomer()
    await first.listen()
    return first, await place.second_device(first)


def confirm(session: int) -> functions.account.ChangeAuthorizationSettings:
    return functions.account.ChangeAuthorizationSettings(hash=session, confirmed=True)


async def test_the_others_are_told_and_confirm(place: Place) -> None:
    first, second = await two_devices(place)
    mine, other = (await first.ask(LIST)).authorizations
    assert (mine.unconfirmed, other.unconfirmed) == (False, True)
    (new,) = await told(first)
    now = int(place.clock())
    assert new == New(
        unconfirmed=True,
        hash=other.hash,
        date=now,
        device=f"{DEVICE_MODEL}, Android 14, 1.0",
        location="IP = 127.0.0.1",
    )
    assert await missed(first) == [new]
    assert await missed(second) == []  # nobody is asked about themselves
    await second.listen()
    assert await first.ask(confirm(other.hash)) is True
    assert (await first.ask(LIST)).authorizations[1].unconfirmed is False
    assert await missed(first) == [New(hash=other.hash)]
    assert await told(second) == [New(hash=other.hash)]
    assert await first.ask(confirm(other.hash)) is True
    third = await place.second_device(first)
    assert [one.unconfirmed for one in await told(second)] == [False, True]
    await third.ask(functions.auth.LogOut())
    assert [one.unconfirmed for one in await told(second)] == [False, True, False]


async def test_a_session_does_not_confirm_itself(place: Place) -> None:
    first, second = await two_devices(place)
    for session in (0, (await first.ask(LIST)).authorizations[1].hash):
        assert await second.refusal(confirm(session)) == "HASH_INVALID"
    assert (await first.ask(LIST)).authorizations[1].unconfirmed is True
    assert await first.ask(confirm(0)) is True


async def test_a_login_that_is_ended_asks_no_more(place: Place) -> None:
    first, _ = await two_devices(place)
    place.clock.now += DAY
    session = (await first.ask(LIST)).authorizations[1].hash
    assert await first.ask(functions.account.ResetAuthorization(hash=session)) is True
    assert await missed(first) == [New(hash=session)]
    await place.second_device(first)
    assert sorted(one.unconfirmed for one in await missed(first)) == [False, True]
    assert await first.ask(functions.auth.ResetAuthorizations()) is True
    assert [one.unconfirmed for one in await missed(first)] == [False, False]


async def test_time_confirms_a_login(place: Place) -> None:
    first, _ = await two_devices(place)
    place.clock.now += 7 * DAY - 1
    assert (await first.ask(LIST)).authorizations[1].unconfirmed is True
    place.clock.now += 1
    assert (await first.ask(LIST)).authorizations[1].unconfirmed is False


async def test_a_login_that_was_let_in_needs_no_confirmation(place: Place) -> None:
    first = await place.newcomer()
    shown = Device(place)
    export = functions.auth.ExportLoginToken(api_id=4, api_hash="", except_ids=[])
    token = (await shown.ask(export)).token
    accepted = await first.ask(functions.auth.AcceptLoginToken(token=token))
    assert accepted.unconfirmed is False
    assert isinstance(await shown.ask(export), types.auth.LoginTokenSuccess)
    (other,) = (await first.ask(LIST)).authorizations[1:]
    assert (other.hash, other.unconfirmed) == (accepted.hash, False)
    assert await missed(first) == [New(hash=other.hash)]
