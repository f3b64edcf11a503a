"""InputMedia to what a message carries, and uploads to photos and documents, whatever they are sent to or set for.

Files are joined and pictures made before the transaction, because both take their time: these functions are for
handlers that are `free`. What they give is written by the transaction that sends it (domain/media/sending.py).
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import poll_making
from hodhod.domain.media import files, finding, portraits, simple
from hodhod.domain.media.files import Carried, Kept, KeptSize, Looks, NewFile
from hodhod.domain.media.portraits import Portrait
from hodhod.media.parts import Named
from hodhod.media.pictures import Flaw, Size, Use
from hodhod.rpc.context import Context
from hodhod.store.records import Photo, PhotoSize
from hodhod.tl import types

# the size of a picture that is no blob but part of what describes it
STRIPPED = "i"
_REFUSALS = {
    Flaw.NO_PICTURE: errors.PHOTO_EXT_INVALID,
    Flaw.MEASURES: errors.PHOTO_INVALID_DIMENSIONS,
    Flaw.BROKEN: errors.IMAGE_PROCESS_FAILED,
}


async def carried(ctx: Context, given: types.TypeInputMedia) -> Carried:
    """Raises MEDIA_INVALID, MEDIA_EMPTY and what is wrong with the file, picture or reference."""
    if isinstance(given, types.InputMediaUploadedPhoto):
        return await _uploaded_photo(ctx, given)
    if isinstance(given, types.InputMediaUploadedDocument):
        return await _uploaded_document(ctx, given)
    if isinstance(given, types.InputMediaEmpty):
        raise errors.MEDIA_EMPTY
    if isinstance(given, types.InputMediaDice):
        return simple.dice(given, int.from_bytes(ctx.services.random(8), "little"))
    return await ctx.db.read(lambda tx: _known(ctx.within(tx), given))


async def _known(ctx: Context, given: types.TypeInputMedia) -> Carried:
    """Media for which nothing has to be made: files that are there already, and what has none."""
    if isinstance(given, types.InputMediaPhoto):
        photo = await finding.photo(ctx.tx, ctx.viewer, given.id)
        return files.carried_photo(photo, _looks(given.spoiler, given.ttl_seconds))
    if isinstance(given, types.InputMediaDocument):
        document = await finding.document(ctx.tx, ctx.viewer, given.id)
        return files.carried_document(document, _looks(given.spoiler, given.ttl_seconds))
    if isinstance(given, types.InputMediaPoll):
        return poll_making.carried(ctx.viewer, given)
    if isinstance(given, types.InputMediaContact):
        return await simple.contact(ctx.tx, ctx.viewer, given)
    if isinstance(given, types.InputMediaGeoPoint):
        return simple.geo(given.geo_point)
    if isinstance(given, types.InputMediaVenue):
        return simple.venue(given)
    raise errors.MEDIA_INVALID


async def _uploaded_photo(ctx: Context, given: types.InputMediaUploadedPhoto) -> Carried:
    if given.live_photo or given.video is not None:
        raise errors.MEDIA_INVALID
    looks = _looks(given.spoiler, given.ttl_seconds)
    return files.carried(await new_photo(ctx, given.file, Use.PHOTO), looks)


async def _uploaded_document(ctx: Context, given: types.InputMediaUploadedDocument) -> Carried:
    looks = _looks(given.spoiler, given.ttl_seconds)
    blob = await _joined(ctx, given.file)
    thumbs = await _thumbs(ctx, given.thumb) if given.thumb is not None else []
    new = files.new_document(ctx.viewer, blob, given.mime_type, given.attributes, thumbs, only_file=given.force_file)
    return files.carried(new, looks)


def _looks(spoiler: bool, ttl: int | None) -> Looks:
    """Media that vanishes after it was looked at is not kept yet, and is not shown as if it did. Raises
    TTL_MEDIA_INVALID."""
    if ttl:
        raise errors.TTL_MEDIA_INVALID
    return Looks(spoiler)


# --- uploads


async def new_photo(ctx: Context, upload: types.TypeInputFile, use: Use) -> NewFile:
    """Raises PHOTO_EXT_INVALID, PHOTO_INVALID_DIMENSIONS, IMAGE_PROCESS_FAILED, PHOTO_SAVE_FILE_INVALID (too large)."""
    made = await _pictured(ctx, await _joined(ctx, upload), use)
    if isinstance(made, Flaw):
        raise _REFUSALS[made]
    return files.new_photo(ctx.viewer, await _kept(ctx, made))


async def portrait(ctx: Context, upload: types.TypeInputFile) -> Portrait:
    """An upload as a photo that shows somebody, or a chat. Raises what new_photo raises."""
    return portraits.of_new(await new_photo(ctx, upload, Use.PROFILE))


async def portrait_of(ctx: Context, given: types.TypeInputPhoto) -> Portrait:
    """A photo that the caller was shown, cut to squares if it is none. Raises what is wrong with the reference."""
    row, sizes = await ctx.db.read(lambda tx: _photo_with_sizes(ctx.within(tx), given))
    ready = portraits.of_sizes(row.id, sizes)
    if ready is not None:
        return ready
    largest = sizes[-1]
    made = await _pictured(ctx, Kept(largest.hash or b"", largest.size), Use.PROFILE)
    if isinstance(made, Flaw):
        raise _REFUSALS[made]
    return portraits.of_new(files.new_photo(ctx.viewer, await _kept(ctx, made)))


async def chat_portrait(ctx: Context, given: types.TypeInputChatPhoto) -> Portrait | None:
    """What a chat is to be shown with; None: no photo. Raises PHOTO_CROP_FILE_MISSING, VIDEO_FILE_INVALID (it cannot be
    a video) and what the functions above raise."""
    if isinstance(given, types.InputChatPhoto):
        return await portrait_of(ctx, given.id)
    if not isinstance(given, types.InputChatUploadedPhoto):
        return None
    if given.video is not None or given.video_emoji_markup is not None:
        raise errors.VIDEO_FILE_INVALID
    if given.file is None:
        raise errors.PHOTO_CROP_FILE_MISSING
    return await portrait(ctx, given.file)


async def _photo_with_sizes(ctx: Context, given: types.TypeInputPhoto) -> tuple[Photo, list[PhotoSize]]:
    row = await finding.photo(ctx.tx, ctx.viewer, given)
    return row, await finding.sizes(ctx.tx, row.id)


async def _thumbs(ctx: Context, upload: types.TypeInputFile) -> list[KeptSize]:
    """A document's thumbnail, made by the client; one that is no picture is left out, the document is not worse."""
    made = await _pictured(ctx, await _joined(ctx, upload), Use.THUMB)
    return [] if isinstance(made, Flaw) else await _kept(ctx, made)


