"""Pins, marks and folders of the chat list."""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import dialogs, folders, settings
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.refs import peer_of

MAX_PEERS = 200


async def dialog_peer(ctx: Context, given: types.TypeInputDialogPeer) -> Peer:
    """Raises PEER_ID_INVALID."""
    if not isinstance(given, types.InputDialogPeer):
        raise errors.PEER_ID_INVALID
    return await inputs.peer(ctx, given.peer)


@method(functions.messages.ToggleDialogPin, writes=True)
async def toggle_dialog_pin(ctx: Context, req: functions.messages.ToggleDialogPin) -> bool:
    await dialogs.pin(ctx.tx, ctx.viewer, await dialog_peer(ctx, req.peer), req.pinned)
    return True


@method(functions.messages.ReorderPinnedDialogs, writes=True)
async def reorder_pinned_dialogs(ctx: Context, req: functions.messages.ReorderPinnedDialogs) -> bool:
    wanted = [await dialog_peer(ctx, given) for given in req.order[:MAX_PEERS]]
    await dialogs.reorder(ctx.tx, ctx.viewer, req.folder_id, wanted, req.force)
    return True


@method(functions.messages.MarkDialogUnread, writes=True)
async def mark_dialog_unread(ctx: Context, req: functions.messages.MarkDialogUnread) -> bool:
    await dialogs.mark_unread(ctx.tx, ctx.viewer, await dialog_peer(ctx, req.peer), req.unread)
    return True


@method(functions.messages.GetDialogUnreadMarks)
async def get_dialog_unread_marks(
    ctx: Context, req: functions.messages.GetDialogUnreadMarks
) -> list[types.TypeDialogPeer]:
    return [types.DialogPeer(peer=peer_of(p)) for p in await dialogs.marked_unread(ctx.tx, ctx.viewer)]


@method(functions.messages.GetDialogFilters)
async def get_dialog_filters(ctx: Context, req: functions.messages.GetDialogFilters) -> types.messages.DialogFilters:
    kept = await folders.listed(ctx.tx, ctx.viewer)
    tags = await settings.get(ctx.tx, ctx.viewer, "folder_tags")
    return types.messages.DialogFilters(tags_enabled=tags, filters=[types.DialogFilterDefault(), *kept])


@method(functions.messages.ToggleDialogFilterTags, writes=True)
async def toggle_dialog_filter_tags(ctx: Context, req: functions.messages.ToggleDialogFilterTags) -> bool:
    """Are chats to be shown with the names of their folders?"""
    await settings.put(ctx.tx, ctx.viewer, folder_tags=req.enabled)
    return True


@method(functions.messages.UpdateDialogFilter, writes=True)
async def update_dialog_filter(ctx: Context, req: functions.messages.UpdateDialogFilter) -> bool:
    await folders.save(ctx.tx, ctx.viewer, req.id, req.filter)
    return True


@method(functions.messages.UpdateDialogFiltersOrder, writes=True)
async def update_dialog_filters_order(ctx: Context, req: functions.messages.UpdateDialogFiltersOrder) -> bool:
    await folders.reorder(ctx.tx, ctx.viewer, req.order)
    return True
