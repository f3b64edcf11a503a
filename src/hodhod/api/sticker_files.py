"""InputStickerSetItem to a sticker that was looked at: for handlers that are `free`, because files are read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from hodhod import errors
from hodhod.domain.media import finding
from hodhod.domain.media.files import Kept
from hodhod.domain.stickers import kinds, names
from hodhod.domain.stickers.kinds import TGS, WEBM, WEBP, SetKind
from hodhod.domain.stickers.making import Drawn, NewSticker
from hodhod.media import stickers as files
from hodhod.media.pictures import Flaw, Use
from hodhod.rpc.context import Context
from hodhod.store.records import Document
from hodhod.tl import types

# three, and what encoders add to it
MAX_SECONDS = 3.1
_REFUSALS = {
    Flaw.NO_PICTURE: errors.STICKER_PNG_NOPNG,
    Flaw.MEASURES: errors.STICKER_PNG_DIMENSIONS,
    Flaw.BROKEN: errors.STICKER_FILE_INVALID,
}


async def new_sticker(ctx: Context, kind: SetKind, given: types.TypeInputStickerSetItem) -> NewSticker:
    """Raises STICKER_EMOJI_INVALID, what is wrong with the reference, and the errors of `_drawn`; where the measures
    are not those of a sticker STICKER_PNG_DIMENSIONS, STICKER_TGS_NOTGS, STICKER_VIDEO_NOWEBM."""
    emojis = names.emojis(given.emoji)
    document = await ctx.db.read(lambda tx: sticker_file(ctx.within(tx), given.document))
    drawn = await _drawn(ctx, document, kinds.MAX_BYTES)
    if not kinds.fits(kind, drawn.width, drawn.height):
        raise _measures(drawn.mime_type)
    mask = given.mask_coords if kind is SetKind.MASK else None
    return NewSticker(drawn, emojis, names.keywords(given.keywords), mask)


async def thumbnail(ctx: Context, given: types.TypeInputDocument) -> Drawn:
    """The picture of a set. Raises STICKER_THUMB_PNG_NOPNG, STICKER_THUMB_TGS_NOTGS and what `_drawn` raises."""
    document = await ctx.db.read(lambda tx: sticker_file(ctx.within(tx), given))
    drawn = await _drawn(ctx, document, kinds.MAX_THUMB_BYTES)
    if (drawn.width, drawn.height) != (kinds.THUMB_SIDE, kinds.THUMB_SIDE):
        raise errors.STICKER_THUMB_TGS_NOTGS if drawn.mime_type == TGS else errors.STICKER_THUMB_PNG_NOPNG
    return drawn


async def sticker_file(ctx: Context, given: types.TypeInputDocument) -> Document:
    """Raises STICKER_FILE_INVALID and what is wrong with the reference."""
    try:
        return await finding.document(ctx.tx, ctx.viewer, given)
    except errors.DOCUMENT_INVALID:
        raise errors.STICKER_FILE_INVALID from None


async def _drawn(ctx: Context, document: Document, bounds: Mapping[str, int]) -> Drawn:
    """What a file is. Raises STICKER_FILE_INVALID, STICKER_PNG_NOPNG, STICKER_PNG_DIMENSIONS, STICKER_TGS_NOTGS,
    STICKER_VIDEO_NOWEBM, STICKER_VIDEO_BIG."""
    mime_type = document.mime_type if document.mime_type in (TGS, WEBM) else WEBP
    if document.size > bounds[mime_type]:
        raise errors.STICKER_VIDEO_BIG if mime_type == WEBM else errors.STICKER_FILE_INVALID
    blob = Kept(document.hash, document.size)
    data = await ctx.services.media.blobs.read(document.hash, 0, document.size)
    if mime_type == WEBP:
        return await _picture(ctx, blob, data)
    read = files.tgs if mime_type == TGS else files.webm
    found = await asyncio.to_thread(read, data)
    if found is None or found.seconds > MAX_SECONDS:
        raise _measures(mime_type)
    return Drawn(blob, mime_type, found.width, found.height, found.seconds)


async def _picture(ctx: Context, blob: Kept, data: bytes) -> Drawn:
    """A PNG becomes a WebP."""
    made = await ctx.services.media.pictures.sizes(data, Use.STICKER)
    if isinstance(made, Flaw):
        raise _REFUSALS[made]
    (size,) = made
    if size.data != data:
        blob = Kept(*await ctx.services.media.blobs.keep([size.data]))
    return Drawn(blob, WEBP, size.width, size.height)


def _measures(mime_type: str) -> errors.RpcError:
    refusals = {TGS: errors.STICKER_TGS_NOTGS, WEBM: errors.STICKER_VIDEO_NOWEBM}
    return refusals.get(mime_type, errors.STICKER_PNG_DIMENSIONS)()
