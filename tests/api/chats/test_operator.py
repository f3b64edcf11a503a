"""What the operator says of channels and people, and to everybody."""

from __future__ import annotations

import json

import pytest

from hodhod.control import Refused
from hodhod.domain import announcing
from hodhod.operator import commands
from hodhod.store import jobs
from hodhod.tl import functions, types
from tests.api.chats.rooms import channel, make_channel
from tests.api.people.friends import Friends


async def test_a_mark_is_given_and_taken(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    verify = commands(friends.place.app.services)["verify"]
    peer = await make_channel(sara, "News", broadcast=True)
    await friends.write(reza, sara)
    await sara.listen()
    await reza.listen()
    ids = str(sara.user_id), f"-100{peer.channel_id:010}"
    for verified in (True, False):
        for name in ids:
            await verify({"peer": name, "verified": verified})
        assert (await friends.seen(reza, sara)).verified is verified
        (shown,) = (await sara.ask(functions.channels.GetChannels(id=[channel(peer)]))).chats
        assert shown.verified is verified
    assert len(await friends.told(sara, types.UpdateChannel)) == 2
    assert len(await friends.told(reza, types.UpdateUser)) == 2
    await sara.ask(functions.account.UpdateUsername(username="sara_amiri"))
    await verify({"peer": "@Sara_Amiri", "verified": True})
    assert (await friends.seen(reza, sara)).verified
    for nobody in ("nobody_here", "12345678", "-5", "-1009999999999", "9" * 40, ""):
        with pytest.raises(Refused):
            await verify({"peer": nobody, "verified": True})


async def test_names_are_reserved_and_freed(friends: Friends) -> None:
    operator = commands(friends.place.app.services)
    take = functions.account.UpdateUsername(username="the_bank")
    await operator["reserve_name"]({"name": "The_Bank"})
    assert await friends.sara.refusal(take) == "USERNAME_OCCUPIED"
    await operator["free_name"]({"name": "the_bank"})
    await friends.sara.ask(take)
    for command, name in (("reserve_name", "the_bank"), ("reserve_name", "x"), ("free_name", "the_bank")):
        with pytest.raises(Refused):
            await operator[command]({"name": name})


async def test_an_announcement_reaches_everybody_once(friends: Friends, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "SLICE", 2)
    place, services = friends.place, friends.place.app.services
    more = [await place.newcomer(f"Number {number}") for number in range(3)]
    await friends.sara.listen()
    announce = commands(services)["announce"]
    await announce({"text": " Tonight the server rests. "})
    (job,) = [
        job
        for job in await services.db.write(lambda tx: jobs.claim(tx, int(place.clock()), 0, 100))
        if job.kind == announcing.JOB
    ]
    # a worker dies after its first slice; another begins anew; then the job is done once more
    payload, now = json.dumps(json.loads(job.payload)).encode(), int(place.clock())
    await services.db.write(lambda tx: announcing.step(tx, services.world, payload, now))
    for _ in range(2):
        await place.work()
        await services.db.write(lambda tx: announcing.step(tx, services.world, payload, now))
    for device in (friends.sara, friends.reza, *more):
        assert (await device.service_texts()).count("Tonight the server rests.") == 1
    await announce({"text": "Again"})
    await place.work()
    assert (await friends.reza.service_texts())[0] == "Again"
    assert len(await friends.told(friends.sara, types.UpdateNewMessage)) >= 1, "told live"
    for wrong in ("  ", "x" * 4097):
        with pytest.raises(Refused):
            await announce({"text": wrong})


async def test_an_account_is_restricted_and_freed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    operator = commands(friends.place.app.services)
    write = functions.messages.SendMessage(peer=friends.peer(sara, reza), message="x", random_id=5)
    for name in (f"+{sara.phone}", str(sara.user_id)):
        await operator["restrict"]({"peer": name})
        assert await sara.refusal(write) == "PEER_FLOOD"
        limited = (await operator["users"]({"only": "limited"}))["users"]
        assert [(one["id"], one["marks"]) for one in limited] == [(sara.user_id, ["limited"])]
        await operator["restrict"]({"peer": name, "lift": True})
    await operator["restrict"]({"peer": str(sara.user_id), "hours": 1})
    friends.place.clock.now += 3600
    await sara.ask(write)
    for nobody in ("+989999999999", "12345678", "nobody_here", "-100", ""):
        with pytest.raises(Refused):
            await operator["restrict"]({"peer": nobody})


async def test_deleted_accounts_are_listed(friends: Friends) -> None:
    operator = commands(friends.place.app.services)
    await friends.sara.ask(functions.account.DeleteAccount(reason=""))
    (gone,) = (await operator["users"]({"only": "deleted"}))["users"]
    assert (gone["id"], gone["phone"], gone["marks"]) == (friends.sara.user_id, None, ["deleted"])
    assert (await operator["users"]({"only": "bots"}))["users"] == []
    with pytest.raises(Refused):
        await operator["users"]({"only": "other"})


async def test_reports_are_listed(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    operator = commands(friends.place.app.services)
    for words in ("first", "second"):
        spam = types.InputReportReasonSpam()
        await sara.ask(functions.account.ReportPeer(peer=friends.peer(sara, reza), reason=spam, message=words))
    second, first = (await operator["reports"]({}))["reports"]
    assert [(one["reporter"], one["peer"], one["comment"]) for one in (first, second)] == [
        (sara.user_id, reza.user_id, "first"),
        (sara.user_id, reza.user_id, "second"),
    ]
    assert (await operator["reports"]({"before": second["id"], "limit": 1}))["reports"] == [first]
