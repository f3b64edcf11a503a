"""Block lists: contacts.block, unblock, setBlocked, getBlocked. core.telegram.org/api/block"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, blocking
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of

MAX_PAGE = 100


@method(functions.contacts.Block, writes=True)
async def block(ctx: Context, req: functions.contacts.Block) -> bool:
    peer = await _person(ctx, req.id)
    await blocking.block(ctx.tx, ctx.viewer, peer, _list(req.my_stories_from))
    return True


@method(functions.contacts.Unblock, writes=True)
async def unblock(ctx: Context, req: functions.contacts.Unblock) -> bool:
    peer = await _person(ctx, req.id)
    await blocking.unblock(ctx.tx, ctx.viewer, peer, _list(req.my_stories_from))
    return True


@method(functions.contacts.SetBlocked, writes=True)
async def set_blocked(ctx: Context, req: functions.contacts.SetBlocked) -> bool:
    if len(req.id) > blocking.MAX_BLOCKED:
        raise errors.LIMIT_INVALID
    people = [await _person(ctx, given) for given in req.id]
    await blocking.replace(ctx.tx, ctx.viewer, people, _list(req.my_stories_from))
    return True


@method(functions.contacts.GetBlocked)
async def get_blocked(ctx: Context, req: functions.contacts.GetBlocked) -> types.contacts.TypeBlocked:
    which, offset = _list(req.my_stories_from), max(0, req.offset)
    rows, total = await blocking.page(ctx.tx, ctx.viewer, which, offset, max(1, min(req.limit, MAX_PAGE)))
    users, chats = await described(ctx.tx, ctx.viewer, [peer for peer, _ in rows])
    blocked: list[types.TypePeerBlocked] = [types.PeerBlocked(peer_id=peer_of(peer), date=date) for peer, date in rows]
    if not offset and len(rows) == total:
        return types.contacts.Blocked(blocked=blocked, chats=chats, users=users)
    return types.contacts.BlockedSlice(count=total, blocked=blocked, chats=chats, users=users)


async def _person(ctx: Context, given: types.TypeInputPeer) -> int:
    """Somebody that there is. Raises PEER_ID_INVALID."""
    peer = await inputs.private(ctx, given)
    await access.private_peer(ctx.tx, ctx.viewer, peer)
    return peer


def _list(stories: bool) -> int:
    return blocking.STORIES if stories else blocking.PEOPLE
