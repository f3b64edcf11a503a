"""messages.editChatParticipantRank. core.telegram.org/api/rank"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import ranks
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results


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
