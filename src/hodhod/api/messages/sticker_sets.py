"""Sticker sets, those that one has installed, archived, or made. core.telegram.org/api/stickers"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.messages import built_in_sets
from hodhod.api.unchanged import list_hash, unchanged
from hodhod.domain.media import finding
from hodhod.domain.stickers import installed, sets
from hodhod.domain.stickers.kinds import SetKind, kind_of
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import StickerSet
from hodhod.tl import functions, types
from hodhod.views import stickers as view

MAX_SETS = 200
MAX_MINE = 100


@method(functions.messages.GetStickerSet)
async def get_sticker_set(ctx: Context, req: functions.messages.GetStickerSet) -> types.messages.TypeStickerSet:
    """Raises STICKERSET_INVALID, EMOTICON_STICKERPACK_MISSING (no die is animated)."""
    if isinstance(req.stickerset, types.InputStickerSetDice):
        raise errors.EMOTICON_STICKERPACK_MISSING
    ready = built_in_sets.find(ctx, req.stickerset, req.hash)
    if ready is not None:
        return ready
    row = await sets.find(ctx.tx, ctx.viewer, req.stickerset)
    if unchanged(req.hash, sets.version_hash(row)):
        return types.messages.StickerSetNotModified()
    return await view.of_set(ctx.tx, ctx.viewer, row)


@method(functions.messages.GetAllStickers)
async def get_all_stickers(ctx: Context, req: functions.messages.GetAllStickers) -> types.messages.TypeAllStickers:
    return await _installed(ctx, SetKind.REGULAR, req.hash)


@method(functions.messages.GetMaskStickers)
async def get_mask_stickers(ctx: Context, req: functions.messages.GetMaskStickers) -> types.messages.TypeAllStickers:
    return await _installed(ctx, SetKind.MASK, req.hash)


@method(functions.messages.GetEmojiStickers)
async def get_emoji_stickers(ctx: Context, req: functions.messages.GetEmojiStickers) -> types.messages.TypeAllStickers:
    return await _installed(ctx, SetKind.EMOJI, req.hash)


async def _installed(ctx: Context, kind: SetKind, has: int) -> types.messages.TypeAllStickers:
    rows = await installed.listed(ctx.tx, ctx.viewer, kind)
    now = list_hash(sets.version_hash(one.set) for one in rows)
    if unchanged(has, now):
        return types.messages.AllStickersNotModified()
    return types.messages.AllStickers(hash=now, sets=await view.sticker_sets(ctx.tx, ctx.viewer, rows))


@method(functions.messages.InstallStickerSet, writes=True)
async def install_sticker_set(
    ctx: Context, req: functions.messages.InstallStickerSet
) -> types.messages.TypeStickerSetInstallResult:
    """Raises STICKERSET_INVALID."""
    row = await sets.find(ctx.tx, ctx.viewer, req.stickerset)
    over = await installed.install(ctx.tx, ctx.viewer, row, put_away=req.archived)
    if not over:
        return types.messages.StickerSetInstallResultSuccess()
    return types.messages.StickerSetInstallResultArchive(sets=await view.covered(ctx.tx, ctx.viewer, over))


@method(functions.messages.UninstallStickerSet, writes=True)
async def uninstall_sticker_set(ctx: Context, req: functions.messages.UninstallStickerSet) -> bool:
    """Raises STICKERSET_INVALID."""
    await installed.uninstall(ctx.tx, ctx.viewer, [await sets.find(ctx.tx, ctx.viewer, req.stickerset)])
    return True


@method(functions.messages.ReorderStickerSets, writes=True)
async def reorder_sticker_sets(ctx: Context, req: functions.messages.ReorderStickerSets) -> bool:
    if len(req.order) > MAX_SETS:
        raise errors.LIMIT_INVALID
    await installed.reorder(ctx.tx, ctx.viewer, kind_of(req.masks, req.emojis), req.order)
    return True


@method(functions.messages.ToggleStickerSets, writes=True)
async def toggle_sticker_sets(ctx: Context, req: functions.messages.ToggleStickerSets) -> bool:
    """Raises STICKERSET_INVALID."""
    if len(req.stickersets) > MAX_SETS:
        raise errors.LIMIT_INVALID
    rows: list[StickerSet] = [await sets.find(ctx.tx, ctx.viewer, one) for one in req.stickersets]
    if req.uninstall:
        await installed.uninstall(ctx.tx, ctx.viewer, rows)
    elif req.archive:
        await installed.archive(ctx.tx, ctx.viewer, rows)
    elif req.unarchive:
        await installed.unarchive(ctx.tx, ctx.viewer, rows)
    return True


@method(functions.messages.GetArchivedStickers)
async def get_archived_stickers(
    ctx: Context, req: functions.messages.GetArchivedStickers
) -> types.messages.ArchivedStickers:
    kind = kind_of(req.masks, req.emojis)
    rows, total = await installed.archived(ctx.tx, ctx.viewer, kind, req.offset_id, req.limit)
    return types.messages.ArchivedStickers(count=total, sets=await view.covered(ctx.tx, ctx.viewer, rows))


@method(functions.messages.GetMyStickers)
async def get_my_stickers(ctx: Context, req: functions.messages.GetMyStickers) -> types.messages.MyStickers:
    """The sets that the caller made, the newest first."""
    limit = max(0, min(req.limit, MAX_MINE))
    rows, total = await sets.made(ctx.tx, ctx.viewer, req.offset_id, limit)
    return types.messages.MyStickers(count=total, sets=await view.covered(ctx.tx, ctx.viewer, rows))


@method(functions.messages.GetAttachedStickers)
async def get_attached_stickers(
    ctx: Context, req: functions.messages.GetAttachedStickers
) -> list[types.TypeStickerSetCovered]:
    """Which stickers were put on a picture: nothing is kept of that, so of every picture that there is, none."""
    if isinstance(req.media, types.InputStickeredMediaPhoto):
        await finding.photo(ctx.tx, ctx.viewer, req.media.id)
    else:
        await finding.document(ctx.tx, ctx.viewer, req.media.id)
    return []
