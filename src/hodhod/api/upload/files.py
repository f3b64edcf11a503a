"""upload.getFile, upload.getFileHashes. core.telegram.org/api/files#downloading-files"""

from __future__ import annotations

import asyncio
import hashlib

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, chat_photos
from hodhod.domain.media import finding, portraits
from hodhod.domain.media.finding import Place
from hodhod.domain.stickers import sets
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

KIB = 1024
MIB = 1024 * KIB
STEP = 4 * KIB
PRECISE_STEP = KIB
HASHED = 128 * KIB

_TYPES: dict[str, type[types.storage.TypeFileType]] = {
    "image/jpeg": types.storage.FileJpeg,
    "image/png": types.storage.FilePng,
    "image/gif": types.storage.FileGif,
    "image/webp": types.storage.FileWebp,
    "application/pdf": types.storage.FilePdf,
    "audio/mpeg": types.storage.FileMp3,
    "video/quicktime": types.storage.FileMov,
    "video/mp4": types.storage.FileMp4,
}


@method(functions.upload.GetFile, free=True, flood="download", quiet=True)
async def get_file(ctx: Context, req: functions.upload.GetFile) -> types.upload.File:
    """Raises LIMIT_INVALID, OFFSET_INVALID, LOCATION_INVALID, FILE_ID_INVALID and what is wrong with the reference."""
    check_window(req.offset, req.limit, PRECISE_STEP if req.precise else STEP)
    place = await ctx.db.read(lambda tx: _place(ctx.within(tx), req.location))
    data = await _read(ctx, place, req.offset, req.limit)
    kind = _TYPES.get(place.mime_type, types.storage.FilePartial)
    return types.upload.File(type=kind(), mtime=place.date, bytes=data)


@method(functions.upload.GetFileHashes, free=True, flood="download", quiet=True)
async def get_file_hashes(ctx: Context, req: functions.upload.GetFileHashes) -> list[types.TypeFileHash]:
    """SHA-256 of each 128 KiB of the MiB in which `offset` lies."""
    if req.offset < 0:
        raise errors.OFFSET_INVALID
    place = await ctx.db.read(lambda tx: _place(ctx.within(tx), req.location))
    start = req.offset // MIB * MIB
    data = await _read(ctx, place, start, MIB)
    return await asyncio.to_thread(_hashes, data, start)


def check_window(offset: int, limit: int, step: int) -> None:
    """A piece of at most 1 MiB that does not cross a boundary of 1 MiB; only a precise one may have an odd length.
    Raises LIMIT_INVALID, OFFSET_INVALID."""
    if not 0 < limit <= MIB or limit % step or (step == STEP and MIB % limit):
        raise errors.LIMIT_INVALID
    if offset < 0 or offset % step:
        raise errors.OFFSET_INVALID
    if offset // MIB != (offset + limit - 1) // MIB:
        raise errors.LIMIT_INVALID


async def _place(ctx: Context, location: types.TypeInputFileLocation) -> Place:
    if isinstance(location, types.InputDocumentFileLocation):
        return await finding.document_place(ctx.tx, ctx.viewer, location)
    if isinstance(location, types.InputPhotoFileLocation):
        return await finding.photo_place(ctx.tx, ctx.viewer, location)
    if isinstance(location, types.InputPeerPhotoFileLocation):
        return await _portrait_place(ctx, location)
    if isinstance(location, types.InputStickerSetThumb):
        return await sets.thumb_place(ctx.tx, ctx.viewer, location)
    raise errors.LOCATION_INVALID


async def _portrait_place(ctx: Context, location: types.InputPeerPhotoFileLocation) -> Place:
    """Whoever may see somebody or a chat may see their photo, if privacy lets them: it needs no reference."""
    peer = await inputs.peer(ctx, location.peer)
    if peer < 0:
        return await chat_photos.place(ctx.tx, ctx.viewer, peer, location.photo_id, location.big)
    seen = await access.private_peer(ctx.tx, ctx.viewer, peer)
    return await portraits.place(ctx.tx, ctx.viewer, seen, location.photo_id, location.big)


async def _read(ctx: Context, place: Place, offset: int, count: int) -> bytes:
    """Nothing past the end: that is how clients find it. Raises FILE_ID_INVALID when the blob is lost."""
    if offset >= place.size:
        return b""
    try:
        return await ctx.services.media.blobs.read(place.hash, offset, count)
    except LookupError:
        raise errors.FILE_ID_INVALID from None


def _hashes(data: bytes, start: int) -> list[types.TypeFileHash]:
    pieces = [data[at : at + HASHED] for at in range(0, len(data), HASHED)]
    return [
        types.FileHash(offset=start + n * HASHED, limit=len(piece), hash=hashlib.sha256(piece).digest())
        for n, piece in enumerate(pieces)
    ]
