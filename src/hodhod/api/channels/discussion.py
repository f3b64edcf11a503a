"""channels.getGroupsForDiscussion, setDiscussionGroup. core.telegram.org/api/discussion"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.domain import discussion
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described


@method(functions.channels.GetGroupsForDiscussion)
async def get_groups_for_discussion(
    ctx: Context, req: functions.channels.GetGroupsForDiscussion
) -> types.messages.Chats:
    _, chats = await described(ctx.tx, ctx.viewer, await discussion.suitable(ctx.tx, ctx.viewer))
    return types.messages.Chats(chats=chats)


@method(functions.channels.SetDiscussionGroup, writes=True)
async def set_discussion_group(ctx: Context, req: functions.channels.SetDiscussionGroup) -> bool:
    await discussion.link(ctx.tx, ctx.viewer, await _given(ctx, req.broadcast), await _given(ctx, req.group))
    return True


async def _given(ctx: Context, channel: types.TypeInputChannel) -> Peer | None:
    return None if isinstance(channel, types.InputChannelEmpty) else await inputs.channel(ctx, channel)
