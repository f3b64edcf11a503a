"""Reading messages: messages.getHistory, getPersonalChannelHistory, getMessages."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import access, history, messages, personal_channel
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


@method(functions.messages.GetPersonalChannelHistory)
async def get_personal_channel_history(
    ctx: Context, req: functions.messages.GetPersonalChannelHistory
) -> types.messages.TypeMessages:
    """The newest of a profile's channel; nothing where there is none."""
    user = await access.user(ctx.tx, ctx.viewer, await inputs.user(ctx, req.user_id))
    seen = await personal_channel.find(ctx.tx, ctx.viewer, user.user)
    if seen is None:
        return types.messages.Messages(messages=[], topics=[], chats=[], users=[])
    peer, first = seen.chat.peer, max(req.min_id, access.first_hidden(seen))
    rows = await history.page(ctx.tx, peer, peer, Window(req.limit, min_id=first, max_id=req.max_id))
    return await lists.of_channel(ctx.tx, ctx.viewer, peer, rows, await history.total(ctx.tx, peer, peer))


@method(functions.messages.GetMessages)
async def get_messages(ctx: Context, req: functions.messages.GetMessages) -> types.messages.TypeMessages:
    wanted = [given.id for given in req.id[:MAX_IDS] if isinstance(given, types.InputMessageID)]
    rows = await messages.own(ctx.tx, ctx.viewer, wanted)
    return await lists.chosen(ctx.tx, ctx.viewer, wanted, rows)
