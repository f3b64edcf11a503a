"""What changed in the contacts, as the answer of the methods that change them."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.updates import StateChanged, StateKind
from hodhod.rpc.context import Context
from hodhod.store.records import State
from hodhod.tl import types
from hodhod.views.updates import render


async def bars(ctx: Context, users: Sequence[int]) -> types.TypeUpdates:
    """updatePeerSettings of each of these users, and the users themselves, as other sessions are told."""
    rows = [StateChanged(ctx.user, State(ctx.user, StateKind.PEER_SETTINGS, user, ctx.now, None)) for user in users]
    found = await render(ctx.tx, ctx.viewer, rows)
    return found or types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)
