"""Saved Messages by where they came from: not told apart here. core.telegram.org/api/saved-messages"""

from __future__ import annotations

from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.GetSavedDialogs, static=True)
@method(functions.messages.GetPinnedSavedDialogs, static=True)
async def get_saved_dialogs(
    ctx: Context, req: functions.messages.GetSavedDialogs | functions.messages.GetPinnedSavedDialogs
) -> types.messages.SavedDialogs:
    return types.messages.SavedDialogs(dialogs=[], messages=[], chats=[], users=[])
