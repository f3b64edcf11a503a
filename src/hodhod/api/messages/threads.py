"""Comments and threads: messages.getDiscussionMessage, getReplies, readDiscussion. core.telegram.org/api/threads"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import history, threads
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
    root = thread.root.copy.id
    window = Window(req.limit, req.offset_id, req.offset_date, req.add_offset, req.min_id, req.max_id)
    rows = await history.page(ctx.tx, thread.peer, root, window, history.THREADS)
    total = await history.total(ctx.tx, thread.peer, root, history.THREADS)
    return await lists.of_channel(ctx.tx, ctx.viewer, thread.peer, rows, total)


@method(functions.messages.ReadDiscussion, writes=True)
async def read_discussion(ctx: Context, req: functions.messages.ReadDiscussion) -> bool:
    thread = await threads.find(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.msg_id)
    await threads.read(ctx.tx, ctx.viewer, thread, req.read_max_id)
    return True
