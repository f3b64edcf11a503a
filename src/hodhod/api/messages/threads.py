"""Comments and threads: messages.getDiscussionMessage, getReplies, readDiscussion. core.telegram.org/api/threads"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import history, thread_reading, threads
from hodhod.domain.history import Window
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists
from hodhod.views import threads as view


@method(functions.messages.GetDiscussionMessage)
async def get_discussion_message(
    ctx: Context, req: functions.messages.GetDiscussionMessage
) -> types.messages.DiscussionMessage:
    thread = await threads.find(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.msg_id)
    return await view.discussion_message(ctx.tx, ctx.viewer, thread)


@method(functions.messages.GetReplies)
async def get_replies(ctx: Context, req: functions.messages.GetReplies) -> types.messages.TypeMessages:
    thread = await threads.find(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.msg_id)
    first = max(req.min_id, await threads.first_hidden(ctx.tx, ctx.viewer, thread))
    window = Window(req.limit, req.offset_id, req.offset_date, req.add_offset, first, req.max_id)
    rows = await history.page(ctx.tx, thread.peer, thread.id, window, thread.messages)
    total = await history.total(ctx.tx, thread.peer, thread.id, thread.messages)
    return await lists.of_channel(ctx.tx, ctx.viewer, thread.peer, rows, total)


@method(functions.messages.ReadDiscussion, writes=True)
async def read_discussion(ctx: Context, req: functions.messages.ReadDiscussion) -> bool:
    thread = await threads.find(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.msg_id)
    await thread_reading.read(ctx.tx, ctx.viewer, thread, req.read_max_id)
    return True
