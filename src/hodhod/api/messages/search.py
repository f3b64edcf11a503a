"""messages.search, searchGlobal, getSearchCounters. core.telegram.org/api/search

Without words (and for the filters that need none) a search in a chat is a walk through its history; with words the
index is asked first and the mailboxes then. Media of some kinds in a chat are paged through, however many they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.window import full
from hodhod.api.window import window as page_of
from hodhod.domain import filters, history, reaction_set, search, searching, topics
from hodhod.domain.history import Window
from hodhod.domain.search import Wanted
from hodhod.domain.searching import EVERYTHING, Places, Scope
from hodhod.ids import Peer, is_channel
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
    wanted, places = await ctx.db.read(lambda tx: _wanted(ctx.within(tx), req))
    if wanted.only_kinds and not any(places.values()):
        window = Window(req.limit, req.offset_id, 0, req.add_offset, req.min_id, req.max_id)
        page, total = await ctx.db.read(lambda tx: search.shared(tx, ctx.viewer, wanted, window))
    else:
        rows, total = await _rows(ctx, wanted, places, req.filter, lambda rows: full(rows, req))
        page = page_of(rows, req)
    peer = wanted.peer or 0
    if is_channel(peer):
        return await ctx.db.read(lambda tx: lists.of_channel(tx, ctx.viewer, peer, page, total))
    return await ctx.db.read(lambda tx: lists.messages(tx, ctx.viewer, page, total))


async def _wanted(ctx: Context, req: functions.messages.Search) -> tuple[Wanted, Places]:
    peer = None if isinstance(req.peer, types.InputPeerEmpty) else await inputs.peer(ctx, req.peer)
    topic = max(req.top_msg_id or 0, 0)
    wanted = Wanted(
        req.q,
        peer,
        sender=await inputs.peer(ctx, req.from_id) if req.from_id is not None else 0,
        min_date=req.min_date,
        max_date=req.max_date,
        min_id=req.min_id,
        max_id=req.max_id,
        urls=isinstance(req.filter, types.InputMessagesFilterUrl),
        saved_peer=await _saved_peer(ctx, peer, req.saved_peer_id),
        kinds=filters.kinds_of(req.filter),
        topic=topic,
        in_forum=await topics.in_forum(ctx.tx, peer, topic),
        pinned=isinstance(req.filter, types.InputMessagesFilterPinned),
        mentions=isinstance(req.filter, types.InputMessagesFilterMyMentions),
        tagged=_tag(ctx, peer, req.saved_reaction or []),
    )
    return wanted, await _places(ctx, peer)


async def _places(ctx: Context, peer: Peer | None, scope: Scope = EVERYTHING) -> Places:
    if peer is None:
        return await searching.every(ctx.tx, ctx.viewer, scope)
    return await searching.one(ctx.tx, ctx.viewer, peer)


def _tag(ctx: Context, peer: int | None, given: Sequence[types.TypeReaction]) -> str:
    """The tag that is searched in Saved Messages, "" for none. A message has one at most. Raises PEER_ID_INVALID,
    REACTIONS_TOO_MANY, REACTION_INVALID."""
    if given and peer != ctx.user:
        raise errors.PEER_ID_INVALID
    return reaction_set.chosen(given)


async def _saved_peer(ctx: Context, peer: int | None, given: types.TypeInputPeer | None) -> int:
    """The saved dialog that is searched, 0 for none; only Saved Messages have any. Raises PEER_ID_INVALID."""
    if given is None:
        return 0
    if peer != ctx.user:
        raise errors.PEER_ID_INVALID
    return await inputs.peer(ctx, given)


async def _rows(
    ctx: Context,
    wanted: Wanted,
    places: Places,
    kind: types.TypeMessagesFilter,
    enough: Callable[[list[Message]], bool] = lambda rows: False,
) -> tuple[list[Message], int]:
    """What fits, newest first, until it is enough, and how many there are; at most what one search looks at."""
    if filters.finds_nothing(kind):
        return [], 0
    listed = wanted.pinned or wanted.mentions
    if wanted.words or wanted.tags or wanted.urls:
        if not (wanted.peer is not None and listed):
            proposed = await search.hits(ctx.services.index, ctx.viewer, wanted, places)
            return await ctx.db.read_heavy(lambda tx: search.found(tx, ctx.viewer, wanted, proposed, places, enough))
    elif wanted.peer is None and not wanted.kinds:
        return [], 0
    look = search.newest if wanted.peer is None else search.walk
    rows = await ctx.db.read_heavy(lambda tx: look(tx, ctx.viewer, wanted, places))
    return rows, len(rows)


@method(functions.messages.SearchGlobal, free=True, flood="search")
async def search_global(ctx: Context, req: functions.messages.SearchGlobal) -> types.messages.TypeMessages:
    """offset_rate is the date of the last message seen, offset_id its id, offset_peer its chat."""
    if len(req.q) > MAX_QUERY:
        raise errors.SEARCH_QUERY_EMPTY
    urls = isinstance(req.filter, types.InputMessagesFilterUrl)
    wanted = Wanted(req.q, min_date=req.min_date, max_date=req.max_date, urls=urls, kinds=filters.kinds_of(req.filter))
    scope = Scope(req.folder_id, bool(req.broadcasts_only), bool(req.groups_only), bool(req.users_only))
    places = await ctx.db.read(lambda tx: _places(ctx.within(tx), None, scope))
    limit, after = max(0, min(req.limit, history.MAX_PAGE)), await _after(ctx, req)

    def beyond(rows: list[Message]) -> list[Message]:
        return [row for row in rows if search.place_of(row) < after] if after else rows

    rows, total = await _rows(ctx, wanted, places, req.filter, lambda rows: len(beyond(rows)) > limit)
    page = beyond(rows)[:limit]
    more = page[-1].content.date if page and len(page) < len(beyond(rows)) else None
    return await ctx.db.read(lambda tx: lists.messages(tx, ctx.viewer, page, total, more))


@method(functions.messages.SearchSentMedia, free=True, flood="search")
async def search_sent_media(ctx: Context, req: functions.messages.SearchSentMedia) -> types.messages.TypeMessages:
    """What the caller sent of one kind of media, in all chats, newest first; there are no further pages."""
    if len(req.q) > MAX_QUERY:
        raise errors.SEARCH_QUERY_EMPTY
    kinds = filters.kinds_of(req.filter)
    if not kinds:
        raise errors.FILTER_NOT_SUPPORTED
    wanted = Wanted(req.q, sender=ctx.user, kinds=kinds)
    places = await ctx.db.read(lambda tx: _places(ctx.within(tx), None))
    limit = max(0, min(req.limit, history.MAX_PAGE))
    rows, total = await _rows(ctx, wanted, places, req.filter, lambda rows: len(rows) > limit)
    return await ctx.db.read(lambda tx: lists.messages(tx, ctx.viewer, rows[:limit], total))


async def _after(ctx: Context, req: functions.messages.SearchGlobal) -> tuple[int, int, int] | None:
    """The place of the last message seen; None: the first page is asked for."""
    if not req.offset_id:
        return None
    return req.offset_rate, req.offset_id, await ctx.db.read(lambda tx: _offset_peer(ctx.within(tx), req.offset_peer))


async def _offset_peer(ctx: Context, given: types.TypeInputPeer) -> int:
    """The chat of the last message seen; when it is not told, below every other."""
    return -(2**63) if isinstance(given, types.InputPeerEmpty) else await inputs.peer(ctx, given)


@method(functions.messages.GetSearchCounters, free=True)
async def get_search_counters(
    ctx: Context, req: functions.messages.GetSearchCounters
) -> list[types.messages.TypeSearchCounter]:
    async def read(inner: Context) -> tuple[Wanted, Places]:
        peer = await inputs.peer(inner, req.peer)
        topic = max(req.top_msg_id or 0, 0)
        where = Wanted(
            "",
            peer,
            saved_peer=await _saved_peer(inner, peer, req.saved_peer_id),
            topic=topic,
            in_forum=await topics.in_forum(inner.tx, peer, topic),
        )
        return where, await _places(inner, peer)

    where, places = await ctx.db.read(lambda tx: read(ctx.within(tx)))
    walked = where.saved_peer or where.topic or any(places.values())
    peer = Peer(where.peer or 0)
    stored = {} if walked else await ctx.db.read(lambda tx: search.kind_counts(tx, ctx.viewer, peer))
    counted: list[types.messages.TypeSearchCounter] = []
    for given in req.filters[:MAX_FILTERS]:
        kinds = filters.kinds_of(given)
        if kinds and not walked:
            count = sum(stored.get(kind, 0) for kind in kinds)
        else:
            _, count = await _rows(ctx, _listed(given, where), places, given)
        counted.append(types.messages.SearchCounter(filter=given, count=count))
    return counted


async def listed(
    ctx: Context, given: types.TypeInputPeer, saved: types.TypeInputPeer | None, kind: types.TypeMessagesFilter
) -> list[Message]:
    """What a filter finds in one chat, newest first; of a long chat the newest part only."""

    async def read(inner: Context) -> tuple[Wanted, Places]:
        peer = await inputs.peer(inner, given)
        saved_peer = await _saved_peer(inner, peer, saved)
        return _listed(kind, Wanted("", peer, saved_peer=saved_peer)), await _places(inner, peer)

    wanted, places = await ctx.db.read(lambda tx: read(ctx.within(tx)))
    rows, _ = await _rows(ctx, wanted, places, kind)
    return rows


def _listed(given: types.TypeMessagesFilter, where: Wanted) -> Wanted:
    """Everything in a chat that a filter lets pass."""
    return replace(
        where,
        urls=isinstance(given, types.InputMessagesFilterUrl),
        kinds=filters.kinds_of(given),
        pinned=isinstance(given, types.InputMessagesFilterPinned),
        mentions=isinstance(given, types.InputMessagesFilterMyMentions),
    )
