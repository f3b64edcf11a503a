"""messages.getSearchResultsCalendar, getSearchResultsPositions: where in time the media of a chat lie."""

from __future__ import annotations

from hodhod import errors
from hodhod.api.messages.search import listed
from hodhod.domain import filters, history, search
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import Message
from hodhod.tl import functions, types
from hodhod.views import messages as view
from hodhod.views.peers import described_in

DAY = 24 * 3600
Asked = functions.messages.GetSearchResultsCalendar | functions.messages.GetSearchResultsPositions


@method(functions.messages.GetSearchResultsCalendar, free=True, flood="search")
async def get_search_results_calendar(
    ctx: Context, req: functions.messages.GetSearchResultsCalendar
) -> types.messages.SearchResultsCalendar:
    """Days (UTC), the newest first, with the newest message of each. Raises FILTER_NOT_SUPPORTED."""
    rows = await _rows(ctx, req)
    older = [row for row in rows if _is_after_offset(row, req)]
    days: dict[int, list[Message]] = {}
    for row in older:
        days.setdefault(row.content.date // DAY * DAY, []).append(row)
    firsts = [day[0] for day in days.values()][: history.MAX_PAGE]
    last = rows[-1] if rows else None

    async def answer(inner: Context) -> types.messages.SearchResultsCalendar:
        users, chats = await described_in(inner.tx, inner.viewer, firsts)
        return types.messages.SearchResultsCalendar(
            inexact=len(rows) == search.HITS,
            count=len(rows),
            min_date=last.content.date if last is not None else 0,
            min_msg_id=last.copy.id if last is not None else 0,
            offset_id_offset=len(rows) - len(older),
            periods=[_period(date, days[date]) for date in list(days)[: history.MAX_PAGE]],
            messages=await view.messages(inner.tx, inner.viewer, firsts),
            chats=chats,
            users=users,
        )

    return await ctx.db.read(lambda tx: answer(ctx.within(tx)))


def _is_after_offset(row: Message, req: functions.messages.GetSearchResultsCalendar) -> bool:
    if req.offset_id:
        return row.copy.id < req.offset_id
    return req.offset_date <= 0 or row.content.date < req.offset_date


def _period(date: int, rows: list[Message]) -> types.SearchResultsCalendarPeriod:
    return types.SearchResultsCalendarPeriod(
        date=date, min_msg_id=rows[-1].copy.id, max_msg_id=rows[0].copy.id, count=len(rows)
    )


@method(functions.messages.GetSearchResultsPositions, free=True, flood="search")
async def get_search_results_positions(
    ctx: Context, req: functions.messages.GetSearchResultsPositions
) -> types.messages.SearchResultsPositions:
    """Raises FILTER_NOT_SUPPORTED."""
    rows = await _rows(ctx, req)
    placed = [(n, row) for n, row in enumerate(rows) if not req.offset_id or row.copy.id < req.offset_id]
    positions: list[types.TypeSearchResultsPosition] = [
        types.SearchResultPosition(msg_id=row.copy.id, date=row.content.date, offset=n)
        for n, row in placed[: max(0, min(req.limit, history.MAX_PAGE))]
    ]
    return types.messages.SearchResultsPositions(count=len(rows), positions=positions)


async def _rows(ctx: Context, req: Asked) -> list[Message]:
    """What the filter finds, newest first; of a long chat the newest part."""
    if not filters.kinds_of(req.filter):
        raise errors.FILTER_NOT_SUPPORTED
    return await listed(ctx, req.peer, req.saved_peer_id, req.filter)
