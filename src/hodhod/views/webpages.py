"""Previews of links. core.telegram.org/type/WebPage"""

from __future__ import annotations

from typing import cast

from hodhod import tl
from hodhod.store.bits import ContentFlag, WebPageState
from hodhod.store.records import WebPage
from hodhod.tl import types


def page(row: WebPage, photo: types.Photo | None = None) -> types.TypeWebPage:
    if row.state == WebPageState.PENDING:
        return types.WebPagePending(id=row.id, url=row.url, date=row.date)
    if row.page is None:
        return types.WebPageEmpty(id=row.id, url=row.url)
    shown = cast("types.WebPage", tl.decode(row.page))
    shown.id, shown.photo, shown.has_large_media = row.id, photo, photo is not None
    return shown


def media(flags: int, row: WebPage | None, photo: types.Photo | None = None) -> types.MessageMediaWebPage | None:
    """Below a message with these flags; None where there is nothing to show."""
    if row is None or row.state == WebPageState.NOTHING:
        return None
    return types.MessageMediaWebPage(
        force_large_media=flags & ContentFlag.PREVIEW_LARGE != 0,
        force_small_media=flags & ContentFlag.PREVIEW_SMALL != 0,
        manual=flags & ContentFlag.PREVIEW_MANUAL != 0,
        webpage=page(row, photo),
    )
