"""folders.editPeerFolders: to the archive and back."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import dialogs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.updates import render

MAX_PEERS = 100


@method(functions.folders.EditPeerFolders, writes=True)
async def edit_peer_folders(ctx: Context, req: functions.folders.EditPeerFolders) -> types.TypeUpdates:
    wanted = [(await inputs.peer(ctx, given.peer), given.folder_id) for given in req.folder_peers[:MAX_PEERS]]
    record = await dialogs.move(ctx.tx, ctx.viewer, wanted)
    updates = await render(ctx.tx, ctx.viewer, [record]) if record else None
    return updates or types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)
