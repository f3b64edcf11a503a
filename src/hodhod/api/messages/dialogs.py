"""The chat list: messages.getDialogs, getPinnedDialogs, getPeerDialogs. core.telegram.org/method/messages.getDialogs"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.updates.difference import get_state
from hodhod.domain import dialogs as domain
from hodhod.ids import PeerKind, PeerRef
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import Dialog
from hodhod.tl import functions, types
from hodhod.views import dialogs as view

MAX_PEERS = 100
LAST_ID = 2**31 - 1


@method(functions.messages.GetDialogs)
async def get_dialogs(ctx: Context, req: functions.messages.GetDialogs) -> types.messages.TypeDialogs:
    offset = offset_of(ctx, req)
    page = await domain.page(ctx.tx, ctx.viewer, req.folder_id, offset, req.limit, not req.exclude_pinned)
    dialogs, messages, chats, users = await view.parts(ctx.tx, ctx.viewer, page.dialogs)
    if offset is None and len(dialogs) >= page.total:
        return types.messages.Dialogs(dialogs=dialogs, messages=messages, chats=chats, users=users)
    return types.messages.DialogsSlice(count=page.total, dialogs=dialogs, messages=messages, chats=chats, users=users)


def offset_of(
    ctx: Context, req: functions.messages.GetDialogs | functions.messages.GetSavedDialogs
) -> tuple[int, int, int] | None:
    """(date, id, peer) of the last dialog that the client has; None for the first page."""
    if not req.offset_date and not req.offset_id:
        return None
    return req.offset_date or 2**31 - 1, req.offset_id or LAST_ID, _place(ctx, req.offset_peer)


def _place(ctx: Context, given: types.TypeInputPeer) -> int:
    """Where a peer stands among dialogs of the same date: no access is asked for, so no hash is looked at."""
    if isinstance(given, types.InputPeerUser):
        return given.user_id
    if isinstance(given, types.InputPeerChat):
        return PeerRef(PeerKind.CHAT, given.chat_id).peer
    if isinstance(given, types.InputPeerChannel):
        return PeerRef(PeerKind.CHANNEL, given.channel_id).peer
    return ctx.user if isinstance(given, types.InputPeerSelf) else -(2**62)


@method(functions.messages.GetPinnedDialogs)
async def get_pinned_dialogs(ctx: Context, req: functions.messages.GetPinnedDialogs) -> types.messages.PeerDialogs:
    return await _peer_dialogs(ctx, await domain.pinned(ctx.tx, ctx.viewer, req.folder_id))


@method(functions.messages.GetPeerDialogs)
async def get_peer_dialogs(ctx: Context, req: functions.messages.GetPeerDialogs) -> types.messages.PeerDialogs:
    peers = []
    for given in req.peers[:MAX_PEERS]:
        if not isinstance(given, types.InputDialogPeer):
            raise errors.PEER_ID_INVALID
        peers.append(await inputs.peer(ctx, given.peer))
    return await _peer_dialogs(ctx, await domain.chosen(ctx.tx, ctx.viewer, peers))


async def _peer_dialogs(ctx: Context, rows: list[Dialog]) -> types.messages.PeerDialogs:
    dialogs, messages, chats, users = await view.parts(ctx.tx, ctx.viewer, rows)
    state = await get_state(ctx, functions.updates.GetState())
    return types.messages.PeerDialogs(dialogs=dialogs, messages=messages, chats=chats, users=users, state=state)
