"""The bar above a chat: messages.getPeerSettings, hidePeerSettingsBar. core.telegram.org/api/action-bar"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import access
from hodhod.domain.updates import StateKind, set_state
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import peers, people


@method(functions.messages.GetPeerSettings)
async def get_peer_settings(ctx: Context, req: functions.messages.GetPeerSettings) -> types.messages.PeerSettings:
    seen = await access.private_peer(ctx.tx, ctx.viewer, await inputs.private(ctx, req.peer))
    settings = await people.peer_settings(ctx.tx, ctx.viewer, seen)
    return types.messages.PeerSettings(settings=settings, chats=[], users=[peers.user(seen, ctx.viewer)])


@method(functions.messages.HidePeerSettingsBar, writes=True)
async def hide_peer_settings_bar(ctx: Context, req: functions.messages.HidePeerSettingsBar) -> bool:
    peer = await inputs.private(ctx, req.peer)
    await access.private_peer(ctx.tx, ctx.viewer, peer)
    await set_state(ctx.tx, ctx.user, StateKind.PEER_SETTINGS, peer, people.CLOSED, ctx.now)
    return True
