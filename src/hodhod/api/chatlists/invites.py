"""Links to folders: making them. core.telegram.org/api/folders#shared-folders"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import chatlists, invites
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import chatlists as view

MAX_PEERS = 200


@method(functions.chatlists.ExportChatlistInvite, writes=True, once=True, flood="invite")
async def export_chatlist_invite(
    ctx: Context, req: functions.chatlists.ExportChatlistInvite
) -> types.chatlists.ExportedChatlistInvite:
    slug = invites.new_hash(ctx.services.random(invites.HASH_BYTES))
    peers = [await inputs.peer(ctx, one) for one in req.peers[:MAX_PEERS]]
    folder, row = await chatlists.export(ctx.tx, ctx.viewer, req.chatlist.filter_id, req.title, peers, slug)
    return types.chatlists.ExportedChatlistInvite(filter=folder, invite=view.exported(ctx.viewer, row))


@method(functions.chatlists.EditExportedInvite, writes=True)
async def edit_exported_invite(
    ctx: Context, req: functions.chatlists.EditExportedInvite
) -> types.ExportedChatlistInvite:
    peers = None if req.peers is None else [await inputs.peer(ctx, one) for one in req.peers[:MAX_PEERS]]
    row = await chatlists.edit(ctx.tx, ctx.viewer, req.chatlist.filter_id, req.slug, req.title, peers)
    return view.exported(ctx.viewer, row)


@method(functions.chatlists.DeleteExportedInvite, writes=True)
async def delete_exported_invite(ctx: Context, req: functions.chatlists.DeleteExportedInvite) -> bool:
    await chatlists.delete(ctx.tx, ctx.viewer, req.chatlist.filter_id, req.slug)
    return True


@method(functions.chatlists.GetExportedInvites)
async def get_exported_invites(
    ctx: Context, req: functions.chatlists.GetExportedInvites
) -> types.chatlists.ExportedInvites:
    rows = await chatlists.listed(ctx.tx, ctx.viewer, req.chatlist.filter_id)
    return await view.listed(ctx.tx, ctx.viewer, rows)
