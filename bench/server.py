"""What work costs a running server: its processor time per unit, all included, beside the budget.

The server is a process of its own with an empty SQLite database; our light client loads it over loopback. Server time
is user and system time of its process and children from /proc. Each row is the median of its runs. Read ratios rather
than absolutes: the load shares the machine with the server.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from hodhod.tl import functions, types
from tests.interop.server import Server
from tests.light.people import Person, new_client, sign_in

TICK = os.sysconf("SC_CLK_TCK")
PHONE = 989130000000


@dataclass(frozen=True)
class Row:
    """One line of the table. unit: of measured and budget."""

    name: str
    measured: float
    budget: float
    unit: str


@dataclass
class Bench:
    server: Server
    people: list[Person] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def cpu(self) -> float:
        """Seconds of processor time of the server so far."""
        stat = Path(f"/proc/{self.server.pid}/stat").read_text()
        return sum(int(ticks) for ticks in stat[stat.rindex(")") + 2 :].split()[11:15]) / TICK

    def memory(self) -> int:
        """Resident KiB of the server."""
        status = Path(f"/proc/{self.server.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    async def cost(self, work: Callable[[], Awaitable[object]], units: int, runs: int = 3) -> float:
        """Median seconds of server time per unit."""
        found = []
        for _ in range(runs):
            before = self.cpu()
            await work()
            await asyncio.sleep(0.3)
            found.append((self.cpu() - before) / units)
        return statistics.median(found)

    def row(self, name: str, measured: float, budget: float, unit: str) -> None:
        self.rows.append(Row(name, measured, budget, unit))
        note = "" if measured <= budget else "over"
        print(f"{name:46}{measured:>10.4g} {unit:4}{budget:>8.4g} {note}", flush=True)


async def messages(bench: Bench) -> None:
    pairs = list(zip(bench.people[::2], bench.people[1::2], strict=True))

    async def talk(window: int, count: int) -> None:
        async def lane(one: Person, other: Person) -> None:
            for n in range(count // window):
                await one.say(other.id, f"a private message of about forty bytes {n}")

        await asyncio.gather(*[lane(a, b) for a, b in pairs for _ in range(window)])

    each = 80
    for window in (1, 8):
        cost = await bench.cost(lambda w=window: talk(w, each), len(pairs) * each)  # type: ignore[misc]
        bench.row(f"private message, {len(pairs)} pairs, window {window}", cost * 1e6, 250, "µs")


async def logins(bench: Bench) -> None:
    async def again() -> None:
        for number in range(20):
            person = await sign_in(bench.server, str(PHONE + number), device="again")
            await person.client.close()

    bench.row("fresh login", await bench.cost(again, 20) * 1e3, 12, "ms")


async def idle(bench: Bench, count: int = 500) -> None:
    before = bench.memory()
    clients = []
    for _ in range(count):
        client = new_client(bench.server)
        client.auth_key = bench.people[0].client.auth_key
        await client.connect()
        await client.call(functions.updates.GetState())
        clients.append(client)
    await asyncio.sleep(1)
    bench.row("idle connection", (bench.memory() - before) / count, 15, "KiB")
    seconds = await bench.cost(lambda: asyncio.sleep(5), 1, runs=1)
    bench.row(f"{count} idle connections, of a core", seconds / 5.3 * 100, 1, "%")
    for client in clients:
        await client.close()


async def reading(bench: Bench) -> None:
    hub, others = bench.people[0], bench.people[1:]
    for other in others:
        await hub.meet(other.phone)
        await hub.say(other.id, "so that there is a dialog")
    for _ in range(100 - len(others)):
        await hub.say(others[0].id, "so that there is a history")
    dialogs = functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=100, hash=0
    )
    pages = 20

    async def ask(request: object) -> None:
        for _ in range(pages):
            await hub.client.call(request)  # type: ignore[arg-type]

    bench.row(f"dialogs page ({len(others)})", await bench.cost(lambda: ask(dialogs), pages) * 1e3, 15, "ms")
    peer = hub.peers[others[0].id]
    history = functions.messages.GetHistory(
        peer=peer, offset_id=0, offset_date=0, add_offset=0, limit=100, max_id=0, min_id=0, hash=0
    )
    bench.row("history page (100), layer 229", await bench.cost(lambda: ask(history), pages) * 1e3, 3, "ms")


async def catching_up(bench: Bench) -> None:
    one, other = bench.people[0], bench.people[1]
    state = await other.client.call(functions.updates.GetState())
    for _ in range(1000):
        await one.say(other.id, "missed while away, forty bytes or so it is")

    async def fetch() -> None:
        pts, final = state.pts, False
        while not final:
            found = await other.client.call(functions.updates.GetDifference(pts=pts, date=state.date, qts=0))
            final = isinstance(found, types.updates.Difference)
            pts = found.state.pts if final else found.intermediate_state.pts

    bench.row("catch-up of 1,000 messages", await bench.cost(fetch, 1) * 1e3, 60, "ms")


async def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data")
        server.start()
        bench = Bench(server)
        try:
            await _measure(bench)
        finally:
            server.stop()
        return bench.rows


async def _measure(bench: Bench) -> None:
    started = time.monotonic()
    for number in range(100):
        bench.people.append(await sign_in(bench.server, str(PHONE + number), f"Person {number}"))
    for one, other in zip(bench.people[::2], bench.people[1::2], strict=True):
        await one.meet(other.phone)
    print(f"{'work':46}{'measured':>10}     {'budget':>8}   (100 people made in {time.monotonic() - started:.0f} s)")
    for part in (idle, messages, reading, catching_up, logins):
        try:
            await part(bench)
        except Exception as error:  # the other rows are still worth having
            print(f"{part.__name__}: {error!r}")
