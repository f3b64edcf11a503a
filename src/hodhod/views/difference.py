"""updates.Difference: a slice of the log, shown by the same functions as the live push."""

from __future__ import annotations

from hodhod.domain.dialogs import chosen
from hodhod.domain.difference import Missed
from hodhod.domain.viewer import Viewer
from hodhod.store import messages as store_messages
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import dialogs
from hodhod.views import messages as view
from hodhod.views.chats import channel_id
from hodhod.views.peers import described_in
from hodhod.views.updates import build

# seconds after which a client that has the channel open asks again
CHANNEL_TIMEOUT = 30
NEWEST = 30


async def difference(
    tx: Tx, viewer: Viewer, missed: Missed, state: types.updates.State
) -> types.updates.TypeDifference:
    """The slice as updates.difference when it is the last one, else updates.differenceSlice."""
    rows = [record.message for record in missed.messages]
    others, peers = await build(tx, viewer, [*missed.others, *missed.states])
    for peer, pts in missed.channels:
        peers.add(peer)
        others.append(types.UpdateChannelTooLong(channel_id=channel_id(peer), pts=pts))
    # a client that just started may not know its own user yet: TDLib complains when a message to it comes without
    own = {int(viewer.user)} if rows or others else set()
    users, chats = await described_in(tx, viewer, rows, peers | own)
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


async def channel_difference(tx: Tx, viewer: Viewer, peer: int, missed: Missed) -> types.updates.TypeChannelDifference:
    """A slice of a channel's log."""
    # TDLib complains of a timeout where more follows at once
    timeout = CHANNEL_TIMEOUT if missed.final else None
    if not missed.messages and not missed.others and not missed.states:
        return types.updates.ChannelDifferenceEmpty(final=missed.final, pts=missed.pts, timeout=timeout)
    rows = [record.message for record in missed.messages]
    others, peers = await build(tx, viewer, [*missed.others, *missed.states])
    users, chats = await described_in(tx, viewer, rows, peers | {peer})
    return types.updates.ChannelDifference(
        final=missed.final,
        pts=missed.pts,
        timeout=timeout,
        new_messages=await view.messages(tx, viewer, rows),
        other_updates=others,
        chats=chats,
        users=users,
    )


async def channel_too_long(tx: Tx, viewer: Viewer, peer: int, hidden: int) -> types.updates.ChannelDifferenceTooLong:
    """Instead of a very long log: the dialog as it is and its newest messages, but for those up to the id `hidden`."""
    rows = await store_messages.older(tx, peer, peer, 2**31 - 1, hidden, NEWEST)
    found = await dialogs.parts(tx, viewer, await chosen(tx, viewer, [peer]))
    users, chats = await described_in(tx, viewer, rows, {peer})
    return types.updates.ChannelDifferenceTooLong(
        final=True,
        timeout=CHANNEL_TIMEOUT,
        dialog=found.dialogs[0],
        messages=await view.messages(tx, viewer, rows),
        chats=chats,
        users=users,
    )
