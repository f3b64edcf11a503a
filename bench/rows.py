"""The rows of the table that one running server answers: what is asked of it, how often, and in which unit.

Every group gets a server process of its own, started anew on the same data, so that `--only` measures the same as the
whole table. A run is some hundred milliseconds of server time at least; a row is the median of its runs, and runs that
are compared with each other take turns.
"""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.load import BenchClient, close_all, connect, connect_all, delivered
from bench.meter import Cost, Meter
from bench.seed import TEXT, Account, Seed, chat
from hodhod.tl import TLFunction, functions, types
from tests.interop.server import Server
from tests.light.people import new_client

PAIRS = 50
EACH = 40  # messages a pair and run
FANOUT_PAIRS, MORE = 25, 8  # pairs whose receiver has this many sessions more
IDLE, WARM = 500, 100
IDLE_SECONDS = 10
READERS, PAGES = 10, 10
GROUP, PRESENT, SAID = 200, 20, 20  # members of a basic group, those online, messages a run
MISSED = 1_000
LOGINS = 25
RUNS = 5
LOGIN_RUNS = 3
OLD_LAYER = 158
PART, PARTS, FLYING = 512 * 1024, 128, 4


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: its runs in `unit`, the budget in the same (None: there is none)."""

    name: str
    unit: str
    budget: float | None
    runs: list[float]
    microseconds: float | None = None  # of processor time: what is compared with the yardstick; None for what is not
    others: float | None = None  # cores that other processes of the machine kept busy meanwhile

    @property
    def median(self) -> float:
        return statistics.median(self.runs)


@dataclass(slots=True)
class People:
    """Whom the seed made, by what they are for."""

    pairs: list[tuple[Account, Account]] = field(default_factory=list)
    few: list[tuple[Account, Account]] = field(default_factory=list)
    many: list[tuple[Account, Account]] = field(default_factory=list)
    idle: list[Account] = field(default_factory=list)
    hubs: list[Account] = field(default_factory=list)
    talkers: list[tuple[Account, Account]] = field(default_factory=list)
    absent: list[Account] = field(default_factory=list)
    newcomers: list[Account] = field(default_factory=list)
    crowd: list[Account] = field(default_factory=list)
    group: int = 0  # the basic group of the crowd


@dataclass(slots=True)
class Bench:
    """One server and who may talk to it."""

    server: Server
    seed: Seed
    people: People

    @property
    def meter(self) -> Meter:
        return Meter(self.server.pid)


async def populate(seed: Seed) -> People:
    """Everybody the rows need, and what they wrote before."""
    people = People()
    people.pairs = _paired(await seed.accounts(PAIRS * 2))
    people.few = _paired(await seed.accounts(FANOUT_PAIRS * 2))
    people.many = _paired(await seed.accounts(FANOUT_PAIRS * 2, devices=1 + MORE))
    people.idle = await seed.accounts(WARM + IDLE)
    people.hubs = await seed.accounts(READERS)
    people.talkers = _paired(await seed.accounts(READERS * 2, devices=2))
    people.absent = await seed.accounts(READERS)
    people.newcomers = await seed.accounts(LOGINS * LOGIN_RUNS, devices=0)
    people.crowd = await seed.accounts(GROUP)
    people.group = await seed.group(people.crowd)
    peers, (writer,) = people.idle[:100], await seed.accounts(1)
    for hub in people.hubs:
        await seed.say([chat(hub, peer, 1)[0] for peer in peers])
    for one, other in people.talkers:
        await seed.say(chat(one, other, 100))
    for account in people.absent:
        await seed.say([(writer, account, outgoing) for _, _, outgoing in chat(writer, account, 1) * MISSED])
    return people


def _paired(accounts: Sequence[Account]) -> list[tuple[Account, Account]]:
    return list(zip(accounts[::2], accounts[1::2], strict=True))


async def costs(meter: Meter, runs: int, *works: Callable[[], Awaitable[object]]) -> list[list[Cost]]:
    """The costs of each work; the works take turns."""
    found: list[list[Cost]] = [[] for _ in works]
    for _ in range(runs):
        for work, kept in zip(works, found, strict=True):
            kept.append(await meter.cost(work))
    return found


def row(name: str, unit: str, budget: float, found: Sequence[Cost], units: int) -> Row:
    """A row of server time per unit of work."""
    scale = {"µs": 1e6, "ms": 1e3}[unit]
    each = [cost.server / units for cost in found]
    others = statistics.median(cost.others for cost in found)
    return Row(name, unit, budget, [value * scale for value in each], statistics.median(each) * 1e6, others)


class Talk:
    """Pairs of clients: the first of each writes to the second, whose sessions must all be told."""

    def __init__(self, bench: Bench, pairs: Sequence[tuple[Account, Account]]) -> None:
        self._bench = bench
        self._pairs = pairs
        self._senders: list[BenchClient] = []
        self._receivers: list[BenchClient] = []
        self._expected = 0

    async def connect(self, devices: int = 1) -> None:
        server = self._bench.server
        self._senders = await connect_all(server, [one for one, _ in self._pairs])
        for device in range(devices):
            self._receivers += await connect_all(server, [other for _, other in self._pairs], device)
        await self.run(1, 5)

    async def run(self, window: int, each: int) -> None:
        """Every sender sends `each` messages, `window` of them unanswered at a time; ends when all were delivered."""
        lanes = zip(self._senders, self._pairs, strict=True)
        async with asyncio.TaskGroup() as sending:
            for client, pair in lanes:
                for _ in range(window):
                    sending.create_task(self._lane(client, pair, each // window))
        self._expected += each // window * window
        await delivered(self._receivers, self._expected)
        assert all(client.delivered == self._expected for client in self._receivers), "delivered twice"

    async def _lane(self, client: BenchClient, pair: tuple[Account, Account], count: int) -> None:
        peer = self._bench.seed.peer(*pair)
        for _ in range(count):
            request = functions.messages.SendMessage(peer=peer, message=TEXT, random_id=random.getrandbits(63))
            await client.call(request)

    async def close(self) -> None:
        await close_all(self._senders + self._receivers)


async def message(bench: Bench) -> list[Row]:
    talk = Talk(bench, bench.people.pairs)
    await talk.connect()
    found = await costs(bench.meter, RUNS, lambda: talk.run(1, EACH), lambda: talk.run(8, EACH))
    await talk.close()
    name = f"private message, durable and delivered live, {PAIRS} pairs, window"
    return [row(f"{name} {window}", "µs", 250, runs, PAIRS * EACH) for window, runs in zip((1, 8), found, strict=True)]


async def recipient(bench: Bench) -> list[Row]:
    """Pairs whose receiver has one session take turns with pairs whose receiver has more."""
    few, many = Talk(bench, bench.people.few), Talk(bench, bench.people.many)
    await few.connect()
    await many.connect(1 + MORE)
    one, more = await costs(bench.meter, RUNS, lambda: few.run(1, EACH * 2), lambda: many.run(1, EACH * 2))
    await few.close()
    await many.close()
    extra = [b._replace(server=b.server - a.server) for a, b in zip(one, more, strict=True)]
    name = f"one more online recipient of the same update ({MORE} sessions more)"
    return [row(name, "µs", 20, extra, FANOUT_PAIRS * EACH * 2 * MORE)]


async def group(bench: Bench) -> list[Row]:
    """One writes; a copy is made for everybody, and those who are there are told."""
    writer, *readers = await connect_all(bench.server, bench.people.crowd[:PRESENT])
    peer, expected = types.InputPeerChat(chat_id=-bench.people.group), 0

    async def talk() -> None:
        nonlocal expected
        for _ in range(SAID):
            request = functions.messages.SendMessage(peer=peer, message=TEXT, random_id=random.getrandbits(63))
            await writer.call(request)
        expected += SAID
        await delivered(readers, expected)

    await talk()
    (found,) = await costs(bench.meter, RUNS, talk)
    await close_all([writer, *readers])
    return [row(f"message to a basic group of {GROUP}, {PRESENT} online", "ms", 6, found, SAID)]


async def login(bench: Bench) -> list[Row]:
    """A new key for an account that is signed in nowhere else: exchange, code, signIn, and the notice of it."""
    waiting = iter(bench.people.newcomers)

    async def some() -> None:
        for _ in range(LOGINS):
            await _sign_in(bench.server, next(waiting))

    (found,) = await costs(bench.meter, LOGIN_RUNS, some)
    return [row("fresh login: key exchange, code, signIn", "ms", 12, found, LOGINS)]


async def _sign_in(server: Server, account: Account) -> None:
    client = new_client(server, "bench")
    await client.connect()
    mark = server.mark()
    asking = functions.auth.SendCode(
        phone_number=account.phone, api_id=1, api_hash="0" * 32, settings=types.CodeSettings()
    )
    sent = await client.call(asking)
    code = await asyncio.to_thread(server.code, account.phone, mark)
    signing = functions.auth.SignIn(phone_number=account.phone, phone_code_hash=sent.phone_code_hash, phone_code=code)
    answer = await client.call(signing)
    assert isinstance(answer, types.auth.Authorization)
    assert answer.user.id == account.id
    await client.close()


async def idle(bench: Bench) -> list[Row]:
    meter, accounts = bench.meter, bench.people.idle
    clients = await connect_all(bench.server, accounts[:WARM])
    await meter.settle()
    resting = await meter.cost(lambda: asyncio.sleep(IDLE_SECONDS))
    before = meter.memory()
    clients += await connect_all(bench.server, accounts[WARM:])
    await meter.settle()
    kib = (meter.memory() - before) / IDLE
    busy = await meter.cost(lambda: asyncio.sleep(IDLE_SECONDS))
    await close_all(clients)
    name = f"idle connection ({IDLE} of {IDLE} users, signed in and subscribed)"
    per_second = [cost.server / cost.wall * 1e3 for cost in (busy, resting)]
    return [
        Row(f"{name}: memory", "KiB", 15, [kib]),
        Row(f"idle server: CPU a second with {IDLE + WARM} connections", "ms", None, [per_second[0]]),
        Row(f"idle server: CPU a second with {WARM} connections", "ms", None, [per_second[1]]),
    ]


async def _ask(clients: Sequence[BenchClient], ask: Callable[[int, BenchClient], Awaitable[None]]) -> None:
    """Every client asks for its page some times, one request in flight in all."""
    for _ in range(PAGES):
        for n, client in enumerate(clients):
            await ask(n, client)


async def dialogs(bench: Bench) -> list[Row]:
    clients = await connect_all(bench.server, bench.people.hubs)
    request = functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=100, hash=0
    )

    async def ask(n: int, client: BenchClient) -> None:
        page = await client.call(request)
        assert len(page.dialogs) == len(page.messages) == 100
        assert len(page.users) >= 100

    await _ask(clients, ask)
    (found,) = await costs(bench.meter, RUNS, lambda: _ask(clients, ask))
    await close_all(clients)
    return [row("dialogs page (100) with users and last messages", "ms", 15, found, READERS * PAGES)]


async def history(bench: Bench) -> list[Row]:
    talkers = bench.people.talkers
    today = [await connect(bench.server, one) for one, _ in talkers]
    old = [await connect(bench.server, one, 1, OLD_LAYER) for one, _ in talkers]

    async def ask(n: int, client: BenchClient) -> None:
        peer = bench.seed.peer(*talkers[n])
        page = await client.call(
            functions.messages.GetHistory(
                peer=peer, offset_id=0, offset_date=0, add_offset=0, limit=100, max_id=0, min_id=0, hash=0
            )
        )
        assert len(page.messages) == 100

    await _ask(today + old, lambda n, client: ask(n % READERS, client))
    found = await costs(bench.meter, RUNS, lambda: _ask(today, ask), lambda: _ask(old, ask))
    await close_all(today + old)
    return [
        row("history page (100), layer 229", "ms", 3, found[0], READERS * PAGES),
        row(f"history page (100), layer {OLD_LAYER}", "ms", 8, found[1], READERS * PAGES),
    ]


async def catchup(bench: Bench) -> list[Row]:
    clients = await connect_all(bench.server, bench.people.absent)

    async def all_missed() -> None:
        for client in clients:
            assert await _fetch(client) == MISSED

    await all_missed()
    (found,) = await costs(bench.meter, RUNS, all_missed)
    await close_all(clients)
    return [row("catch-up of 1,000 missed messages", "ms", 60, found, READERS)]


async def _fetch(client: BenchClient) -> int:
    """Everything since the mailbox was made; how many messages that was."""
    pts, count = 1, 0
    while True:
        found = await client.call(functions.updates.GetDifference(pts=pts, date=1, qts=0))
        count += len(found.new_messages)
        if isinstance(found, types.updates.Difference):
            return count
        pts = found.intermediate_state.pts


async def files(bench: Bench) -> list[Row]:
    """One file of random bytes, in and out, some parts under way at a time."""
    ((account, _), *_) = bench.people.talkers
    client = await connect(bench.server, account)
    part = random.randbytes(PART)
    uploads: list[int] = []

    async def up() -> None:
        uploads.append(random.getrandbits(62))
        requests = [
            functions.upload.SaveBigFilePart(file_id=uploads[-1], file_part=n, file_total_parts=PARTS, bytes=part)
            for n in range(PARTS)
        ]
        assert all(await _in_turn(client, requests))

    async def sent() -> types.InputDocumentFileLocation:
        file = types.InputFileBig(id=uploads[-1], parts=PARTS, name="bench")
        media = types.InputMediaUploadedDocument(file=file, mime_type="application/octet-stream", attributes=[])
        me = types.InputPeerSelf()
        request = functions.messages.SendMedia(peer=me, media=media, message="", random_id=random.getrandbits(62))
        document = (await client.call(request)).updates[-1].message.media.document
        return types.InputDocumentFileLocation(
            id=document.id, access_hash=document.access_hash, file_reference=document.file_reference, thumb_size=""
        )

    async def down() -> None:
        requests = [
            functions.upload.GetFile(location=place, offset=n * PART * 2, limit=PART * 2) for n in range(PARTS // 2)
        ]
        assert sum(len(piece.bytes) for piece in await _in_turn(client, requests)) == PART * PARTS

    await up()
    place = await sent()
    came, joined, went = await costs(bench.meter, RUNS, up, sent, down)
    await close_all([client])
    mib = PART * PARTS // 1024 // 1024
    return [
        row("file upload, a MiB (in parts of 512 KiB)", "ms", 10, came, mib),
        row("file upload, a MiB joined, hashed and sent", "ms", 10, joined, mib),
        row("file download, a MiB (in pieces of 1 MiB)", "ms", 10, went, mib),
    ]


async def _in_turn(client: BenchClient, requests: Sequence[TLFunction]) -> list[Any]:
    """The answers, FLYING requests unanswered at a time."""
    flying = asyncio.Semaphore(FLYING)

    async def one(request: TLFunction) -> Any:
        async with flying:
            return await client.call(request)

    return await asyncio.gather(*[one(request) for request in requests])


GROUPS: dict[str, Callable[[Bench], Awaitable[list[Row]]]] = {
    "message": message,
    "recipient": recipient,
    "group": group,
    "login": login,
    "idle": idle,
    "dialogs": dialogs,
    "history": history,
    "catchup": catchup,
    "files": files,
}
