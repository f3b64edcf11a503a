"""Sends scheduled messages: at their time, or when their reader comes online."""

from __future__ import annotations

from functools import partial

from hodhod import errors
from hodhod.domain import due
from hodhod.ids import UNTIL_ONLINE
from hodhod.rpc.context import Services
from hodhod.store.records import Scheduled


async def send_scheduled(services: Services, payload: bytes) -> None:
    """payload: the owner of the schedule and the chat's peer, in digits."""
    owner, peer = (int(word) for word in payload.split())
    await _send_all(services, (owner, peer), (0, int(services.clock())))


async def send_when_online(services: Services, payload: bytes) -> None:
    """payload: the id of who came online, in digits."""
    now = int(services.clock())
    places = await services.db.read(lambda tx: due.waiting_for(tx, services.world, int(payload), now))
    for place in places:
        await _send_all(services, place, (UNTIL_ONLINE, UNTIL_ONLINE))


async def _send_all(services: Services, place: tuple[int, int], dates: tuple[int, int]) -> None:
    """One after the other, so that one that is refused keeps no other back."""
    while rows := await services.db.read(partial(due.next_due, place=place, dates=dates)):
        if not await _send(services, rows):
            return


async def _send(services: Services, rows: list[Scheduled]) -> bool:
    """False: they have to wait a little longer, and with them all that comes after them."""
    now = int(services.clock())
    send = partial(due.send_due, world=services.world, now=now, rows=rows)
    try:
        _, records = await services.db.write_with_events(send)
    except errors.SLOWMODE_WAIT_X as wait:
        later = now + wait.value
        await services.db.write(lambda tx: due.put_off(tx, rows[0], later))
        return False
    except errors.RpcError:
        drop = partial(due.drop, world=services.world, now=now, rows=rows)
        _, records = await services.db.write_with_events(drop)
    services.deliver(records, None)
    return True
