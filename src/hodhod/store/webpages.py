"""Pages of the web, by their address and by id."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import WebPage
from hodhod.store.tables import webpages

_w = webpages.c
ADD = Query(insert(webpages).on_conflict_do_nothing(index_elements=["url"]))
BY_URL = Query(select(*_w).where(_w.url == bindparam("by_url")))
BY_IDS = Query(select(*_w).where(any_of(_w.id, "ids")))
PUT = Query(
    update(webpages)
    .where(_w.url == bindparam("by_url"))
    .values(
        state=bindparam("new_state"),
        date=bindparam("new_date"),
        page=bindparam("new_page"),
        photo=bindparam("new_photo"),
    )
)


async def add(tx: Tx, row: WebPage) -> WebPage:
    """Enter a page; one that is known at this address stays. Returns what is there."""
    await tx.run(ADD, **row._asdict())
    return await find(tx, row.url) or row


async def find(tx: Tx, url: str) -> WebPage | None:
    row = await tx.one(BY_URL, by_url=url)
    return WebPage(*row) if row else None


async def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, WebPage]:
    return {row[1]: WebPage(*row) for row in await tx.all(BY_IDS, ids=list(ids))} if ids else {}


async def put(tx: Tx, row: WebPage) -> None:
    """What has become of it."""
    await tx.run(PUT, by_url=row.url, new_state=row.state, new_date=row.date, new_page=row.page, new_photo=row.photo)
