"""Who is online: leases in memory, rows in batches, changes to those who may know.

A session says "online" again every few minutes, or "offline" when it is put aside; somebody is online while one of
their
sessions is. A lease that is not renewed ends by itself, so a crash leaves nobody online for ever. Rows are written once
for all changes of a moment, never in a message's transaction, and only when the lease or the state changed; then
contacts
and people with a private chat who are here hear of it, each as their privacy with the user allows (views/updates.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from hodhod.delivery.fanout import Fanout
from hodhod.domain.updates import StatusChanged, StatusSeen
from hodhod.store import contacts
from hodhod.store import presence as store
from hodhod.store.db import Database, Tx
from hodhod.store.presence import Presence as Row

log = logging.getLogger("hodhod.delivery")

GATHER = 0.1
SWEEP = 5.0
# How many people hear of one change at most; the rest sees it when they look.
AUDIENCE = 1000


class Presence:
    """The leases of one node. Start once; `changed` is given every StatusChanged."""

    def __init__(self, db: Database, fanout: Fanout, clock: Callable[[], float], lease: int) -> None:
        self._db = db
        self._fanout = fanout
        self._clock = clock
        self._lease = lease
        # user -> when each of their online sessions' leases ends
        self._leases: dict[int, dict[int, int]] = {}
        self._dirty: dict[int, Row] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def changed(self, record: StatusChanged) -> None:
        now = int(self._clock())
        leases = self._leases.setdefault(record.user, {})
        was = max(leases.values(), default=0) > now
        if record.online:
            leases[record.key_id] = now + self._lease
        else:
            leases.pop(record.key_id, None)
        self._note(record.user, was, now)

    def _note(self, user: int, was: bool, now: int) -> None:
        """Write down a user's state after one of their leases changed."""
        until = max(self._leases[user].values(), default=0)
        if until > now:
            self._dirty[user] = Row(user, until, now)
        else:
            del self._leases[user]
            if not was:
                return
            self._dirty[user] = Row(user, 0, now)
        self._wake.set()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Everybody here is written down as they are; those who come back elsewhere renew their lease there."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._write()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SWEEP)
            await asyncio.sleep(GATHER)
            self._wake.clear()
            self._expire()
            try:
                self._tell(await self._write())
            except Exception:
                log.exception("presence could not be written")

    def _expire(self) -> None:
        """Leases that ran out: those users were online until then."""
        now = int(self._clock())
        for user, leases in list(self._leases.items()):
            for key_id, until in list(leases.items()):
                if until <= now:
                    del leases[key_id]
            if not leases:
                del self._leases[user]
                self._dirty[user] = Row(user, 0, now)

    async def _write(self) -> list[StatusSeen]:
        rows, self._dirty = list(self._dirty.values()), {}
        if not rows:
            return []

        async def write(tx: Tx) -> list[StatusSeen]:
            before = await store.of(tx, [row.user_id for row in rows])
            await store.put(tx, rows)
            now = int(self._clock())
            flipped = [row.user_id for row in rows if _online(before.get(row.user_id), now) != _online(row, now)]
            around = [(user, await contacts.around(tx, user, AUDIENCE)) for user in flipped]
            return [StatusSeen(owner, user) for user, owners in around for owner in owners]

        return await self._db.write(write)

    def _tell(self, records: list[StatusSeen]) -> None:
        self._fanout.deliver([record for record in records if self._fanout.online(record.owner)], None)


def _online(row: Row | None, now: int) -> bool:
    return row is not None and row.online_until > now
