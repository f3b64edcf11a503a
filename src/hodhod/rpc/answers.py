"""The place of an answer between pushes, where delivery gives it one (delivery/order.py)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

# seconds: how long an answer may wait for pushes of what is older
PUSHES_FIRST: Final = 1.0


class Answer:
    """An answer between two pushes: it waits until it is `due`, and what is newer waits until it has `left`."""

    __slots__ = ("due", "left", "pts")

    def __init__(self, pts: int) -> None:
        loop = asyncio.get_running_loop()
        self.pts = pts
        self.due: asyncio.Future[None] = loop.create_future()
        self.left: asyncio.Future[None] = loop.create_future()


def done(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


async def in_turn(answers: Sequence[Answer]) -> None:
    """Returns when the answer may leave, which it must do before its task waits for anything else."""
    await asyncio.wait([answer.due for answer in answers], timeout=PUSHES_FIRST)
    for answer in answers:
        asyncio.get_running_loop().call_soon(done, answer.left)
