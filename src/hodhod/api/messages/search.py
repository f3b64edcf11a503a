"""messages.search, searchGlobal, getSearchCounters. core.telegram.org/api/search

Without words (and for the filters that need none) a search in a chat is a walk through its history; with words the
index is asked first and the mailbox then. Media of some kinds in a chat are paged through, however many they are.
"""

from __future__ import annotations

from dataclasses import replace

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.window import window as page_of
from hodhod.domain import filters, history, search
from hodhod.domain.history import Window
from hodhod.domain.search import Wanted
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import Message
from hodhod.tl import functions, types
from hodhod.views import lists

MAX_QUERY = 256
MAX_FILTERS = 20


@method(functions.messages.Search, free=True, flood="search")
async def search_chat(ctx: Context, req: functions.messages.Search) -> types.messages.TypeMessages:
    if len(req.q) > MAX_QUERY:
        raise errors.SEARCH_QUERY_EMPTY
    wanted = await ctx.db.read(lambda tx: _wanted(ctx.within(tx), req))
    if wanted.only_kinds:
        window = Window(req.limit, req.offset_id, 0, req.add_offset, req.min_id, req.max_id)
        page, total = await ctx.db.read(lambda tx: search.shared(tx, ctx.viewer, wanted, window))
    else:
        rows = await _rows(ctx, wanted, req.filter)
        page, total = page_of(rows, req), len(rows)
    return await ctx.db.read(lambda tx: lists.messages(tx, ctx.viewer, page, total))


async def _wanted(ctx: Context, req: functions.messages.Search) -> Wanted:
    peer = None if isinstance(req.peer, types.InputPeerEmpty) else await inputs.private(ctx, req.peer)
    sender = await inputs.peer(ctx, req.from_id) if req.from_id is not None else 0
    urls = isinstance(req.filter, types.InputMessagesFilterUrl)
    saved_peer = await _saved_peer(ctx, peer, req.saved_peer_id)
    kinds = filters.kinds_of(req.filter)
    return Wanted(req.q, peer, sender, req.min_date, req.max_date, req.min_id, req.max_id, urls, saved_peer, kinds)


async def _saved_peer(ctx: Context, peer: int | None, given: types.TypeInputPeer | None) -> int:
    """The saved dialog that is searched, 0 for none; only Saved Messages have any. Raises PEER_ID_INVALID."""
    if given is None:
        return 0
    if peer != ctx.user:
        raise errors.PEER_ID_INVALID
    return await inputs.peer(ctx, given)


async def _rows(ctx: Context, wanted: Wanted, kind: types.TypeMessagesFilter) -> list[Message]:
    """Everything that fits, newest first; at most what one search looks at."""
    if filters.finds_nothing(kind):
        return []
    pinned = isinstance(kind, types.InputMessagesFilterPinned)
    if wanted.peer is not None and (pinned or not (wanted.words or wanted.urls)):
        return await ctx.db.read_heavy(lambda tx: search.walk(tx, ctx.viewer, wanted, pinned))
    if not wanted.words and not wanted.urls:
        return await ctx.db.read_heavy(lambda tx: search.newest(tx, ctx.viewer, wanted)) if wanted.kinds else []
    proposed = await search.hits(ctx.services.index, ctx.viewer, wanted)
    return await ctx.db.read_heavy(lambda tx: search.found(tx, ctx.viewer, wanted, proposed))


@method(functions.messages.SearchGlobal, free=True, flood="search")
async def search_global(ctx: Context, req: functions.messages.SearchGlobal) -> types.messages.TypeMessages:
    """offset_rate is the date of the last message seen, offset_id its id."""
    if len(req.q) > MAX_QUERY:
        raise errors.SEARCH_QUERY_EMPTY
    wanted = Wanted(req.q, min_date=req.min_date, max_date=req.max_date, kinds=filters.kinds_of(req.filter))
    if isinstance(req.filter, types.InputMessagesFilterUrl):
        wanted = replace(wanted, urls=True)
    rows = [] if req.broadcasts_only or req.groups_only else await _rows(ctx, wanted, req.filter)
    if req.offset_id:
        seen = (req.offset_rate, req.offset_id)
        rows = [row for row in rows if (row.content.date, row.copy.id) < seen]
    page = rows[: max(0, min(req.limit, history.MAX_PAGE))]
    more = page[-1].content.date if len(page) < len(rows) else None
    return await ctx.db.read(lambda tx: lists.messages(tx, ctx.viewer, page, len(rows), more))


@method(functions.messages.GetSearchCounters, free=True)
async def get_search_counters(
    ctx: Context, req: functions.messages.GetSearchCounters
) -> list[types.messages.TypeSearchCounter]:
    async def read(inner: Context) -> tuple[int, int]:
        peer = await inputs.private(inner, req.peer)
        return peer, await _saved_peer(inner, peer, req.saved_peer_id)

    peer, saved_peer = await ctx.db.read(lambda tx: read(ctx.within(tx)))
    stored = await ctx.db.read(lambda tx: search.kind_counts(tx, ctx.viewer, peer)) if not saved_peer else {}
    counted: list[types.messages.TypeSearchCounter] = []
    for given in req.filters[:MAX_FILTERS]:
        kinds = filters.kinds_of(given)
        if kinds and not saved_peer:
            count = sum(stored.get(kind, 0) for kind in kinds)
        else:
            urls = isinstance(given, types.InputMessagesFilterUrl)
            count = len(await _rows(ctx, Wanted("", peer, urls=urls, saved_peer=saved_peer, kinds=kinds), given))
        counted.append(types.messages.SearchCounter(filter=given, count=count))
    return counted
