"""Sets that the server recommends: there are none, so the lists are empty."""

from __future__ import annotations

from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


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


@method(functions.messages.ReadFeaturedStickers, static=True)
async def read_featured_stickers(ctx: Context, req: functions.messages.ReadFeaturedStickers) -> bool:
    """Whatever is said to have been looked at: nothing waits to be."""
    return True
