"""What may accompany a message or a chat, and is not offered: attachment bots, quick replies."""

from __future__ import annotations

from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.GetAttachMenuBots, static=True)
async def get_attach_menu_bots(ctx: Context, req: functions.messages.GetAttachMenuBots) -> types.AttachMenuBots:
    return types.AttachMenuBots(hash=0, bots=[], users=[])


@method(functions.messages.GetQuickReplies, static=True)
async def get_quick_replies(ctx: Context, req: functions.messages.GetQuickReplies) -> types.messages.QuickReplies:
    return types.messages.QuickReplies(quick_replies=[], messages=[], chats=[], users=[])


@method(functions.messages.GetSuggestedDialogFilters, static=True)
async def get_suggested_dialog_filters(
    ctx: Context, req: functions.messages.GetSuggestedDialogFilters
) -> list[types.TypeDialogFilterSuggested]:
    return []
