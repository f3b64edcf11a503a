"""Fetches the pages that messages link to. One job a message, because each has its own readers to be told."""

from __future__ import annotations

from hodhod.domain import previews
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.rpc.context import Services
from hodhod.store.db import Tx


async def fetch_page(services: Services, payload: bytes) -> None:
    """payload: the page, the content that names it, its chat and its author, as numbers."""
    page_id, content_id, peer, user = (int(word) for word in payload.split())
    row = await services.db.read(lambda tx: previews.by_id(tx, page_id))
    if row is None:
        return
    now = int(services.clock())
    asked = services.pages is not None and previews.is_due(row, now)
    page = await services.pages.page(row.url) if asked and services.pages is not None else None
    viewer = Viewer(EVERYBODY, now, services.world).as_user(user)

    async def write(tx: Tx) -> None:
        if asked:
            await previews.keep(tx, viewer, row, previews.found(page))
        await previews.tell(tx, viewer, page_id, content_id, peer)

    _, records = await services.db.write_with_events(write)
    services.deliver(records, None)
