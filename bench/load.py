"""Clients of the bench: our light client with a key that the seed put into the database, at any layer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from bench.seed import Account
from hodhod import tl
from hodhod.tl import functions, types
from tests.interop.server import Server
from tests.light.client import LightClient
from tests.light.exchange import RsaKey

CONNECTING = 16
NEW = (types.UpdateNewMessage, types.UpdateNewChannelMessage)
DELIVERY = 60.0


class BenchClient(LightClient):
    """A light client that announces a layer of its choice and counts the messages pushed to it."""

    def __init__(self, server: Server, layer: int = tl.LAYER) -> None:
        super().__init__(server.host, server.port, RsaKey(server.key.n, server.key.e), device="bench")
        self.layer = layer
        self.delivered = 0
        self.on_object = self._count

    def _initial(self, request: tl.TLFunction) -> tl.TLFunction:
        wrapped = super()._initial(request)
        if isinstance(wrapped, functions.InvokeWithLayer):
            wrapped.layer = self.layer
        return wrapped

    def _count(self, pushed: Any) -> None:
        self.updates.clear()
        if isinstance(pushed, types.UpdateShortMessage):
            self.delivered += 1
        elif isinstance(pushed, types.Updates):
            self.delivered += sum(isinstance(update, NEW) for update in pushed.updates)


async def connect(server: Server, account: Account, device: int = 0, layer: int = tl.LAYER) -> BenchClient:
    """A device of the account, online: what happens from now on is pushed to it."""
    client = BenchClient(server, layer)
    client.auth_key = account.keys[device]
    await client.connect()
    await client.call(functions.updates.GetState())
    return client


async def connect_all(server: Server, accounts: Sequence[Account], device: int = 0) -> list[BenchClient]:
    places = asyncio.Semaphore(CONNECTING)

    async def one(account: Account) -> BenchClient:
        async with places:
            return await connect(server, account, device)

    return await asyncio.gather(*[one(account) for account in accounts])


async def close_all(clients: Sequence[BenchClient]) -> None:
    await asyncio.gather(*[client.close() for client in clients])


async def delivered(clients: Sequence[BenchClient], expected: int) -> None:
    """Wait until each client was pushed this many messages since it connected."""
    limit = time.monotonic() + DELIVERY
    while any(client.delivered < expected for client in clients):
        if time.monotonic() > limit:
            counts = sorted(client.delivered for client in clients)
            raise AssertionError(f"{expected} messages were due, delivered were {counts[0]} to {counts[-1]}")
        await asyncio.sleep(0.01)
