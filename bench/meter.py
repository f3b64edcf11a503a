"""Measuring a server from outside: its processor time and memory from /proc, and a yardstick for the machine.

Processor time is user and system time of the process, of its children and of those that it has reaped, in ticks of
10 ms: a run must last some hundred of them. It ends only when the server is quiet again, so that work that a request
leaves behind (the search index, acknowledgements) is counted with the request.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import cryptg

TICK = os.sysconf("SC_CLK_TCK")
AFTERMATH = 0.8  # the search index gathers for half a second before it works
QUIET = 0.25
PATIENCE = 20.0


class Cost(NamedTuple):
    """Seconds of processor time of the server and of the load, and how many cores everybody else kept busy.

    wall: how long it took, until the server was quiet.
    """

    server: float
    load: float
    others: float
    wall: float


class Meter:
    """Watches one server process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def cpu(self) -> float:
        return sum(sum(int(ticks) for ticks in _stat(pid)[11:15]) for pid in self._family()) / TICK

    def memory(self) -> int:
        """KiB, pages that are shared counted in part (PSS)."""
        found = 0
        for pid in self._family():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return found

    def _family(self) -> list[int]:
        children: dict[int, list[int]] = {}
        for name in os.listdir("/proc"):
            if name.isdigit() and (stat := _stat(int(name))):
                children.setdefault(int(stat[1]), []).append(int(name))
        family, waiting = [], [self.pid]
        while waiting:
            family.append(pid := waiting.pop())
            waiting += children.get(pid, [])
        return family

    async def settle(self) -> None:
        """Wait until the server has nothing to do."""
        await asyncio.sleep(AFTERMATH)
        limit, before = time.monotonic() + PATIENCE, self.cpu()
        while time.monotonic() < limit:
            await asyncio.sleep(QUIET)
            before, last = self.cpu(), before
            if before - last <= 1 / TICK:
                return

    async def cost(self, work: Callable[[], Awaitable[object]]) -> Cost:
        """What the work costs, with what it leaves behind."""
        server, load, machine, start = self.cpu(), time.process_time(), _machine(), time.perf_counter()
        await work()
        await self.settle()
        server, load, wall = self.cpu() - server, time.process_time() - load, time.perf_counter() - start
        return Cost(server, load, max(0.0, _machine() - machine - server - load) / wall, wall)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; empty when the process has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()


def _machine() -> float:
    """Seconds of processor time that the whole machine has spent on work."""
    fields = [int(ticks) for ticks in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICK


class Yardstick(NamedTuple):
    """Microseconds of processor time of two fixed pieces of work in this process; other figures are divided by them."""

    commit: float
    ige: float


def yardstick(folder: Path) -> Yardstick:
    """One row inserted and committed by SQLite (WAL, synchronous=FULL); 1 MiB through AES-256-IGE."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        db = sqlite3.connect(Path(scratch) / "yardstick.db", isolation_level=None)
        db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, v)")

        def commit() -> None:
            db.execute("BEGIN")
            db.execute("INSERT INTO t (v) VALUES (1)")
            db.execute("COMMIT")

        committed = _median(commit, 200)
        db.close()
    data, key, iv = bytes(1 << 20), os.urandom(32), os.urandom(32)
    return Yardstick(committed, _median(lambda: cryptg.encrypt_ige(data, key, iv), 10))


def _median(work: Callable[[], object], times: int, rounds: int = 9) -> float:
    found = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - start) / times * 1e6)
    return statistics.median(found)
