"""Questions about groups, channels and schedules, asked of private chats: nothing counts or waits there."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

MAX_IDS = 100


@method(functions.messages.GetScheduledHistory, static=True)
async def get_scheduled_history(ctx: Context, req: functions.messages.GetScheduledHistory) -> types.messages.Messages:
    await inputs.private(ctx, req.peer)
    return _no_messages()


@method(functions.messages.GetMessagesViews, static=True)
async def get_messages_views(ctx: Context, req: functions.messages.GetMessagesViews) -> types.messages.MessageViews:
    """Views of private messages are not counted: one entry without numbers for each id."""
    await inputs.private(ctx, req.peer)
    if len(req.id) > MAX_IDS:
        raise errors.LIMIT_INVALID
    return types.messages.MessageViews(views=[types.MessageViews() for _ in req.id], chats=[], users=[])


@method(functions.messages.GetOnlines, static=True)
async def get_onlines(ctx: Context, req: functions.messages.GetOnlines) -> types.ChatOnlines:
    """How many members of a group are online. Raises PEER_ID_INVALID: a private chat has no members."""
    await inputs.peer(ctx, req.peer)
    raise errors.PEER_ID_INVALID


def _no_messages() -> types.messages.Messages:
    return types.messages.Messages(messages=[], topics=[], chats=[], users=[])
