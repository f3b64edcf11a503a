"""Questions about groups, channels and schedules, asked of private chats: nothing waits there."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.GetScheduledHistory, static=True)
async def get_scheduled_history(ctx: Context, req: functions.messages.GetScheduledHistory) -> types.messages.Messages:
    await inputs.private(ctx, req.peer)
    return _no_messages()


@method(functions.messages.GetOnlines, static=True)
async def get_onlines(ctx: Context, req: functions.messages.GetOnlines) -> types.ChatOnlines:
    """How many members of a group are online. Raises PEER_ID_INVALID: a private chat has no members."""
    await inputs.peer(ctx, req.peer)
    raise errors.PEER_ID_INVALID


def _no_messages() -> types.messages.Messages:
    return types.messages.Messages(messages=[], topics=[], chats=[], users=[])
