"""upload.saveFilePart, upload.saveBigFilePart. core.telegram.org/api/files#uploading-files"""

from __future__ import annotations

from hodhod import errors
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions

KIB = 1024
LONGEST = 512 * KIB


@method(functions.upload.SaveFilePart, free=True, flood="upload", quiet=True)
async def save_file_part(ctx: Context, req: functions.upload.SaveFilePart) -> bool:
    await ctx.services.media.parts.save(ctx.user, req.file_id, req.file_part, req.bytes)
    return True


@method(functions.upload.SaveBigFilePart, free=True, flood="upload", quiet=True)
async def save_big_file_part(ctx: Context, req: functions.upload.SaveBigFilePart) -> bool:
    """Every part but the last has a size that divides 512 KiB. Raises FILE_PARTS_INVALID, FILE_PART_INVALID,
    FILE_PART_SIZE_INVALID and what saving a part raises."""
    parts, total, size = ctx.services.media.parts, req.file_total_parts, len(req.bytes)
    parts.check_total(total)
    if total != -1 and req.file_part >= total:
        raise errors.FILE_PART_INVALID
    if 0 < size <= LONGEST and req.file_part < total - 1 and (size % KIB or LONGEST % size):
        raise errors.FILE_PART_SIZE_INVALID
    await parts.save(ctx.user, req.file_id, req.file_part, req.bytes)
    return True
