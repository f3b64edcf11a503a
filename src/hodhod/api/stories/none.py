"""Stories: nobody has any. core.telegram.org/api/stories"""

from __future__ import annotations

from hodhod.api import inputs
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of

# of the list of all stories, which never changes; an empty one is an error to TDLib
STATE = "0"


@method(functions.stories.GetAllStories, static=True)
async def get_all_stories(ctx: Context, req: functions.stories.GetAllStories) -> types.stories.TypeAllStories:
    stealth = types.StoriesStealthMode()
    if req.state == STATE and not req.next:
        return types.stories.AllStoriesNotModified(state=STATE, stealth_mode=stealth)
    return types.stories.AllStories(count=0, state=STATE, peer_stories=[], chats=[], users=[], stealth_mode=stealth)


@method(functions.stories.GetPeerStories, static=True)
async def get_peer_stories(ctx: Context, req: functions.stories.GetPeerStories) -> types.stories.PeerStories:
    peer = await inputs.private(ctx, req.peer)
    users, chats = await described(ctx.tx, ctx.viewer, [peer])
    stories = types.PeerStories(peer=peer_of(peer), stories=[])
    return types.stories.PeerStories(stories=stories, chats=chats, users=users)


@method(functions.stories.GetAllReadPeerStories, static=True)
async def get_all_read_peer_stories(ctx: Context, req: functions.stories.GetAllReadPeerStories) -> types.Updates:
    return types.Updates(updates=[], users=[], chats=[], date=ctx.now, seq=0)


@method(functions.stories.GetPeerMaxIDs, static=True)
async def get_peer_max_ids(ctx: Context, req: functions.stories.GetPeerMaxIDs) -> list[types.TypeRecentStory]:
    """As many as were asked for: clients pair them by place."""
    return [types.RecentStory() for _ in req.id]
