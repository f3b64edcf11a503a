"""Links to folders: none are made here, so no folder has one and none leads anywhere.
core.telegram.org/api/links#chat-folder-links"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import folders
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.chatlists.GetExportedInvites)
async def get_exported_invites(
    ctx: Context, req: functions.chatlists.GetExportedInvites
) -> types.chatlists.ExportedInvites:
    """Raises FILTER_ID_INVALID."""
    await folders.check_there(ctx.tx, ctx.viewer, req.chatlist.filter_id)
    return types.chatlists.ExportedInvites(invites=[], chats=[], users=[])


@method(functions.chatlists.CheckChatlistInvite)
async def check_chatlist_invite(
    ctx: Context, req: functions.chatlists.CheckChatlistInvite
) -> types.chatlists.TypeChatlistInvite:
    raise errors.INVITE_SLUG_EXPIRED if req.slug else errors.INVITE_SLUG_EMPTY


@method(functions.chatlists.JoinChatlistInvite)
async def join_chatlist_invite(ctx: Context, req: functions.chatlists.JoinChatlistInvite) -> types.TypeUpdates:
    raise errors.INVITE_SLUG_EXPIRED if req.slug else errors.INVITE_SLUG_EMPTY
