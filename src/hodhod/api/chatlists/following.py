"""Links to folders: following them, and what is added to them. core.telegram.org/api/folders#shared-folders"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.api import inputs
from hodhod.domain import chatlists, folders, following
from hodhod.domain.updates import NewMessage
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import chatlists as view
from hodhod.views.refs import peer_of

MAX_PEERS = 200


@method(functions.chatlists.CheckChatlistInvite, flood="resolve")
async def check_chatlist_invite(
    ctx: Context, req: functions.chatlists.CheckChatlistInvite
) -> types.chatlists.TypeChatlistInvite:
    return await view.offer(ctx.tx, ctx.viewer, await following.check(ctx.tx, ctx.viewer, req.slug))


@method(functions.chatlists.JoinChatlistInvite, writes=True, flood="join")
async def join_chatlist_invite(ctx: Context, req: functions.chatlists.JoinChatlistInvite) -> types.TypeUpdates:
    peers = await _peers(ctx, req.peers)
    folder, records = await following.join(ctx.tx, ctx.viewer, req.slug, peers)
    return await _answer(ctx, folder, records, peers)


@method(functions.chatlists.GetChatlistUpdates)
async def get_chatlist_updates(
    ctx: Context, req: functions.chatlists.GetChatlistUpdates
) -> types.chatlists.ChatlistUpdates:
    peers = await following.missing(ctx.tx, ctx.viewer, req.chatlist.filter_id)
    return await view.missing(ctx.tx, ctx.viewer, peers)


@method(functions.chatlists.JoinChatlistUpdates, writes=True, flood="join")
async def join_chatlist_updates(ctx: Context, req: functions.chatlists.JoinChatlistUpdates) -> types.TypeUpdates:
    peers, folder = await _peers(ctx, req.peers), req.chatlist.filter_id
    return await _answer(ctx, folder, await following.join_missing(ctx.tx, ctx.viewer, folder, peers), peers)


@method(functions.chatlists.HideChatlistUpdates, writes=True)
async def hide_chatlist_updates(ctx: Context, req: functions.chatlists.HideChatlistUpdates) -> bool:
    await following.hide_missing(ctx.tx, ctx.viewer, req.chatlist.filter_id)
    return True


@method(functions.chatlists.GetLeaveChatlistSuggestions)
async def get_leave_chatlist_suggestions(
    ctx: Context, req: functions.chatlists.GetLeaveChatlistSuggestions
) -> list[types.TypePeer]:
    return [peer_of(peer) for peer in await following.to_leave(ctx.tx, ctx.viewer, req.chatlist.filter_id)]


@method(functions.chatlists.LeaveChatlist, writes=True)
async def leave_chatlist(ctx: Context, req: functions.chatlists.LeaveChatlist) -> types.TypeUpdates:
    peers, folder = await _peers(ctx, req.peers), req.chatlist.filter_id
    records = await following.leave(ctx.tx, ctx.viewer, folder, peers)
    update = types.UpdateDialogFilter(id=folder)
    return await view.changed(ctx.tx, ctx.viewer, update, records, set(peers))


async def _peers(ctx: Context, given: Sequence[types.TypeInputPeer]) -> list[Peer]:
    return [await inputs.peer(ctx, one) for one in given[:MAX_PEERS]]


async def _answer(ctx: Context, folder: int, records: Sequence[NewMessage], peers: Sequence[Peer]) -> types.TypeUpdates:
    kept = await folders.find(ctx.tx, ctx.viewer, folder)
    # what was asked for beside the link's chats is not described
    inside = set(chatlists.peers_of(kept)).intersection(peers)
    return await view.changed(ctx.tx, ctx.viewer, types.UpdateDialogFilter(id=folder, filter=kept), records, inside)
