"""What the operator tells everybody: a message of the service user to each account, exactly once.

A job writes it slice by slice. How far it has got stands in a counter that each slice holds and moves on in its own
transaction, so a job that is done twice, or by two workers at once, goes on where the last commit left off.
"""

from __future__ import annotations

import json

from hodhod.domain import service_user
from hodhod.domain.entities import utf16_length
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import Peer, UserId
from hodhod.store import counters, jobs
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx

JOB = "announce"
SLICE = 100
NOBODY = int(UserFlag.DELETED | UserFlag.BOT | UserFlag.SUPPORT)


async def start(tx: Tx, text: str, longest: int, now: int) -> bool:
    """Record an announcement. False: there is no text, or too much of it."""
    text = text.strip()
    if not text or utf16_length(text) > longest:
        return False
    number = await counters.add(tx, "announcements")
    await jobs.enqueue(tx, JOB, json.dumps({"number": number, "text": text}).encode(), now)
    return True


async def step(tx: Tx, world: World, payload: bytes, now: int) -> bool:
    """Tell the next users. False when everybody has been told."""
    announcement = json.loads(payload)
    place = f"announcement {announcement['number']}"
    people = await store_users.page(tx, await counters.hold(tx, place), SLICE)
    for person in people:
        if not person.flags & NOBODY:
            await service_user.say(tx, Viewer(UserId(Peer(person.id)), now, world), announcement["text"])
    if people:
        await counters.put(tx, place, people[-1].id)
    return len(people) == SLICE
