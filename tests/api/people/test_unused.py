"""An account that nobody uses ends after the time that its owner chose."""

from __future__ import annotations

from hodhod.jobs import accounts, housekeeping
from hodhod.store import jobs
from hodhod.tl import functions, types
from tests.api.people.friends import Friends

DAY = 24 * 3600


async def test_an_unused_account_ends_and_is_erased(friends: Friends) -> None:
    sara, reza, services = friends.sara, friends.reza, friends.place.app.services
    await friends.write(reza, sara)
    await reza.ask(functions.account.SetAccountTTL(ttl=types.AccountDaysTTL(days=30)))
    friends.place.clock.now += 29 * DAY
    await accounts.end_unused(services, b"")
    assert not (await friends.seen(sara, reza)).deleted
    friends.place.clock.now += 2 * DAY
    await accounts.end_unused(services, b"")
    assert (await friends.seen(sara, reza)).deleted
    assert not (await friends.seen(sara, sara)).deleted
    assert await reza.refusal(functions.updates.GetState()) == "AUTH_KEY_UNREGISTERED"
    assert len(await sara.history(friends.peer(sara, reza))) == 1
    await friends.place.work()
    service = types.InputUser(user_id=777000, access_hash=friends.hash(sara, 777000))
    (kept,) = await sara.ask(functions.users.GetUsers(id=[service]))
    assert not kept.deleted


async def test_the_walk_is_taken_up_again(friends: Friends) -> None:
    services, now = friends.place.app.services, int(friends.place.clock())
    await services.db.write(lambda tx: housekeeping.begin(tx, now))
    await accounts.end_unused(services, str(friends.sara.user_id).encode())
    due = await services.db.write(lambda tx: jobs.claim(tx, now + DAY, 60, 100, ["end_unused"]))
    assert [job.payload for job in due] == [b"", b""], "tomorrow's, and the first, which begins within the hour"
