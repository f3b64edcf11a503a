"""messages.sendVote, getPollResults, getPollVotes, addPollAnswer, deletePollAnswer, getUnreadPollVotes, readPollVotes.
core.telegram.org/api/poll"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.window import window
from hodhod.domain import difference, poll_answers, polls
from hodhod.domain.poll_making import MAX_ANSWERS
from hodhod.ids import is_channel
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import lists, results
from hodhod.views import polls as view

MAX_PAGE = 100


@method(functions.messages.SendVote, writes=True, flood="react")
async def send_vote(ctx: Context, req: functions.messages.SendVote) -> types.TypeUpdates:
    if len(req.options) > MAX_ANSWERS:
        raise errors.OPTIONS_TOO_MUCH
    peer = await inputs.peer(ctx, req.peer)
    row = await polls.vote(ctx.tx, ctx.viewer, peer, req.msg_id, req.options)
    return await view.present(ctx.tx, ctx.viewer, row)


@method(functions.messages.GetPollResults)
async def get_poll_results(ctx: Context, req: functions.messages.GetPollResults) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    _, row = await polls.of_message(ctx.tx, ctx.viewer, peer, req.msg_id)
    return await view.present(ctx.tx, ctx.viewer, row, req.poll_hash)


@method(functions.messages.GetPollVotes)
async def get_poll_votes(ctx: Context, req: functions.messages.GetPollVotes) -> types.messages.VotesList:
    peer = await inputs.peer(ctx, req.peer)
    limit = max(0, min(req.limit, MAX_PAGE))
    page = await polls.votes(ctx.tx, ctx.viewer, (peer, req.id), req.option, (req.offset or "", limit))
    return await view.votes(ctx.tx, ctx.viewer, page)


@method(functions.messages.AddPollAnswer, writes=True, flood="send")
async def add_poll_answer(ctx: Context, req: functions.messages.AddPollAnswer) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    records = await poll_answers.add(ctx.tx, ctx.viewer, peer, req.msg_id, req.answer)
    return await results.told(ctx.tx, ctx.viewer, peer, records)


@method(functions.messages.DeletePollAnswer, writes=True, flood="send")
async def delete_poll_answer(ctx: Context, req: functions.messages.DeletePollAnswer) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    records = await poll_answers.delete(ctx.tx, ctx.viewer, peer, req.msg_id, req.option)
    return await results.told(ctx.tx, ctx.viewer, peer, records)


@method(functions.messages.GetUnreadPollVotes)
async def get_unread_poll_votes(
    ctx: Context, req: functions.messages.GetUnreadPollVotes
) -> types.messages.TypeMessages:
    peer = await inputs.peer(ctx, req.peer)
    rows = await polls.unread(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    if is_channel(peer):
        return await lists.of_channel(ctx.tx, ctx.viewer, peer, window(rows, req), len(rows))
    return await lists.messages(ctx.tx, ctx.viewer, window(rows, req), len(rows))


@method(functions.messages.ReadPollVotes, writes=True)
async def read_poll_votes(ctx: Context, req: functions.messages.ReadPollVotes) -> types.messages.AffectedHistory:
    """It takes no pts. The client repeats while `offset` is not 0."""
    peer = await inputs.peer(ctx, req.peer)
    left = await polls.read_all(ctx.tx, ctx.viewer, peer, req.top_msg_id or 0)
    pts = await difference.pts_of(ctx.tx, ctx.viewer, ctx.viewer.box(peer))
    return types.messages.AffectedHistory(pts=pts, pts_count=0, offset=left)
