"""channels.inviteToChannel, joinChannel, leaveChannel."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.messages.chats import missing
from hodhod.api.messages.joining import come_in
from hodhod.domain import joins
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results

MAX_USERS = 200


@method(functions.channels.InviteToChannel, writes=True, flood="invite")
async def invite_to_channel(ctx: Context, req: functions.channels.InviteToChannel) -> types.messages.InvitedUsers:
    peer = await inputs.channel(ctx, req.channel)
    if len(req.users) > MAX_USERS:
        raise errors.USERS_TOO_MUCH
    users = [await inputs.user(ctx, given) for given in req.users]
    record, unwilling = await joins.invite_to_channel(ctx.tx, ctx.viewer, peer, users)
    updates = await results.changed(ctx.tx, ctx.viewer, peer, [record] if record else [])
    return types.messages.InvitedUsers(updates=updates, missing_invitees=missing(unwilling))


@method(functions.channels.JoinChannel, free=True, flood="join")
async def join_channel(ctx: Context, req: functions.channels.JoinChannel) -> types.messages.ChatInviteJoinResultOk:
    async def come(inner: Context, req: functions.channels.JoinChannel) -> joins.Arrival:
        return await joins.join(inner.tx, inner.viewer, await inputs.channel(inner, req.channel))

    return await come_in(ctx, req, come)


@method(functions.channels.LeaveChannel, writes=True)
async def leave_channel(ctx: Context, req: functions.channels.LeaveChannel) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    record = await joins.leave(ctx.tx, ctx.viewer, peer)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record] if record else [])
