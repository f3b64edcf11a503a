"""Top peers: contacts.getTopPeers, resetTopPeerRating, toggleTopPeers. core.telegram.org/api/top-rating"""

from __future__ import annotations

from collections.abc import Mapping

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, settings, top_peers
from hodhod.domain.listing import vector_hash
from hodhod.domain.top_peers import Ratings
from hodhod.ids import peer_ref
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of

MAX_PAGE = 100
CATEGORIES = (
    "correspondents", "bots_pm", "bots_inline", "bots_app", "bots_guestchat", "phone_calls",
    "forward_users", "forward_chats", "groups", "channels",
)  # fmt: skip
# a category, its peers, and their ratings
Rated = tuple[types.TypeTopPeerCategory, list[int], Mapping[int, float]]


@method(functions.contacts.GetTopPeers)
async def get_top_peers(ctx: Context, req: functions.contacts.GetTopPeers) -> types.contacts.TypeTopPeers:
    """Whom and where the caller wrote to; nobody is called here, and no bot answers inline. Raises TYPES_EMPTY."""
    if not any(getattr(req, name) for name in CATEGORIES):
        raise errors.TYPES_EMPTY
    if not await settings.get(ctx.tx, ctx.viewer, "top_peers"):
        return types.contacts.TopPeersDisabled()
    ratings = await top_peers.ratings(ctx.tx, ctx.viewer)
    lists = await _lists(ctx, req, ratings)
    first, last = max(0, req.offset), max(0, req.offset) + max(1, min(req.limit, MAX_PAGE))
    pages = [(category, ids[first:last], len(ids), rated) for category, ids, rated in lists]
    shown = [peer for _, page, _, _ in pages for peer in page]
    if req.hash and req.hash == vector_hash([_bare(peer) for peer in shown]):
        return types.contacts.TopPeersNotModified()
    users, chats = await described(ctx.tx, ctx.viewer, shown)
    return types.contacts.TopPeers(
        categories=[_category(category, page, total, rated) for category, page, total, rated in pages if page],
        chats=chats,
        users=users,
    )


async def _lists(ctx: Context, req: functions.contacts.GetTopPeers, ratings: Ratings) -> list[Rated]:
    written, forwarded = ratings
    seen = await access.seen(ctx.tx, ctx.viewer, [peer for peer in written if peer > 0])
    there = await top_peers.chats(ctx.tx, ctx.viewer, written)
    people, chats = top_peers.chosen, top_peers.chosen_chats
    lists: list[tuple[bool, Rated]] = [
        (req.correspondents, (types.TopPeerCategoryCorrespondents(), people(written, seen, bots=False), written)),
        (req.bots_pm, (types.TopPeerCategoryBotsPM(), people(written, seen, bots=True), written)),
        (req.groups, (types.TopPeerCategoryGroups(), chats(written, there, broadcast=False), written)),
        (req.channels, (types.TopPeerCategoryChannels(), chats(written, there, broadcast=True), written)),
        (req.forward_users, (types.TopPeerCategoryForwardUsers(), people(forwarded, seen, bots=False), forwarded)),
        (req.forward_chats, (types.TopPeerCategoryForwardChats(), chats(forwarded, there, None), forwarded)),
    ]
    return [rated for wanted, rated in lists if wanted]


def _bare(peer: int) -> int:
    return peer_ref(peer).id


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
