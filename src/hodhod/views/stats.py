"""Statistics of channels, supergroups and messages as TL. core.telegram.org/api/stats"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hodhod.domain.stats import growth
from hodhod.domain.stats.channels import ChannelFigures, reactions_of
from hodhod.domain.stats.groups import GroupFigures
from hodhod.domain.stats.period import Period
from hodhod.domain.stats.posts import MessageFigures
from hodhod.domain.stats.public_forwards import Page
from hodhod.domain.stats.tally import DAY, HOUR, Way, day_of
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store.channel_hours import Hour
from hodhod.store.db import Tx
from hodhod.store.records import Chat
from hodhod.tl import types
from hodhod.views import messages as messages_view
from hodhod.views.graphs import Kind, Line, graph, lines, of_hours, stacked, unknown
from hodhod.views.peers import described, described_in

LANGUAGES = "Languages are not measured on this server."
SOURCES = "Where views come from is not measured on this server."
MUTES = "When notifications were turned on or off is not measured on this server."
INSTANT_VIEW = "There are no instant views on this server."
STORIES = "There are no stories on this server."
NOBODY_CAME = "Nobody has joined in this time."
NO_REACTIONS = "There are no reactions yet."
NO_VIEWS = "Views are counted of a channel's posts only."
WAYS = {Way.LINK: "Links", Way.REQUEST: "Requests", Way.INVITED: "Invitations", Way.FOUND: "Search and public links"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# a graph of a message shows hours up to this age
BY_THE_HOUR = 2 * DAY

NONE = types.StatsAbsValueAndPrev(current=0.0, previous=0.0)


def broadcast(viewer: Viewer, figures: ChannelFigures, dark: bool) -> types.stats.BroadcastStats:
    chat, rows = figures.chat, figures.hours
    heard, asked = figures.notified
    shown = growth.days(viewer, chat)
    seen = Line("Views", growth.by_day(rows, "views"), "BLUE"), Line("Shares", growth.by_day(rows, "shares"), "GOLDEN")
    return types.stats.BroadcastStats(
        period=_range(figures.period),
        followers=_members(chat, rows, figures.period),
        views_per_post=_average(figures, "views"),
        shares_per_post=_average(figures, "forwards"),
        reactions_per_post=_average(figures, "reactions"),
        views_per_story=NONE,
        shares_per_story=NONE,
        reactions_per_story=NONE,
        enabled_notifications=types.StatsPercentValue(part=float(heard), total=float(asked)),
        growth_graph=_growth(chat, rows, shown, "Total followers", dark),
        followers_graph=_changes(rows, shown, dark),
        mute_graph=unknown(MUTES),
        top_hours_graph=_top_hours({row.hour: row.views for row in rows}, figures.period, dark),
        interactions_graph=graph(shown, seen, Kind.STEP, dark=dark, y_scaled=True),
        iv_interactions_graph=unknown(INSTANT_VIEW),
        views_by_source_graph=unknown(SOURCES),
        new_followers_by_source_graph=_by_way(rows, shown, dark),
        languages_graph=unknown(LANGUAGES),
        reactions_by_emotion_graph=stacked(
            figures.period.days, lines(figures.reactions_by_day()), dark=dark, nothing=NO_REACTIONS
        ),
        story_interactions_graph=unknown(STORIES),
        story_reactions_by_emotion_graph=unknown(STORIES),
        recent_posts_interactions=_recent(figures),
    )


def _recent(figures: ChannelFigures) -> list[types.TypePostInteractionCounters]:
    return [
        types.PostInteractionCountersMessage(
            msg_id=post.id, views=post.views, forwards=post.forwards, reactions=reactions_of(post).total
        )
        for post in figures.recent
    ]


async def megagroup(tx: Tx, viewer: Viewer, figures: GroupFigures, dark: bool) -> types.stats.MegagroupStats:
    chat, rows, period = figures.chat, figures.hours, figures.period
    posters = figures.top_posters()
    named = [*(one.user for one in posters), *(one.user for one in figures.admins), *(u for u, _ in figures.inviters)]
    users, _ = await described(tx, viewer, named)
    shown = growth.days(viewer, chat)
    viewing = {day * DAY: count for day, count in figures.readers_by_day.items()}
    active = Line("Viewing members", viewing, "BLUE"), Line("Posting members", figures.posters_by_day(), "GREEN")
    written = [Line("Messages", figures.messages_by_day(), "BLUE")]
    return types.stats.MegagroupStats(
        period=_range(period),
        members=_members(chat, rows, period),
        messages=_value(figures.messages(True), figures.messages(False)),
        viewers=_value(*figures.readers),
        posters=_value(figures.posters(True), figures.posters(False)),
        growth_graph=_growth(chat, rows, shown, "Total members", dark),
        members_graph=_changes(rows, shown, dark),
        new_members_by_source_graph=_by_way(rows, shown, dark),
        languages_graph=unknown(LANGUAGES),
        messages_graph=graph(period.days, written, Kind.BAR, dark=dark, stacked=True),
        actions_graph=graph(period.days, active, Kind.LINE, dark=dark),
        top_hours_graph=_top_hours(figures.by_hour, period, dark),
        weekdays_graph=_weekdays(figures.messages_by_day(), period, dark),
        top_posters=[
            types.StatsGroupTopPoster(user_id=one.user, messages=one.messages, avg_chars=one.avg_chars)
            for one in posters
        ],
        top_admins=[
            types.StatsGroupTopAdmin(user_id=one.user, deleted=one.deleted, kicked=one.kicked, banned=one.banned)
            for one in figures.admins
        ],
        top_inviters=[types.StatsGroupTopInviter(user_id=user, invitations=count) for user, count in figures.inviters],
        users=users,
    )


def message(viewer: Viewer, figures: MessageFigures, dark: bool) -> types.stats.MessageStats:
    by_reaction: dict[str, Counter[int]] = {}
    for day, reaction, count in figures.reactions:
        by_reaction.setdefault(reaction, Counter())[day] += count
    first = day_of(figures.row.content.date)
    days = list(range(first, viewer.now + 1, DAY))[-growth.SHOWN :]
    return types.stats.MessageStats(
        views_graph=_views(viewer, figures, dark),
        reactions_by_emotion_graph=stacked(days, lines(by_reaction), dark=dark, nothing=NO_REACTIONS),
    )


def _views(viewer: Viewer, figures: MessageFigures, dark: bool) -> types.TypeStatsGraph:
    """By the hour of what is new, by the day of the last week of what is older."""
    if figures.views is None:
        return unknown(NO_VIEWS)
    written = figures.row.content.date
    step = HOUR if viewer.now - written < BY_THE_HOUR else DAY
    counts: Counter[int] = Counter()
    for hour, count in figures.views.items():
        counts[hour - hour % step] += count
    first = max(written - written % step, day_of(viewer.now) - 7 * DAY)
    return graph(list(range(first, viewer.now + 1, step)), [Line("Views", counts, "BLUE")], Kind.STEP, dark=dark)


async def public_forwards(tx: Tx, viewer: Viewer, peer: Peer, page: Page) -> types.stats.PublicForwards:
    users, chats = await described_in(tx, viewer, page.rows, {peer})
    shown = await messages_view.messages(tx, viewer, page.rows)
    return types.stats.PublicForwards(
        count=page.total,
        forwards=[types.PublicForwardMessage(message=one) for one in shown],
        next_offset=page.next_offset,
        chats=chats,
        users=users,
    )


# --- what both have


def _range(period: Period) -> types.StatsDateRangeDays:
    return types.StatsDateRangeDays(min_date=period.middle, max_date=period.now)


def _value(current: float, previous: float) -> types.StatsAbsValueAndPrev:
    return types.StatsAbsValueAndPrev(current=float(current), previous=float(previous))


def _average(figures: ChannelFigures, counter: str) -> types.StatsAbsValueAndPrev:
    return _value(figures.average(counter, True), figures.average(counter, False))


def _members(chat: Chat, rows: Sequence[Hour], period: Period) -> types.StatsAbsValueAndPrev:
    """A chat that is younger than the period had nobody in it before."""
    before = growth.members_at(chat, rows, period.middle) if chat.date < period.middle else 0
    return _value(chat.members, before)


def _growth(chat: Chat, rows: Sequence[Hour], days: Sequence[int], name: str, dark: bool) -> types.TypeStatsGraph:
    members = dict(zip(days, growth.members_by_day(chat, rows, days), strict=True))
    return graph(days, [Line(name, members, "BLUE")], Kind.LINE, dark=dark)


def _changes(rows: Sequence[Hour], days: Sequence[int], dark: bool) -> types.TypeStatsGraph:
    came = Line("Joined", growth.by_day(rows, "came"), "GREEN")
    return graph(days, [came, Line("Left", growth.by_day(rows, "gone"), "RED")], Kind.LINE, dark=dark)


def _by_way(rows: Sequence[Hour], days: Sequence[int], dark: bool) -> types.TypeStatsGraph:
    named = {WAYS[way]: counts for way, counts in growth.by_way(rows).items()}
    return stacked(days, lines(named), dark=dark, nothing=NOBODY_CAME)


def _top_hours(by_hour: Mapping[int, int], period: Period, dark: bool) -> types.TypeStatsGraph:
    """What happened in which hour of the day (UTC), now and before."""
    now: Counter[int] = Counter()
    before: Counter[int] = Counter()
    for hour, count in by_hour.items():
        if hour >= period.begin:
            (now if period.is_current(hour) else before)[hour % DAY // HOUR] += count
    shown = [Line("This period", now, "BLUE"), Line("Previous period", before, "LIGHTBLUE")]
    return of_hours(shown, dark=dark)


def _weekdays(by_day: Mapping[int, int], period: Period, dark: bool) -> types.TypeStatsGraph:
    """The parts of the weekdays, now and before; 1 January 1970 was a Thursday."""
    values: dict[str, Counter[int]] = {name: Counter() for name in WEEKDAYS}
    for day, count in by_day.items():
        when = period.middle if period.is_current(day) else period.begin
        values[WEEKDAYS[(day // DAY + 3) % 7]][when] += count
    times = [period.begin, period.middle]
    return graph(times, lines(values), Kind.AREA, dark=dark, percentage=True, stacked=True)
