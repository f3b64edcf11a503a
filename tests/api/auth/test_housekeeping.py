"""What has run out is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from hodhod.jobs import housekeeping
from hodhod.store import jobs
from hodhod.store.query import Query
from hodhod.store.tables import sent
from hodhod.tl import functions, types
from tests.api.auth.device import Device, Place

DAY = 24 * 3600
LEFT = Query(select(sent.c.random_id))


async def write(device: Device, random_id: int) -> Any:
    request = functions.messages.SendMessage(peer=types.InputPeerSelf(), message="x", random_id=random_id)
    return await device.ask(request)


async def test_what_was_sent_is_forgotten_after_a_week(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk goes on in jobs of its own where it is long, and begins anew the next day."""
    monkeypatch.setattr(housekeeping, "SLICE", 2)
    monkeypatch.setattr(housekeeping, "WALKED", 2)
    device = await place.newcomer()
    first = [await write(device, random_id) for random_id in range(1, 10)][-1]
    place.clock.now += 6 * DAY
    await write(device, 100)
    assert (await write(device, 9)).updates == first.updates
    place.clock.now += DAY + 1
    for _ in range(6):
        await place.work()
    assert await place.app.db.read(lambda tx: tx.all(LEFT)) == [(100,)]
    tomorrow = int(place.clock()) + DAY
    recorded = await place.app.db.write(lambda tx: jobs.claim(tx, tomorrow, 60, 100, [housekeeping.SENT_JOB]))
    assert [job.payload for job in recorded] == [b""]
