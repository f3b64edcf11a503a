"""messages.getMessagesViews."""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import viewing
from hodhod.domain.viewing import Seen
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described_in


@method(functions.messages.GetMessagesViews)
async def get_messages_views(ctx: Context, req: functions.messages.GetMessagesViews) -> types.messages.MessageViews:
    """One entry for each id, without numbers for what has none. A view is counted a few seconds later."""
    peer = await inputs.peer(ctx, req.peer)
    found = await viewing.looked_up(ctx.tx, ctx.viewer, peer, req.id)
    if req.increment:
        ctx.services.look(ctx.user, [one.place for one in found if one.place is not None])
    users, chats = await described_in(ctx.tx, ctx.viewer, [one.row for one in found if one.row])
    return types.messages.MessageViews(views=[_counters(one) for one in found], chats=chats, users=users)


def _counters(one: Seen) -> types.MessageViews:
    if one.post is None:
        return types.MessageViews()
    return types.MessageViews(views=max(one.post.views, 1), forwards=one.post.forwards)
