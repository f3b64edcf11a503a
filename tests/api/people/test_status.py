"""Who is online: told to those around who may know, ended by itself."""

from __future__ import annotations

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.people.friends import Friends

LEASE = 300


async def say(friends: Friends, device: Device, online: bool) -> None:
    assert await device.ask(functions.account.UpdateStatus(offline=not online))
    await friends.place.app.presence.turn()
    await friends.place.quiet()


async def statuses(friends: Friends, device: Device) -> list[types.TypeUserStatus]:
    return [one.status for one in await friends.told(device, types.UpdateUserStatus)]


async def test_online_and_offline(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    stranger = await friends.place.newcomer("Stranger")
    await friends.write(reza, sara)
    for device in (reza, stranger):
        await device.listen()
    now = int(friends.place.clock())
    await say(friends, sara, True)
    online = types.UserStatusOnline(expires=now + LEASE)
    assert await statuses(friends, reza) == [online]
    assert (await friends.seen(reza, sara)).status == online
    await say(friends, sara, True)
    assert len(await statuses(friends, reza)) == 1  # nothing new
    friends.place.clock.now += 30
    await say(friends, sara, False)
    assert await statuses(friends, reza) == [online, types.UserStatusOffline(was_online=now + 30)]
    assert (await friends.seen(reza, sara)).status == types.UserStatusOffline(was_online=now + 30)
    assert await statuses(friends, stranger) == []


async def test_a_contact_hears_it(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.add(reza, sara)
    await reza.listen()
    await say(friends, sara, True)
    assert len(await statuses(friends, reza)) == 1
    (contact,) = await reza.ask(functions.contacts.GetStatuses())
    assert isinstance(contact.status, types.UserStatusOnline)


async def test_one_of_two_devices_stays(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    other = await friends.place.second_device(sara)
    await friends.write(reza, sara)
    await reza.listen()
    await say(friends, sara, True)
    await say(friends, other, True)
    await say(friends, sara, False)
    assert isinstance((await friends.seen(reza, sara)).status, types.UserStatusOnline)
    await say(friends, other, False)
    assert [type(one).__name__ for one in await statuses(friends, reza)] == ["UserStatusOnline", "UserStatusOffline"]


async def test_a_lease_ends_by_itself(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    await reza.listen()
    now = int(friends.place.clock())
    await say(friends, sara, True)
    friends.place.clock.now += LEASE + 1
    await say(friends, reza, False)  # anything wakes the sweep
    assert (await friends.seen(reza, sara)).status == types.UserStatusOffline(was_online=now + LEASE)
    assert [type(one).__name__ for one in await statuses(friends, reza)] == ["UserStatusOnline", "UserStatusOffline"]


async def test_a_lease_is_renewed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    await reza.listen()
    for _ in range(4):
        await say(friends, sara, True)
        friends.place.clock.now += 200
    user = await friends.seen(reza, sara)
    assert user.status == types.UserStatusOnline(expires=int(friends.place.clock()) - 200 + LEASE)
    assert len(await statuses(friends, reza)) == 1


async def test_who_may_not_know_hears_nothing(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.add(reza, sara)
    await reza.listen()
    nobody: list[types.TypeInputPrivacyRule] = [types.InputPrivacyValueDisallowAll()]
    await sara.ask(functions.account.SetPrivacy(key=types.InputPrivacyKeyStatusTimestamp(), rules=nobody))
    await say(friends, sara, True)
    await say(friends, sara, False)
    assert await statuses(friends, reza) == []
    await say(friends, sara, True)
    assert (await friends.seen(reza, sara)).status == types.UserStatusRecently()
    await sara.ask(functions.contacts.Block(id=friends.peer(sara, reza)))
    assert (await friends.seen(reza, sara)).status == types.UserStatusEmpty()
    assert isinstance((await friends.seen(sara, sara)).status, types.UserStatusOnline)


async def test_offline_of_somebody_who_was_not_online_says_nothing(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    await friends.write(reza, sara)
    await reza.listen()
    before = (await friends.seen(reza, sara)).status
    friends.place.clock.now += 500
    await say(friends, sara, False)
    assert (await friends.seen(reza, sara)).status == before
    assert await statuses(friends, reza) == []


async def test_rows_are_renewed_once_a_minute(friends: Friends) -> None:
    sara = friends.sara
    now = int(friends.place.clock())
    expected = [(0, now + LEASE), (30, now + LEASE), (30, now + 60 + LEASE), (59, now + 60 + LEASE)]
    for seconds, until in expected:
        friends.place.clock.now += seconds
        await say(friends, sara, True)
        assert (await friends.seen(friends.reza, sara)).status == types.UserStatusOnline(expires=until)
