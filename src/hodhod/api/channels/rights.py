"""Who may do what: channels.editAdmin, editBanned; messages.editChatAdmin, editChatDefaultBannedRights.
core.telegram.org/api/rights"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import banning, promoting, rights
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import results
from hodhod.views.state import default_rights


@method(functions.channels.EditAdmin, writes=True)
async def edit_admin(ctx: Context, req: functions.channels.EditAdmin) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    user = await inputs.user(ctx, req.user_id)
    await promoting.edit_admin(ctx.tx, ctx.viewer, peer, user, rights.bits_of(req.admin_rights), req.rank)
    return await results.changed(ctx.tx, ctx.viewer, peer, [])


@method(functions.channels.EditBanned, writes=True)
async def edit_banned(ctx: Context, req: functions.channels.EditBanned) -> types.TypeUpdates:
    peer = await inputs.channel(ctx, req.channel)
    user = await inputs.peer(ctx, req.participant)
    if user <= 0:
        raise errors.PARTICIPANT_ID_INVALID
    bits, until = rights.bits_of(req.banned_rights), req.banned_rights.until_date
    record = await banning.edit_banned(ctx.tx, ctx.viewer, peer, user, bits, until)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record] if record else [])


@method(functions.messages.EditChatAdmin, writes=True)
async def edit_chat_admin(ctx: Context, req: functions.messages.EditChatAdmin) -> bool:
    peer = inputs.chat(req.chat_id)
    await promoting.edit_chat_admin(ctx.tx, ctx.viewer, peer, await inputs.user(ctx, req.user_id), req.is_admin)
    return True


@method(functions.messages.EditChatDefaultBannedRights, writes=True)
async def edit_chat_default_banned_rights(
    ctx: Context, req: functions.messages.EditChatDefaultBannedRights
) -> types.TypeUpdates:
    peer = await inputs.peer(ctx, req.peer)
    if peer > 0:
        raise errors.PEER_ID_INVALID
    bits, until = rights.bits_of(req.banned_rights), req.banned_rights.until_date
    await banning.edit_default_rights(ctx.tx, ctx.viewer, peer, bits, until)
    changed = await default_rights(ctx.tx, peer)
    return await results.changed(ctx.tx, ctx.viewer, peer, [], [changed] if changed else [])
