"""updates.Difference: a slice of the log, shown by the same functions as the live push."""

from __future__ import annotations

from hodhod.domain import mentions
from hodhod.domain.difference import Missed
from hodhod.domain.viewer import Viewer
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.peers import described
from hodhod.views.updates import build


async def difference(
    tx: Tx, viewer: Viewer, missed: Missed, state: types.updates.State
) -> types.updates.TypeDifference:
    """The slice as updates.difference when it is the last one, else updates.differenceSlice."""
    rows = [record.message for record in missed.messages]
    others, peers = await build(tx, viewer, [*missed.others, *missed.states])
    # a client that just started may not know its own user yet: TDLib complains when a message to it comes without
    own = {int(viewer.user)} if rows or others else set()
    users, chats = await described(tx, viewer, peers | mentions.peers_of(rows) | own)
    shown = await view.messages(tx, viewer, rows)
    if missed.final:
        return types.updates.Difference(
            new_messages=shown, new_encrypted_messages=[], other_updates=others, chats=chats, users=users, state=state
        )
    return types.updates.DifferenceSlice(
        new_messages=shown,
        new_encrypted_messages=[],
        other_updates=others,
        chats=chats,
        users=users,
        intermediate_state=state,
    )
