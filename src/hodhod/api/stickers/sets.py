"""Making and changing sticker sets: stickers.*. core.telegram.org/api/stickers#creating-stickers"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.sticker_files import new_sticker, thumbnail
from hodhod.domain.media import finding
from hodhod.domain.stickers import making, names, sets
from hodhod.domain.stickers.kinds import SetKind, kind_of
from hodhod.domain.stickers.making import Drawn, NewSticker
from hodhod.rpc.context import Context
from hodhod.rpc.once import remembered
from hodhod.rpc.registry import method
from hodhod.store.records import StickerSet
from hodhod.tl import functions, types
from hodhod.views import stickers as view


@method(functions.stickers.CreateStickerSet, free=True, flood="media")
async def create_sticker_set(ctx: Context, req: functions.stickers.CreateStickerSet) -> types.messages.TypeStickerSet:
    """Raises PACK_TYPE_INVALID, USER_ID_INVALID (a set is made for oneself), STICKERS_TOO_MUCH and what is wrong with
    a sticker."""
    if req.masks and req.emojis:
        raise errors.PACK_TYPE_INVALID
    kind = kind_of(req.masks, req.emojis)
    if len(req.stickers) > making.most(ctx.viewer, kind):
        raise errors.STICKERS_TOO_MUCH
    new = [await new_sticker(ctx, kind, one) for one in req.stickers]
    thumb = await thumbnail(ctx, req.thumb) if req.thumb is not None else None

    async def create(inner: Context, same: functions.stickers.CreateStickerSet) -> types.messages.TypeStickerSet:
        return await _create(inner, same, new, thumb)

    return await ctx.write(lambda inner: remembered(inner, req, create))


async def _create(
    ctx: Context, req: functions.stickers.CreateStickerSet, new: list[NewSticker], thumb: Drawn | None
) -> types.messages.StickerSet:
    if await inputs.user(ctx, req.user_id) != ctx.user:
        raise errors.USER_ID_INVALID
    kind, named = kind_of(req.masks, req.emojis), (req.title, req.short_name)
    row = await making.create(ctx.tx, ctx.viewer, named, kind, new, thumb, text_color=req.text_color)
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.stickers.AddStickerToSet, free=True, flood="media")
async def add_sticker_to_set(ctx: Context, req: functions.stickers.AddStickerToSet) -> types.messages.TypeStickerSet:
    row = await ctx.db.read(lambda tx: _own(ctx.within(tx), req.stickerset))
    new = await new_sticker(ctx, SetKind(row.kind), req.sticker)
    return await ctx.write(lambda inner: _add(inner, row.id, new))


async def _add(ctx: Context, set_id: int, new: NewSticker) -> types.messages.StickerSet:
    return await view.of_set(ctx.tx, ctx.viewer, await making.add(ctx.tx, ctx.viewer, set_id, new))


@method(functions.stickers.ReplaceSticker, free=True, flood="media")
async def replace_sticker(ctx: Context, req: functions.stickers.ReplaceSticker) -> types.messages.TypeStickerSet:
    row = await ctx.db.read(lambda tx: _own_of(ctx.within(tx), req.sticker))
    new = await new_sticker(ctx, SetKind(row.kind), req.new_sticker)
    return await ctx.write(lambda inner: _replace(inner, req.sticker, new))


async def _replace(ctx: Context, old: types.TypeInputDocument, new: NewSticker) -> types.messages.StickerSet:
    row = await making.replace(ctx.tx, ctx.viewer, await _sticker(ctx, old), new)
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.stickers.SetStickerSetThumb, free=True, flood="media")
async def set_sticker_set_thumb(
    ctx: Context, req: functions.stickers.SetStickerSetThumb
) -> types.messages.TypeStickerSet:
    """A picture, one of the set's emoji, or nothing: then the first sticker stands for the set."""
    thumb = None
    if req.thumb is not None and not isinstance(req.thumb, types.InputDocumentEmpty):
        await ctx.db.read(lambda tx: _own(ctx.within(tx), req.stickerset))
        thumb = await thumbnail(ctx, req.thumb)
    return await ctx.write(lambda inner: _set_thumb(inner, req, thumb))


