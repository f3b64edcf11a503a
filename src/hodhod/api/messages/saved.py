"""Saved Messages by origin: getSavedDialogs, getSavedHistory, pins. core.telegram.org/api/saved-messages

`parent_peer` asks for the topics of a channel's direct messages, which are not here.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.messages.dialogs import MAX_PEERS, offset_of
from hodhod.api.messages.folders import dialog_peer
from hodhod.domain import deleting, history, saved
from hodhod.domain.history import SAVED, Window
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import SavedDialog
from hodhod.tl import functions, types
from hodhod.views import dialogs as view
from hodhod.views import lists


def _own(parent: types.TypeInputPeer | None) -> None:
    """Raises PARENT_PEER_INVALID."""
    if parent is not None:
        raise errors.PARENT_PEER_INVALID


@method(functions.messages.GetSavedDialogs)
async def get_saved_dialogs(ctx: Context, req: functions.messages.GetSavedDialogs) -> types.messages.TypeSavedDialogs:
    _own(req.parent_peer)
    offset = offset_of(ctx, req)
    page = await saved.page(ctx.tx, ctx.viewer, offset, req.limit, not req.exclude_pinned)
    whole = await _shown(ctx, page.dialogs)
    if offset is None and len(page.dialogs) >= page.total:
        return whole
    return types.messages.SavedDialogsSlice(
        count=page.total, dialogs=whole.dialogs, messages=whole.messages, chats=whole.chats, users=whole.users
    )


@method(functions.messages.GetPinnedSavedDialogs)
async def get_pinned_saved_dialogs(
    ctx: Context, req: functions.messages.GetPinnedSavedDialogs
) -> types.messages.TypeSavedDialogs:
    return await _shown(ctx, await saved.pinned(ctx.tx, ctx.viewer))


@method(functions.messages.GetSavedDialogsByID)
async def get_saved_dialogs_by_id(
    ctx: Context, req: functions.messages.GetSavedDialogsByID
) -> types.messages.TypeSavedDialogs:
    _own(req.parent_peer)
    peers = [await inputs.peer(ctx, given) for given in req.ids[:MAX_PEERS]]
    return await _shown(ctx, await saved.chosen(ctx.tx, ctx.viewer, peers))


async def _shown(ctx: Context, rows: list[SavedDialog]) -> types.messages.SavedDialogs:
    dialogs, messages, chats, users = await view.saved_parts(ctx.tx, ctx.viewer, rows)
    return types.messages.SavedDialogs(dialogs=dialogs, messages=messages, chats=chats, users=users)


@method(functions.messages.GetSavedHistory)
async def get_saved_history(ctx: Context, req: functions.messages.GetSavedHistory) -> types.messages.TypeMessages:
    _own(req.parent_peer)
    peer = await inputs.peer(ctx, req.peer)
    window = Window(req.limit, req.offset_id, req.offset_date, req.add_offset, req.min_id, req.max_id)
    rows = await history.page(ctx.tx, ctx.user, peer, window, SAVED)
    return await lists.messages(ctx.tx, ctx.viewer, rows, await history.total(ctx.tx, ctx.user, peer, SAVED))


@method(functions.messages.DeleteSavedHistory, writes=True)
async def delete_saved_history(
    ctx: Context, req: functions.messages.DeleteSavedHistory
) -> types.messages.AffectedHistory:
    """One slice; the client repeats while `offset` is not 0."""
    _own(req.parent_peer)
    peer = await inputs.peer(ctx, req.peer)
    min_date, max_date = req.min_date or 0, req.max_date or 0
    done = await deleting.delete_saved_history(ctx.tx, ctx.viewer, peer, req.max_id, min_date, max_date)
    return types.messages.AffectedHistory(pts=done.pts, pts_count=done.count, offset=done.left)


@method(functions.messages.ToggleSavedDialogPin, writes=True)
async def toggle_saved_dialog_pin(ctx: Context, req: functions.messages.ToggleSavedDialogPin) -> bool:
    await saved.pin(ctx.tx, ctx.viewer, await dialog_peer(ctx, req.peer), req.pinned)
    return True


@method(functions.messages.ReorderPinnedSavedDialogs, writes=True)
async def reorder_pinned_saved_dialogs(ctx: Context, req: functions.messages.ReorderPinnedSavedDialogs) -> bool:
    wanted = [await dialog_peer(ctx, given) for given in req.order[:MAX_PEERS]]
    await saved.reorder(ctx.tx, ctx.viewer, wanted, req.force)
    return True


@method(functions.messages.ReadSavedHistory, static=True)
async def read_saved_history(ctx: Context, req: functions.messages.ReadSavedHistory) -> bool:
    """It is for the topics of a channel's direct messages alone."""
    raise errors.PARENT_PEER_INVALID
