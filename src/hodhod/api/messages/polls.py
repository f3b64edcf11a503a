"""messages.sendVote, getPollResults, getPollVotes. core.telegram.org/api/poll"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import polls
from hodhod.domain.poll_making import MAX_ANSWERS
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
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
