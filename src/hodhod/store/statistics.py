"""Counting what was said in a channel or supergroup, for its statistics: reads that may take a while, off the loop.

`first`: the first message of the time that is counted; ids grow with time, so a time is a range of the key.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select

from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import contents, copies, members, posts, reactions, state, viewed


class PostFigures(NamedTuple):
    """A post with its counters; reactions: see domain/reaction_counts.py."""

    id: int
    date: int
    views: int
    forwards: int
    reactions: str | None


class Spoke(NamedTuple):
    """What one sender said on one day: how many messages, and how many characters in all."""

    day: int
    sender: int
    messages: int
    chars: int


HOUR, DAY = 3600, 24 * 3600
IN = int(Role.MEMBER)
_p, _c, _t, _m, _v, _r = posts.c, copies.c, contents.c, members.c, viewed.c, reactions.c
_SAID = copies.join(contents, _t.id == _c.content_id)
_SINCE = (_c.owner == bindparam("by_owner")) & (_c.id >= bindparam("first")) & _t.action.is_(None)
ORDINAL = Query(
    select(_p.n).where((_p.owner == bindparam("by_owner")) & (_p.id >= bindparam("first"))).order_by(_p.id).limit(1)
)
POSTS = Query(
    select(_c.id, _t.date, _p.views, _p.forwards, _t.reactions)
    .select_from(_SAID.join(posts, and_(_p.owner == _c.owner, _p.id == _c.id)))
    .where(_SINCE)
    .order_by(_c.id.desc())
    .limit(bindparam("count"))
)
_hour, _day = _t.date - _t.date % HOUR, _t.date - _t.date % DAY
BY_HOUR = Query(select(_hour, func.count()).select_from(_SAID).where(_SINCE).group_by(_hour))
SPOKE = Query(
    select(_day, _t.sender, func.count(), func.sum(func.length(_t.text)))
    .select_from(_SAID)
    .where(_SINCE)
    .group_by(_day, _t.sender)
)
_invitations = func.count()
# of those who came lately, not of all: the sum keeps SQLite from going by the role
INVITERS = Query(
    select(_m.inviter, _invitations)
    .where((_m.peer == bindparam("by_peer")) & (_m.date >= bindparam("since")) & (_m.role + 0 >= IN))
    .where((_m.inviter > 0) & (_m.inviter != _m.user_id))
    .group_by(_m.inviter)
    .order_by(_invitations.desc(), _m.inviter)
    .limit(bindparam("count"))
)
_newest = (
    select(_m.user_id)
    .where((_m.peer == bindparam("by_peer")) & (_m.role >= IN))
    .order_by(_m.date.desc(), _m.user_id.desc())
    .limit(bindparam("count"))
    .subquery()
)
_own, _general = state.alias("own").c, state.alias("general").c
SETTINGS = Query(
    select(_own.value, _general.value)
    .select_from(
        _newest.outerjoin(
            _own.owner.table,
            and_(
                _own.owner == _newest.c.user_id,
                _own.kind == bindparam("by_kind"),
                _own.subject == bindparam("by_peer"),
            ),
        ).outerjoin(
            _general.owner.table,
            and_(
                _general.owner == _newest.c.user_id,
                _general.kind == bindparam("by_kind"),
                _general.subject == bindparam("by_scope"),
            ),
        )
    )
    .where(_own.value.is_not(None) | _general.value.is_not(None))
)
_seen_hour, _reacted_day = _v.date - _v.date % HOUR, _r.date - _r.date % DAY
SEEN = Query(
    select(_seen_hour, func.count())
    .where((_v.owner == bindparam("by_owner")) & (_v.id == bindparam("by_id")))
    .group_by(_seen_hour)
)
REACTED = Query(
    select(_reacted_day, _r.reaction, func.count())
    .where(_r.content_id == bindparam("by_content"))
    .group_by(_reacted_day, _r.reaction)
)


async def ordinal(tx: Tx, owner: int, first: int) -> int:
    """The ordinal of the first message from this id on, 0 when there is none."""
    row = await tx.one(ORDINAL, by_owner=owner, first=first)
    return int(row[0]) if row else 0


async def latest_posts(tx: Tx, owner: int, first: int, count: int) -> list[PostFigures]:
    """The newest posts from this one on, newest first."""
    return [PostFigures(*row) for row in await tx.all(POSTS, by_owner=owner, first=first, count=count)]


async def by_hour(tx: Tx, owner: int, first: int) -> dict[int, int]:
    """How many messages were written in each hour."""
    return {row[0]: row[1] for row in await tx.all(BY_HOUR, by_owner=owner, first=first)}


async def spoke(tx: Tx, owner: int, first: int) -> list[Spoke]:
    """Who said how much on which day."""
    return [Spoke(*row) for row in await tx.all(SPOKE, by_owner=owner, first=first)]


async def inviters(tx: Tx, peer: int, since: int, count: int) -> list[tuple[int, int]]:
    """(user, how many of those who came since then and are still there they brought), most first."""
    rows = await tx.all(INVITERS, by_peer=peer, since=since, count=count)
    return [(row[0], row[1]) for row in rows]


async def notify_settings(
    tx: Tx, peer: int, kind: int, scope: int, count: int
) -> list[tuple[bytes | None, bytes | None]]:
    """What the newest members have set for this chat and for its kind; who has set neither is left out."""
    rows = await tx.all(SETTINGS, by_peer=peer, by_kind=kind, by_scope=scope, count=count)
    return [(row[0], row[1]) for row in rows]


async def views_by_hour(tx: Tx, owner: int, msg_id: int) -> dict[int, int]:
    """How many looked at a post in each hour, as long as it is known who did."""
    return {row[0]: row[1] for row in await tx.all(SEEN, by_owner=owner, by_id=msg_id)}


async def reactions_by_day(tx: Tx, content_id: int) -> list[tuple[int, str, int]]:
    """(day, reaction, how often it was chosen) of a message."""
    rows = await tx.all(REACTED, by_content=content_id)
    return [(row[0], row[1], row[2]) for row in rows]
