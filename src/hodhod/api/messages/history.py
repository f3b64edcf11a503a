"""Reading messages: messages.getHistory, messages.getMessages."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import access, history, messages
from hodhod.domain.history import Window
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists

MAX_IDS = 100


@method(functions.messages.GetHistory)
async def get_history(ctx: Context, req: functions.messages.GetHistory) -> types.messages.TypeMessages:
    peer = await inputs.peer(ctx, req.peer)
    seen = await access.readable(ctx.tx, ctx.viewer, peer)
    first = max(req.min_id, access.first_hidden(seen)) if seen is not None else req.min_id
    window = Window(req.limit, req.offset_id, req.offset_date, req.add_offset, first, req.max_id)
    box = ctx.viewer.box(peer)
    rows = await history.page(ctx.tx, box, peer, window)
    total = await history.total(ctx.tx, box, peer)
    if is_channel(peer):
        return await lists.of_channel(ctx.tx, ctx.viewer, peer, rows, total)
    return await lists.messages(ctx.tx, ctx.viewer, rows, total)


@method(functions.messages.GetMessages)
async def get_messages(ctx: Context, req: functions.messages.GetMessages) -> types.messages.TypeMessages:
    wanted = [given.id for given in req.id[:MAX_IDS] if isinstance(given, types.InputMessageID)]
    rows = await messages.own(ctx.tx, ctx.viewer, wanted)
    return await lists.chosen(ctx.tx, ctx.viewer, wanted, rows)
