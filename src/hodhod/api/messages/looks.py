"""The look of a chat: messages.setChatTheme, setChatWallPaper. There are no themes and no wallpapers to choose from
here, so taking away what was chosen is all that can be asked for."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.SetChatTheme)
async def set_chat_theme(ctx: Context, req: functions.messages.SetChatTheme) -> types.TypeUpdates:
    await inputs.private(ctx, req.peer)
    if not isinstance(req.theme, types.InputChatThemeEmpty):
        raise errors.EMOJI_INVALID
    return _nothing(ctx)


@method(functions.messages.SetChatWallPaper, static=True)
async def set_chat_wall_paper(ctx: Context, req: functions.messages.SetChatWallPaper) -> types.TypeUpdates:
    await inputs.private(ctx, req.peer)
    if req.id is not None:
        raise errors.WALLPAPER_NOT_FOUND
    if req.wallpaper is not None:
        raise errors.WALLPAPER_INVALID
    return _nothing(ctx)


def _nothing(ctx: Context) -> types.Updates:
    return types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)
