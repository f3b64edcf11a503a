"""messages.getScheduledHistory, getScheduledMessages, sendScheduledMessages, deleteScheduledMessages.
core.telegram.org/api/scheduled-messages"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import due, rescheduling, schedule
from hodhod.domain.listing import vector_hash
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views import scheduled as view

MAX_IDS = 100


@method(functions.messages.GetScheduledHistory)
async def get_scheduled_history(
    ctx: Context, req: functions.messages.GetScheduledHistory
) -> types.messages.TypeMessages:
    rows = await schedule.everything(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer))
    if req.hash and req.hash == vector_hash(view.numbers(rows)):
        return types.messages.MessagesNotModified(count=len(rows))
    return await view.page(ctx.tx, ctx.viewer, rows)


@method(functions.messages.GetScheduledMessages)
async def get_scheduled_messages(
    ctx: Context, req: functions.messages.GetScheduledMessages
) -> types.messages.TypeMessages:
    peer = await inputs.peer(ctx, req.peer)
    rows = await schedule.some(ctx.tx, ctx.viewer, peer, _checked(req.id))
    return await view.page(ctx.tx, ctx.viewer, rows)


@method(functions.messages.SendScheduledMessages, writes=True, flood="send")
async def send_scheduled_messages(ctx: Context, req: functions.messages.SendScheduledMessages) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    gone, new = await due.send_now(ctx.tx, ctx.viewer, peer, _checked(req.id))
    return await results.told(ctx.tx, ctx.viewer, peer, [*new, *gone])


@method(functions.messages.DeleteScheduledMessages, writes=True)
async def delete_scheduled_messages(ctx: Context, req: functions.messages.DeleteScheduledMessages) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    gone = await rescheduling.delete(ctx.tx, ctx.viewer, peer, _checked(req.id))
    return await results.told(ctx.tx, ctx.viewer, peer, gone)


def _checked(ids: list[int]) -> list[int]:
    """Raises LIMIT_INVALID, MESSAGE_ID_INVALID."""
    if len(ids) > MAX_IDS:
        raise errors.LIMIT_INVALID
    if not all(0 < one <= schedule.MAX_ID for one in ids):
        raise errors.MESSAGE_ID_INVALID
    return ids
