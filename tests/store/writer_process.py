"""A process that is going to be killed: writes numbers, and says which of them are committed.

Every transaction writes two rows for its number; after the commit one line with the number is printed.
"""

from __future__ import annotations

import asyncio
import sys

from hodhod.store.db import Database, Tx, open_database
from tests.store import tally


async def write(database: Database, lane: int) -> None:
    number = 0
    while True:
        name = f"{lane}.{number}"

        async def fn(tx: Tx, name: str = name) -> None:
            await tally.add(tx, f"first {name}")
            await tally.add(tx, f"second {name}")

        await database.write(fn)
        sys.stdout.write(name + "\n")
        sys.stdout.flush()
        number += 1


async def main(url: str) -> None:
    database = await open_database(url)
    async with asyncio.TaskGroup() as group:
        for lane in range(8):
            group.create_task(write(database, lane))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
