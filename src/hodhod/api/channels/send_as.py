"""As whom one writes: channels.getSendAs, messages.saveDefaultSendAs."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import sending_as
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of


@method(functions.channels.GetSendAs)
async def get_send_as(ctx: Context, req: functions.channels.GetSendAs) -> types.channels.SendAsPeers:
    """There are no paid reactions and no live stories here, so nobody to give or tell them as but oneself."""
    peer = await inputs.peer(ctx, req.peer)
    if peer > 0:
        raise errors.PEER_ID_INVALID
    found = await sending_as.choices(ctx.tx, ctx.viewer, peer)
    if req.for_paid_reactions or req.for_live_stories:
        found = [int(ctx.user)]
    users, chats = await described(ctx.tx, ctx.viewer, [*found, peer])
    return types.channels.SendAsPeers(
        peers=[types.SendAsPeer(peer=peer_of(one)) for one in found], chats=chats, users=users
    )


@method(functions.messages.SaveDefaultSendAs, writes=True)
async def save_default_send_as(ctx: Context, req: functions.messages.SaveDefaultSendAs) -> bool:
    peer = await inputs.peer(ctx, req.peer)
    if peer > 0:
        raise errors.PEER_ID_INVALID
    await sending_as.choose(ctx.tx, ctx.viewer, peer, await inputs.peer(ctx, req.send_as))
    return True
