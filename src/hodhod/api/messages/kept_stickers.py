"""Recent and favourite stickers, saved GIFs. core.telegram.org/api/stickers#recent-stickersets"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.unchanged import list_hash, unchanged
from hodhod.domain.media import finding
from hodhod.domain.stickers import kept
from hodhod.domain.stickers.kept import Shelf, Shown
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import Document
from hodhod.tl import functions, types
from hodhod.views import stickers as view


async def _list(ctx: Context, shelf: Shelf) -> tuple[Shown, int]:
    """A list, and its hash."""
    found = await kept.listed(ctx.tx, ctx.viewer, shelf)
    return found, list_hash(row.document_id for row in found.rows)


async def _shown(ctx: Context, found: Shown) -> list[types.TypeDocument]:
    return await view.with_thumbs(ctx.tx, ctx.viewer, [found.documents[row.document_id] for row in found.rows])


@method(functions.messages.GetRecentStickers)
async def get_recent_stickers(
    ctx: Context, req: functions.messages.GetRecentStickers
) -> types.messages.TypeRecentStickers:
    found, now = await _list(ctx, _recent(req.attached))
    if unchanged(req.hash, now):
        return types.messages.RecentStickersNotModified()
    return types.messages.RecentStickers(
        hash=now,
        packs=view.packs_of(found),
        stickers=await _shown(ctx, found),
        dates=[row.date for row in found.rows],
    )


@method(functions.messages.SaveRecentSticker, writes=True)
async def save_recent_sticker(ctx: Context, req: functions.messages.SaveRecentSticker) -> bool:
    """Raises STICKER_ID_INVALID and what is wrong with the reference."""
    return await _save(ctx, _recent(req.attached), req.id, req.unsave)


@method(functions.messages.ClearRecentStickers, writes=True)
async def clear_recent_stickers(ctx: Context, req: functions.messages.ClearRecentStickers) -> bool:
    await kept.clear(ctx.tx, ctx.viewer, _recent(req.attached))
    return True


def _recent(attached: bool) -> Shelf:
    return Shelf.ATTACHED if attached else Shelf.RECENT


@method(functions.messages.GetFavedStickers)
async def get_faved_stickers(
    ctx: Context, req: functions.messages.GetFavedStickers
) -> types.messages.TypeFavedStickers:
    found, now = await _list(ctx, Shelf.FAVED)
    if unchanged(req.hash, now):
        return types.messages.FavedStickersNotModified()
    return types.messages.FavedStickers(hash=now, packs=view.packs_of(found), stickers=await _shown(ctx, found))


@method(functions.messages.FaveSticker, writes=True)
async def fave_sticker(ctx: Context, req: functions.messages.FaveSticker) -> bool:
    """Raises STICKER_ID_INVALID and what is wrong with the reference."""
    return await _save(ctx, Shelf.FAVED, req.id, req.unfave)


@method(functions.messages.GetSavedGifs)
async def get_saved_gifs(ctx: Context, req: functions.messages.GetSavedGifs) -> types.messages.TypeSavedGifs:
    found, now = await _list(ctx, Shelf.GIFS)
    if unchanged(req.hash, now):
        return types.messages.SavedGifsNotModified()
    return types.messages.SavedGifs(hash=now, gifs=await _shown(ctx, found))


@method(functions.messages.SaveGif, writes=True)
async def save_gif(ctx: Context, req: functions.messages.SaveGif) -> bool:
    """Raises GIF_ID_INVALID and what is wrong with the reference."""
    return await _save(ctx, Shelf.GIFS, req.id, req.unsave)


async def _save(ctx: Context, shelf: Shelf, given: types.TypeInputDocument, taken_away: bool) -> bool:
    document = await _document(ctx, given, shelf)
    if taken_away:
        await kept.remove(ctx.tx, ctx.viewer, shelf, document.id)
    else:
        await kept.add(ctx.tx, ctx.viewer, shelf, document)
    return True


async def _document(ctx: Context, given: types.TypeInputDocument, shelf: Shelf) -> Document:
    try:
        return await finding.document(ctx.tx, ctx.viewer, given)
    except errors.DOCUMENT_INVALID:
        refusal = errors.GIF_ID_INVALID if shelf is Shelf.GIFS else errors.STICKER_ID_INVALID
        raise refusal from None
