"""Lists of usernames: account.reorderUsernames, toggleUsername, channels.reorderUsernames, toggleUsername,
deactivateAllUsernames."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import access, username_lists
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.account.ReorderUsernames)
async def reorder_usernames(ctx: Context, req: functions.account.ReorderUsernames) -> bool:
    username_lists.reorder((await access.myself(ctx.tx, ctx.viewer)).username, req.order)
    return True


@method(functions.account.ToggleUsername)
async def toggle_username(ctx: Context, req: functions.account.ToggleUsername) -> bool:
    username_lists.toggle((await access.myself(ctx.tx, ctx.viewer)).username, req.username, req.active)
    return True


async def _own(ctx: Context, given: types.TypeInputChannel) -> str | None:
    return await username_lists.of_chat(ctx.tx, ctx.viewer, await inputs.channel(ctx, given))


@method(functions.channels.ReorderUsernames)
async def reorder_channel_usernames(ctx: Context, req: functions.channels.ReorderUsernames) -> bool:
    username_lists.reorder(await _own(ctx, req.channel), req.order)
    return True


@method(functions.channels.ToggleUsername)
async def toggle_channel_username(ctx: Context, req: functions.channels.ToggleUsername) -> bool:
    username_lists.toggle(await _own(ctx, req.channel), req.username, req.active)
    return True


@method(functions.channels.DeactivateAllUsernames)
async def deactivate_all_usernames(ctx: Context, req: functions.channels.DeactivateAllUsernames) -> bool:
    """Those that were bought, of which there are none: the one that was chosen stays."""
    await _own(ctx, req.channel)
    return True
