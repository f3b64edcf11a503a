"""Who is online: leases in memory, rows in batches, changes to those who may know.

Rules.
- A session says "online" again every few minutes, or "offline" when it is put aside; somebody is online while one of
  their sessions is. A lease that is not renewed ends by itself: a node-wide sweep looks at the earliest ends only, and
  `online_until` in the row says the same to everybody after a crash.
- A row is written when somebody comes or goes, at most GATHER seconds later and together with all others of that
  moment, and renewed once a minute at most; never in a message's transaction.
- online_until 0 means: has gone, and whoever may know was told. A row that ran out without that (a crash) is not told
  again; clients have the end of the lease with the status.
- "Offline" of somebody who is not online changes nothing: apps say it when a notification wakes them.
- Contacts and people with a private chat who are on this node hear of it, each as the user's privacy allows
  (views/updates.py). Another node's sessions of the same user are not known here: their next renewal puts it right.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import logging
from collections.abc import Callable

from hodhod.delivery.fanout import Fanout
from hodhod.domain import due as scheduled
from hodhod.domain.updates import StatusChanged, StatusSeen
from hodhod.store import contacts
from hodhod.store import presence as store
from hodhod.store.db import Database, Tx
from hodhod.store.presence import Presence as Row

log = logging.getLogger("hodhod.delivery")

GATHER = 0.1
SWEEP = 5.0
RENEWAL = 60
# How many people are looked through for those who are here; the rest sees a change when they look.
AUDIENCE = 5000


class Presence:
    """The leases of one node. Start once; `changed` is given every StatusChanged."""

    def __init__(self, db: Database, fanout: Fanout, clock: Callable[[], float], lease: int) -> None:
        self._db = db
        self._fanout = fanout
        self._clock = clock
        self._lease = lease
        # user -> when each of their online sessions' leases ends
        self._leases: dict[int, dict[int, int]] = {}
        # (when a user's leases may all have ended, user), one entry each
        self._ends: list[tuple[int, int]] = []
        # user -> online_until as it was written last
        self._written: dict[int, int] = {}
        # user -> online until when, 0: gone
        self._due: dict[int, int] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def changed(self, record: StatusChanged) -> None:
        until = int(self._clock()) + self._lease
        leases = self._leases.get(record.user)
        if record.online:
            if leases is None:
                leases = self._leases[record.user] = {}
                heapq.heappush(self._ends, (until, record.user))
            leases[record.key_id] = until
            if until - self._written.get(record.user, 0) >= RENEWAL:
                self._note(record.user, until)
            return
        if leases is not None:
            leases.pop(record.key_id, None)
        if not leases:
            self._note(record.user, 0)

    def _note(self, user: int, until: int) -> None:
        self._due[user] = self._written[user] = until
        if not until:
            self._written.pop(user)
        self._wake.set()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """What is due is written; those who come back to another node renew their lease there."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._write()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                # without a lease nothing can end, and nobody needs to look
                await asyncio.wait_for(self._wake.wait(), SWEEP if self._ends else None)
            await asyncio.sleep(GATHER)
            self._wake.clear()
            try:
                await self.turn()
            except Exception:
                log.exception("presence could not be written")

    async def turn(self) -> None:
        """End what ran out, write what is due, tell those who may know."""
        self._sweep()
        self._tell(await self._write())

    def _sweep(self) -> None:
        """End the leases that ran out."""
        now = int(self._clock())
        while self._ends and self._ends[0][0] <= now:
            _, user = heapq.heappop(self._ends)
            left = {key_id: until for key_id, until in self._leases.pop(user).items() if until > now}
            if left:
                self._leases[user] = left
                heapq.heappush(self._ends, (max(left.values()), user))
            elif user in self._written:
                self._note(user, 0)

    async def _write(self) -> list[StatusSeen]:
        """Write what is due. Returns who may want to know of those who came or went."""
        due, self._due = self._due, {}
        if not due:
            return []
        now = int(self._clock())

        async def write(tx: Tx) -> list[StatusSeen]:
            before = await store.of(tx, sorted(due))
            rows = [row for user, until in due.items() if (row := _row(before.get(user), user, until, now))]
            await store.put(tx, rows)
            came = [row.user_id for row in rows if row.online_until and not _online(before.get(row.user_id), now)]
            await scheduled.came_online(tx, came, now)
            turned = [row.user_id for row in rows if not (row.online_until and _online(before.get(row.user_id), now))]
            around = [(user, await contacts.around(tx, user, AUDIENCE)) for user in turned]
            return [StatusSeen(owner, user) for user, owners in around for owner in owners]

        try:
            seen, records = await self._db.write_with_events(write)
        except Exception:
            self._due = {**due, **self._due}
            raise
        self._fanout.deliver(records, None)
        return seen

    def _tell(self, records: list[StatusSeen]) -> None:
        self._fanout.deliver(records, None)


def _row(before: Row | None, user: int, until: int, now: int) -> Row | None:
    """The row to write; None: somebody who was not online has not gone."""
    if until:
        return Row(user, until, now)
    return Row(user, 0, min(now, before.online_until)) if before and before.online_until else None


def _online(row: Row | None, now: int) -> bool:
    return row is not None and row.online_until > now
