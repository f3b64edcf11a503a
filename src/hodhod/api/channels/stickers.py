"""channels.setStickers, channels.setEmojiStickers. core.telegram.org/api/stickers#supergroup-stickersets"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain.stickers import of_groups, sets
from hodhod.domain.stickers.kinds import SetKind
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.channels.SetStickers, writes=True)
async def set_stickers(ctx: Context, req: functions.channels.SetStickers) -> bool:
    return await _set(ctx, req.channel, SetKind.REGULAR, req.stickerset)


@method(functions.channels.SetEmojiStickers, writes=True)
async def set_emoji_stickers(ctx: Context, req: functions.channels.SetEmojiStickers) -> bool:
    return await _set(ctx, req.channel, SetKind.EMOJI, req.stickerset)


async def _set(ctx: Context, channel: types.TypeInputChannel, kind: SetKind, given: types.TypeInputStickerSet) -> bool:
    peer = await inputs.channel(ctx, channel)
    none = isinstance(given, types.InputStickerSetEmpty)
    row = None if none else await sets.find(ctx.tx, ctx.viewer, given)
    await of_groups.put(ctx.tx, ctx.viewer, peer, kind, row)
    return True
