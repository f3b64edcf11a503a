"""messages.getWebPagePreview, messages.getWebPage. core.telegram.org/api/webpages

Both fetch the page while the caller waits, unless it is known: nobody else hears of that.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import entities, previews
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import WebPage
from hodhod.tl import functions, types
from hodhod.views import webpages as view
from hodhod.views.media import photos


@method(functions.messages.GetWebPagePreview, free=True, flood="preview")
async def get_web_page_preview(
    ctx: Context, req: functions.messages.GetWebPagePreview
) -> types.messages.WebPagePreview:
    """Raises MESSAGE_EMPTY, MESSAGE_TOO_LONG, ENTITY_BOUNDS_INVALID."""
    text, marked = entities.prepare(req.message, req.entities, ctx.world.limits.message_length)
    url = previews.first_link(text, marked) if ctx.world.previews else None
    row = await _fetched(ctx, url) if url is not None else None
    media = view.media(0, row, await _photo(ctx, row))
    return types.messages.WebPagePreview(media=media or types.MessageMediaEmpty(), chats=[], users=[])


@method(functions.messages.GetWebPage, free=True, flood="preview")
async def get_web_page(ctx: Context, req: functions.messages.GetWebPage) -> types.messages.WebPage:
    """Raises WC_CONVERT_URL_INVALID."""
    url = previews.normal(req.url)
    if url is None:
        raise errors.WC_CONVERT_URL_INVALID
    row = await _fetched(ctx, url) if ctx.world.previews else None
    page: types.TypeWebPage = (
        types.WebPageEmpty(id=0, url=url) if row is None else view.page(row, await _photo(ctx, row))
    )
    if isinstance(page, types.WebPage) and page.hash == req.hash:
        page = types.WebPageNotModified()
    return types.messages.WebPage(webpage=page, chats=[], users=[])


async def _photo(ctx: Context, row: WebPage | None) -> types.Photo | None:
    if row is None or not row.photo:
        return None
    found = await ctx.db.read(lambda tx: photos(tx, ctx.viewer, [row.photo]))
    return found[0] if found else None


async def _fetched(ctx: Context, url: str) -> WebPage:
    """The page, fetched now if it is time for that."""
    row = await ctx.write(lambda inner: previews.known(inner.tx, inner.viewer, url))
    if not previews.is_due(row, ctx.now) or ctx.services.pages is None:
        return row
    page = previews.found(await ctx.services.pages.page(url))
    return await ctx.write(lambda inner: previews.keep(inner.tx, inner.viewer, row, page))
