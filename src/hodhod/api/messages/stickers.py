"""Stickers, GIFs and custom emoji: there are none yet, so every list is empty.

The sets that clients ask for at their start, by what they are for, exist and are empty: in place of an error every
client would ask again every few minutes.
"""

from __future__ import annotations

from typing import NamedTuple

from hodhod import errors
from hodhod.api.unchanged import unchanged
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

# what AccessHashes.file makes hashes of here
STICKER_SET = 3
EMPTY_HASH = 1


class BuiltIn(NamedTuple):
    """A set that is asked for by what it is for. `access_hash` 0: one of our own making."""

    kind: type[types.TypeInputStickerSet]
    id: int
    name: str
    emojis: bool = False
    access_hash: int = 0


# Clients keep the ids. TDLib knows one set from its source (StickersManager.cpp) and asks for it by that id.
BUILT_IN = (
    BuiltIn(
        types.InputStickerSetAnimatedEmoji,
        1258816259751983,
        "AnimatedEmojies",
        access_hash=5100237018658464041,
    ),
    BuiltIn(types.InputStickerSetAnimatedEmojiAnimations, 2, "EmojiAnimations"),
    BuiltIn(types.InputStickerSetPremiumGifts, 3, "PremiumGifts"),
    BuiltIn(types.InputStickerSetEmojiGenericAnimations, 4, "GenericAnimations"),
    BuiltIn(types.InputStickerSetEmojiDefaultStatuses, 5, "DefaultStatuses", emojis=True),
    BuiltIn(types.InputStickerSetEmojiDefaultTopicIcons, 6, "DefaultTopicIcons", emojis=True),
    BuiltIn(types.InputStickerSetEmojiChannelDefaultStatuses, 7, "ChannelStatuses", emojis=True),
    BuiltIn(types.InputStickerSetTonGifts, 8, "TonGifts"),
)


@method(functions.messages.GetStickerSet, static=True)
async def get_sticker_set(ctx: Context, req: functions.messages.GetStickerSet) -> types.messages.TypeStickerSet:
    """Raises STICKERSET_INVALID."""
    found = next((one for one in BUILT_IN if _is_asked_for(ctx, one, req.stickerset)), None)
    if found is None:
        raise errors.STICKERSET_INVALID
    if unchanged(req.hash, EMPTY_HASH):
        return types.messages.StickerSetNotModified()
    return types.messages.StickerSet(set=_set(ctx, found), packs=[], keywords=[], documents=[])


def _is_asked_for(ctx: Context, one: BuiltIn, asked: types.TypeInputStickerSet) -> bool:
    if isinstance(asked, types.InputStickerSetID):
        return asked.id == one.id and asked.access_hash == _access_hash(ctx, one)
    if isinstance(asked, types.InputStickerSetShortName):
        return asked.short_name.lower() == one.name.lower()
    return isinstance(asked, one.kind)


def _set(ctx: Context, one: BuiltIn) -> types.StickerSet:
    return types.StickerSet(
        official=True,
        emojis=one.emojis,
        id=one.id,
        access_hash=_access_hash(ctx, one),
        title=one.name,
        short_name=one.name,
        count=0,
        hash=EMPTY_HASH,
    )


def _access_hash(ctx: Context, one: BuiltIn) -> int:
    return one.access_hash or ctx.world.hashes.file(STICKER_SET, one.id)


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
@method(functions.messages.GetOldFeaturedStickers, static=True)
async def get_featured_stickers(
    ctx: Context,
    req: functions.messages.GetFeaturedStickers
    | functions.messages.GetFeaturedEmojiStickers
    | functions.messages.GetOldFeaturedStickers,
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


@method(functions.messages.GetArchivedStickers, static=True)
async def get_archived_stickers(
    ctx: Context, req: functions.messages.GetArchivedStickers
) -> types.messages.ArchivedStickers:
    return types.messages.ArchivedStickers(count=0, sets=[])


@method(functions.messages.GetMyStickers, static=True)
async def get_my_stickers(ctx: Context, req: functions.messages.GetMyStickers) -> types.messages.MyStickers:
    return types.messages.MyStickers(count=0, sets=[])


@method(functions.messages.SearchStickerSets, static=True)
@method(functions.messages.SearchEmojiStickerSets, static=True)
async def search_sticker_sets(
    ctx: Context, req: functions.messages.SearchStickerSets | functions.messages.SearchEmojiStickerSets
) -> types.messages.FoundStickerSets:
    return types.messages.FoundStickerSets(hash=0, sets=[])
