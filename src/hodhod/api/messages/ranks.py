"""messages.editChatParticipantRank, getFutureChatCreatorAfterLeave. core.telegram.org/api/rank"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import heirs, ranks
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views.peers import described


@method(functions.messages.EditChatParticipantRank, writes=True)
async def edit_chat_participant_rank(
    ctx: Context, req: functions.messages.EditChatParticipantRank
) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    user = await inputs.peer(ctx, req.participant)
    if user < 0:
        raise errors.PARTICIPANT_ID_INVALID
    await ranks.edit(ctx.tx, ctx.viewer, peer, user, req.rank)
    return await results.changed(ctx.tx, ctx.viewer, peer, [])


@method(functions.messages.GetFutureChatCreatorAfterLeave)
async def get_future_chat_creator_after_leave(
    ctx: Context, req: functions.messages.GetFutureChatCreatorAfterLeave
) -> types.TypeUser:
    """userEmpty: nobody, the chat can only be deleted."""
    heir = await heirs.future(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer))
    users, _ = await described(ctx.tx, ctx.viewer, {heir} - {0})
    return users[0] if users else types.UserEmpty(id=0)
