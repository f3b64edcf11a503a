"""hodhod demo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from hodhod import config
from hodhod.control import Refused

from .common import DEFAULT_DATA, DataOption


def demo(
    data: DataOption = DEFAULT_DATA,
    people: Annotated[int, typer.Option(help="How many of the phone numbers to print.", min=1, max=30)] = 5,
) -> None:
    """Fill a new data folder with a sample community, the same every time.

    Thirty people, family and work groups, supergroups, channels with views and years of history, in Persian. Stop the
    server first; afterwards sign in with one of the numbers that are printed: the code appears where the server runs.
    """
    from hodhod.demo.people import PEOPLE, phone_of
    from hodhod.demo.plan import said

    settings = config.load(data, {})
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with typer.progressbar(length=len(said()), label="Three years pass") as bar:
        asyncio.run(_build(data, settings.database.url or str(data / "hodhod.db"), bar.update))
    typer.echo("\nSign in as one of them (sample numbers, no SMS is sent):\n")
    for number, person in enumerate(PEOPLE[:people]):
        typer.echo(f"  +{phone_of(number)}  {person.first} {person.last}")
    typer.echo("\nThe first one has the fullest chat list. Start the server with `hodhod serve`.")


async def _build(data: Path, url: str, progress: Callable[[int], None]) -> None:
    from hodhod.demo.community import Community, is_empty
    from hodhod.domain.hashes import AccessHashes
    from hodhod.server_key import open_secrets, open_server_key
    from hodhod.store.db import StoreError, open_database

    open_server_key(data)
    try:
        db = await open_database(url, migrate=True)
    except StoreError as error:
        raise Refused(f"the database cannot be opened: {error}") from None
    try:
        if not await db.read(is_empty):
            raise Refused("there are people in this data folder already; the sample wants one of its own (--data)")
        secrets = open_secrets(data, may_create=True)
        hashes = AccessHashes(secrets.derived("access_hash"))
        await Community(db, hashes, secrets.derived("world"), progress).build()
    finally:
        await db.close()
