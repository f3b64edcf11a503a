"""Questions about schedules, asked of private chats: nothing waits there."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.GetScheduledHistory, static=True)
async def get_scheduled_history(ctx: Context, req: functions.messages.GetScheduledHistory) -> types.messages.Messages:
    await inputs.private(ctx, req.peer)
    return _no_messages()


def _no_messages() -> types.messages.Messages:
    return types.messages.Messages(messages=[], topics=[], chats=[], users=[])
