"""`kill -9` under load: what was acknowledged is there, once, on both sides; what was read stays as it was."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.databases import databases as databases
from tests.interop.server import Server
from tests.kill.load import check, make_pairs, settle, talk

CLIENTS = 50
pytestmark = [pytest.mark.scenario, pytest.mark.timeout(900)]


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    url = None
    if request.param == "postgresql":
        found: Databases = request.getfixturevalue("databases")
        url = asyncio.run(found.url("postgresql", tmp_path))
    running = Server(tmp_path / "data", database=url)
    running.start()
    yield running
    if running.running:
        running.kill()
    assert not any("Traceback" in line for line in running.output.lines), f"an exception in the server: {running.log}"


@pytest.mark.parametrize("kills", [5, pytest.param(20, marks=pytest.mark.slow)])
def test_kill_under_load(server: Server, kills: int) -> None:
    wrong, acknowledged = asyncio.run(run(server, kills))
    assert not wrong, "\n".join(wrong[:40])
    assert acknowledged > kills * CLIENTS, "a load that deserves the name"


async def run(server: Server, kills: int) -> tuple[list[str], int]:
    pairs = await make_pairs(server, [f"+98913{number:07}" for number in range(1, CLIENTS + 1)])
    sides = list(chain.from_iterable(pairs))
    stop = asyncio.Event()
    talking = [asyncio.create_task(talk(side, stop)) for side in sides]
    for _ in range(kills):
        await asyncio.sleep(random.uniform(0.2, 2.5))
        server.kill()
        await asyncio.to_thread(server.start)
    await asyncio.sleep(1.5)
    stop_sending = asyncio.gather(*talking)
    stop.set()
    await asyncio.wait_for(stop_sending, 60)
    for side in sides:
        await settle(side)
    wrong = [line for one, other in pairs for line in await check(one, other) + await check(other, one)]
    for side in sides:
        await side.person.client.close()
    return wrong, sum(len(side.acknowledged) for side in sides)
