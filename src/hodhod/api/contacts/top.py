"""Top peers: contacts.getTopPeers, resetTopPeerRating, toggleTopPeers. core.telegram.org/api/top-rating"""

from __future__ import annotations

from collections.abc import Mapping

from hodhod.api import inputs
from hodhod.domain import access, settings, top_peers
from hodhod.domain.listing import vector_hash
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import peers
from hodhod.views.refs import peer_of

MAX_PAGE = 100


@method(functions.contacts.GetTopPeers)
async def get_top_peers(ctx: Context, req: functions.contacts.GetTopPeers) -> types.contacts.TypeTopPeers:
    """Only people and bots that the caller wrote to are rated; the other categories are empty."""
    if not await settings.get(ctx.tx, ctx.viewer, "top_peers"):
        return types.contacts.TopPeersDisabled()
    ratings = await top_peers.ratings(ctx.tx, ctx.viewer)
    seen = await access.seen(ctx.tx, ctx.viewer, [peer for peer in ratings if peer > 0])
    lists: list[tuple[types.TypeTopPeerCategory, list[int]]] = []
    if req.correspondents:
        lists.append((types.TopPeerCategoryCorrespondents(), top_peers.chosen(ratings, seen, bots=False)))
    if req.bots_pm:
        lists.append((types.TopPeerCategoryBotsPM(), top_peers.chosen(ratings, seen, bots=True)))
    first, last = max(0, req.offset), max(0, req.offset) + max(1, min(req.limit, MAX_PAGE))
    pages = [(category, ids[first:last], len(ids)) for category, ids in lists]
    shown = [peer for _, page, _ in pages for peer in page]
    if req.hash and req.hash == vector_hash(shown):
        return types.contacts.TopPeersNotModified()
    return types.contacts.TopPeers(
        categories=[_category(category, page, total, ratings) for category, page, total in pages if page],
        chats=[],
        users=[peers.user(seen[peer], ctx.viewer) for peer in dict.fromkeys(shown)],
    )


def _category(
    category: types.TypeTopPeerCategory, page: list[int], total: int, ratings: Mapping[int, float]
) -> types.TypeTopPeerCategoryPeers:
    rated: list[types.TypeTopPeer] = [types.TopPeer(peer=peer_of(peer), rating=ratings[peer]) for peer in page]
    return types.TopPeerCategoryPeers(category=category, count=total, peers=rated)


@method(functions.contacts.ResetTopPeerRating, writes=True)
async def reset_top_peer_rating(ctx: Context, req: functions.contacts.ResetTopPeerRating) -> bool:
    await top_peers.take_out(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer))
    return True


@method(functions.contacts.ToggleTopPeers, writes=True)
async def toggle_top_peers(ctx: Context, req: functions.contacts.ToggleTopPeers) -> bool:
    await settings.put(ctx.tx, ctx.viewer, top_peers=req.enabled)
    return True
