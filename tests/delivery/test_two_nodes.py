"""Two whole nodes over one PostgreSQL, joined by a bus in this process; clients on real sockets, each at its node."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from queue import Queue
from typing import cast

import pytest
import pytest_asyncio

from hodhod.app import App, build
from hodhod.codes import Purpose, Senders
from hodhod.config.groups import Database, Network
from hodhod.config.load import relaxed
from hodhod.config.settings import Settings
from hodhod.delivery.bus import Exchange
from hodhod.server_key import open_server_key
from hodhod.tl import functions, types
from tests.databases import Databases
from tests.databases import databases as databases
from tests.interop.server import Server, free_port
from tests.kill.mailbox import Mailbox
from tests.light.client import RpcError
from tests.light.people import Person, sign_in

pytestmark = [pytest.mark.postgres, pytest.mark.scenario]
HOST = "127.0.0.1"


class Here:
    """A node of this process, with what the light clients ask of a server."""

    def __init__(self, app: App, data: Path, port: int) -> None:
        self.app = app
        self.host, self.port, self.key = HOST, port, open_server_key(data)
        self.codes: Queue[str] = Queue()
        app.services.codes = Senders(self, self)

    @property
    def server(self) -> Server:
        return cast("Server", self)

    async def send(self, recipient: str, code: str, purpose: Purpose) -> None:
        self.codes.put(code)

    async def close(self) -> None:
        pass

    def mark(self) -> int:
        return 0

    def code(self, phone: str, since: int) -> str:
        """Called in a thread, by one who signs in at a time."""
        return self.codes.get(timeout=10)


@pytest_asyncio.fixture
async def nodes(databases: Databases, tmp_path: Path) -> AsyncIterator[tuple[Here, Here]]:
    url = await databases.url("postgresql", tmp_path)
    exchange = Exchange()
    running: list[Here] = []
    for number in (1, 2):
        data = tmp_path / f"node{number}"
        if running:
            shutil.copytree(tmp_path / "node1", data, ignore=shutil.ignore_patterns("*.sock*"))
        port = free_port()
        network = Network(host=HOST, ports=(port,), http_port=free_port())
        settings = relaxed(Settings(database=Database(url=url), network=network))
        app = await build(settings, data, bus=exchange.join(), number=number)
        await app.start()
        running.append(Here(app, data, port))
    yield running[0], running[1]
    for node in running:
        await node.app.stop()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come")


async def test_two_chat_live_across_nodes_and_no_push_leaves_a_gap(nodes: tuple[Here, Here]) -> None:
    one = await sign_in(nodes[0].server, "+989135550001")
    other = await sign_in(nodes[1].server, "+989135550002")
    await one.meet(other.phone)
    await other.meet(one.phone)
    boxes = Mailbox(one), Mailbox(other)
    for box in boxes:
        await box.begin()

    async def talk(who: Person, to: Person) -> None:
        for number in range(60):
            await who.say(to.id, f"{who.id} {number}")

    await asyncio.gather(talk(one, other), talk(other, one), talk(one, other), talk(other, one))
    await until(lambda: all(len(box.live) == 240 or box.faults for box in boxes))
    assert [box.faults for box in boxes] == [[], []]
    for who in (one, other):
        await who.client.close()


async def test_a_session_ended_on_one_node_is_refused_on_the_other(nodes: tuple[Here, Here]) -> None:
    phone = "+989135550003"
    here, there = await sign_in(nodes[0].server, phone), await sign_in(nodes[1].server, phone)
    listed = await here.client.call(functions.account.GetAuthorizations())
    (second,) = [one for one in listed.authorizations if not one.current]
    await here.client.call(functions.account.ResetAuthorization(hash=second.hash))
    await asyncio.sleep(0)  # the bus takes a turn of the loop
    with pytest.raises(RpcError, match="AUTH_KEY_UNREGISTERED"):
        await there.client.call(functions.users.GetUsers(id=[types.InputUserSelf()]))
    for who in (here, there):
        await who.client.close()