async def _set_thumb(
    ctx: Context, req: functions.stickers.SetStickerSetThumb, thumb: Drawn | None
) -> types.messages.StickerSet:
    row = await sets.find(ctx.tx, ctx.viewer, req.stickerset)
    if req.thumb_document_id:
        row = await making.set_thumb_emoji(ctx.tx, ctx.viewer, row.id, req.thumb_document_id)
    else:
        row = await making.set_thumb(ctx.tx, ctx.viewer, row.id, thumb)
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.stickers.RemoveStickerFromSet, writes=True)
async def remove_sticker_from_set(
    ctx: Context, req: functions.stickers.RemoveStickerFromSet
) -> types.messages.TypeStickerSet:
    row = await making.remove(ctx.tx, ctx.viewer, await _sticker(ctx, req.sticker))
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.stickers.ChangeStickerPosition, writes=True)
async def change_sticker_position(
    ctx: Context, req: functions.stickers.ChangeStickerPosition
) -> types.messages.TypeStickerSet:
    row = await making.move(ctx.tx, ctx.viewer, await _sticker(ctx, req.sticker), req.position)
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.stickers.ChangeSticker, writes=True)
async def change_sticker(ctx: Context, req: functions.stickers.ChangeSticker) -> types.messages.TypeStickerSet:
    """Raises STICKER_EMOJI_INVALID."""
    emojis = names.emojis(req.emoji) if req.emoji is not None else None
    keywords = names.keywords(req.keywords) if req.keywords is not None else None
    document_id = await _sticker(ctx, req.sticker)
    row = await making.change(ctx.tx, ctx.viewer, document_id, emojis, keywords, req.mask_coords)
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.stickers.RenameStickerSet, writes=True)
async def rename_sticker_set(ctx: Context, req: functions.stickers.RenameStickerSet) -> types.messages.TypeStickerSet:
    row = await sets.find(ctx.tx, ctx.viewer, req.stickerset)
    return await view.of_set(ctx.tx, ctx.viewer, await making.rename(ctx.tx, ctx.viewer, row.id, req.title))


@method(functions.stickers.DeleteStickerSet, writes=True)
async def delete_sticker_set(ctx: Context, req: functions.stickers.DeleteStickerSet) -> bool:
    row = await sets.find(ctx.tx, ctx.viewer, req.stickerset)
    await making.delete(ctx.tx, ctx.viewer, row.id)
    return True


@method(functions.stickers.CheckShortName)
async def check_short_name(ctx: Context, req: functions.stickers.CheckShortName) -> bool:
    """Raises SHORT_NAME_INVALID, SHORT_NAME_OCCUPIED."""
    if not names.is_short_name(req.short_name):
        raise errors.SHORT_NAME_INVALID
    if not await names.is_free(ctx.tx, req.short_name):
        raise errors.SHORT_NAME_OCCUPIED
    return True


@method(functions.stickers.SuggestShortName)
async def suggest_short_name(
    ctx: Context, req: functions.stickers.SuggestShortName
) -> types.stickers.SuggestedShortName:
    """Raises TITLE_INVALID."""
    try:
        return types.stickers.SuggestedShortName(short_name=await names.suggested(ctx.tx, req.title))
    except errors.PACK_TITLE_INVALID:
        raise errors.TITLE_INVALID from None


async def _own(ctx: Context, given: types.TypeInputStickerSet) -> StickerSet:
    row = await sets.find(ctx.tx, ctx.viewer, given)
    if row.owner != ctx.user:
        raise errors.STICKERSET_INVALID
    return row


async def _own_of(ctx: Context, given: types.TypeInputDocument) -> StickerSet:
    return await making.set_of(ctx.tx, ctx.viewer, await _sticker(ctx, given))


async def _sticker(ctx: Context, given: types.TypeInputDocument) -> int:
    """The document of a sticker. Raises STICKER_INVALID and what is wrong with the reference."""
    try:
        return (await finding.document(ctx.tx, ctx.viewer, given)).id
    except errors.DOCUMENT_INVALID:
        raise errors.STICKER_INVALID from None