async def _pictured(ctx: Context, blob: Kept, use: Use) -> list[Size] | Flaw:
    if blob.size > ctx.services.settings.files.picture_bytes:
        raise errors.PHOTO_SAVE_FILE_INVALID
    media = ctx.services.media
    return await media.pictures.sizes(await media.blobs.read(blob.hash, 0, blob.size), use)


async def _kept(ctx: Context, made: list[Size]) -> list[KeptSize]:
    return [await _kept_size(ctx, size) for size in made]


async def _kept_size(ctx: Context, size: Size) -> KeptSize:
    if size.type == STRIPPED:
        return KeptSize(*size[:3], content=size.data)
    return KeptSize(*size[:3], blob=Kept(*await ctx.services.media.blobs.keep([size.data])))


async def _joined(ctx: Context, upload: types.TypeInputFile) -> Kept:
    """The caller's own parts as a blob. Raises INPUT_FILE_INVALID and what joining raises."""
    if isinstance(upload, types.InputFile):
        named = Named(ctx.user, upload.id, upload.parts, upload.md5_checksum)
    elif isinstance(upload, types.InputFileBig):
        named = Named(ctx.user, upload.id, upload.parts)
    else:
        raise errors.INPUT_FILE_INVALID
    media = ctx.services.media
    return Kept(*await media.parts.join(named, media.blobs))
