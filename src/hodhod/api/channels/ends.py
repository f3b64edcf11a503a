"""What cannot be taken back: messages.editChatCreator, channels.deleteChannel, deleteHistory, deleteParticipantHistory;
messages.deleteChat."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.account.proof import proof
from hodhod.domain import clearing, closing, ownership
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views.chats import channel_id


@method(functions.messages.EditChatCreator, free=True)
async def edit_chat_creator(ctx: Context, req: functions.messages.EditChatCreator) -> types.TypeUpdates:
    proved = await proof(ctx, ctx.user, req.password)

    async def transfer(inner: Context) -> types.Updates:
        peer = await inputs.peer(inner, req.peer)
        if peer > 0:
            raise errors.PEER_ID_INVALID
        await ownership.transfer(inner.tx, inner.viewer, peer, await inputs.user(inner, req.user_id), proved)
        return await results.changed(inner.tx, inner.viewer, peer, [])

    return await ctx.write(transfer)


@method(functions.channels.DeleteChannel, writes=True)
async def delete_channel(ctx: Context, req: functions.channels.DeleteChannel) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    await closing.close(ctx.tx, ctx.viewer, peer)
    return await results.changed(ctx.tx, ctx.viewer, peer, [])


@method(functions.messages.DeleteChat, writes=True)
async def delete_chat(ctx: Context, req: functions.messages.DeleteChat) -> bool:
    await closing.close(ctx.tx, ctx.viewer, inputs.chat(req.chat_id))
    return True


@method(functions.channels.DeleteHistory, writes=True)
async def delete_history(ctx: Context, req: functions.channels.DeleteHistory) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    if req.for_everyone:
        await clearing.for_everybody(ctx.tx, ctx.viewer, peer, req.max_id)
        return await results.changed(ctx.tx, ctx.viewer, peer, [])
    mark = await clearing.for_oneself(ctx.tx, ctx.viewer, peer, req.max_id)
    told = types.UpdateChannelAvailableMessages(channel_id=channel_id(peer), available_min_id=mark)
    return await results.changed(ctx.tx, ctx.viewer, peer, [], [told])


@method(functions.channels.DeleteParticipantHistory, free=True)
async def delete_participant_history(
    ctx: Context, req: functions.channels.DeleteParticipantHistory
) -> types.messages.AffectedHistory:
    """One slice; the client repeats while `offset` is not 0. What somebody wrote is looked for off the loop."""

    async def named(inner: Context) -> tuple[Peer, int]:
        return await inputs.channel(inner, req.channel), await inputs.peer(inner, req.participant)

    async def find(inner: Context) -> list[int]:
        peer, user = await named(inner)
        return await clearing.written_by(inner.tx, inner.viewer, peer, user)

    async def remove(inner: Context) -> types.messages.AffectedHistory:
        peer, user = await named(inner)
        done = await clearing.remove_written(inner.tx, inner.viewer, peer, user, ids)
        return types.messages.AffectedHistory(pts=done.pts, pts_count=done.count, offset=done.left)

    ids = await ctx.db.read_heavy(lambda tx: find(ctx.within(tx)))
    return await ctx.write(remove)
