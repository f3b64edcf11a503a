"""Stickers, GIFs and custom emoji: there are none yet, so every list is empty.

The sets that clients ask for at their start, by what they are for, exist and are empty: in place of an error every
client would ask again every few minutes.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.unchanged import unchanged
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

# what AccessHashes.file makes hashes of here
STICKER_SET = 3
EMPTY_HASH = 1
# the place in this list, from 1, is the set's id: append only
BUILT_IN: tuple[tuple[type[types.TypeInputStickerSet], str, bool], ...] = (
    (types.InputStickerSetAnimatedEmoji, "AnimatedEmoji", False),
    (types.InputStickerSetAnimatedEmojiAnimations, "EmojiAnimations", False),
    (types.InputStickerSetPremiumGifts, "PremiumGifts", False),
    (types.InputStickerSetEmojiGenericAnimations, "GenericAnimations", False),
    (types.InputStickerSetEmojiDefaultStatuses, "DefaultStatuses", True),
    (types.InputStickerSetEmojiDefaultTopicIcons, "DefaultTopicIcons", True),
    (types.InputStickerSetEmojiChannelDefaultStatuses, "ChannelStatuses", True),
    (types.InputStickerSetTonGifts, "TonGifts", False),
)


@method(functions.messages.GetStickerSet, static=True)
async def get_sticker_set(ctx: Context, req: functions.messages.GetStickerSet) -> types.messages.TypeStickerSet:
    number = _built_in(ctx, req.stickerset)
    if unchanged(req.hash, EMPTY_HASH):
        return types.messages.StickerSetNotModified()
    return types.messages.StickerSet(set=_set(ctx, number), packs=[], keywords=[], documents=[])


def _built_in(ctx: Context, asked: types.TypeInputStickerSet) -> int:
    """The id of a built-in set. Raises STICKERSET_INVALID."""
    for number, (kind, name, _) in enumerate(BUILT_IN, 1):
        if isinstance(asked, types.InputStickerSetID):
            found = asked.id == number and asked.access_hash == _access_hash(ctx, number)
        elif isinstance(asked, types.InputStickerSetShortName):
            found = asked.short_name.lower() == name.lower()
        else:
            found = isinstance(asked, kind)
        if found:
            return number
    raise errors.STICKERSET_INVALID


def _set(ctx: Context, number: int) -> types.StickerSet:
    _, name, emojis = BUILT_IN[number - 1]
    return types.StickerSet(
        official=True,
        emojis=emojis,
        id=number,
        access_hash=_access_hash(ctx, number),
        title=name,
        short_name=name,
        count=0,
        hash=EMPTY_HASH,
    )


def _access_hash(ctx: Context, number: int) -> int:
    return ctx.world.hashes.file(STICKER_SET, number)


@method(functions.messages.GetAllStickers, static=True)
@method(functions.messages.GetEmojiStickers, static=True)
@method(functions.messages.GetMaskStickers, static=True)
async def get_all_stickers(
    ctx: Context,
    req: functions.messages.GetAllStickers | functions.messages.GetEmojiStickers | functions.messages.GetMaskStickers,
) -> types.messages.AllStickers:
    return types.messages.AllStickers(hash=0, sets=[])


@method(functions.messages.GetFavedStickers, static=True)
async def get_faved_stickers(ctx: Context, req: functions.messages.GetFavedStickers) -> types.messages.FavedStickers:
    return types.messages.FavedStickers(hash=0, packs=[], stickers=[])


@method(functions.messages.GetRecentStickers, static=True)
async def get_recent_stickers(ctx: Context, req: functions.messages.GetRecentStickers) -> types.messages.RecentStickers:
    return types.messages.RecentStickers(hash=0, packs=[], stickers=[], dates=[])


@method(functions.messages.GetFeaturedStickers, static=True)
@method(functions.messages.GetFeaturedEmojiStickers, static=True)
async def get_featured_stickers(
    ctx: Context, req: functions.messages.GetFeaturedStickers | functions.messages.GetFeaturedEmojiStickers
) -> types.messages.FeaturedStickers:
    return types.messages.FeaturedStickers(hash=0, count=0, sets=[], unread=[])


@method(functions.messages.GetStickers, static=True)
async def get_stickers(ctx: Context, req: functions.messages.GetStickers) -> types.messages.Stickers:
    return types.messages.Stickers(hash=0, stickers=[])


@method(functions.messages.GetSavedGifs, static=True)
async def get_saved_gifs(ctx: Context, req: functions.messages.GetSavedGifs) -> types.messages.SavedGifs:
    return types.messages.SavedGifs(hash=0, gifs=[])


@method(functions.messages.GetCustomEmojiDocuments, static=True)
async def get_custom_emoji_documents(
    ctx: Context, req: functions.messages.GetCustomEmojiDocuments
) -> list[types.TypeDocument]:
    """Those that exist of the ones asked for: none."""
    return []
