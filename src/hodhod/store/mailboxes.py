"""The one place where mailboxes grow: counters, copies, events and state rows.

Lock order: all mailboxes of a transaction in one statement, ascending by owner (PostgreSQL locks them in a CTE first,
because
an UPDATE takes its rows in any order; SQLite has one writer).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Content, Copy, Event, State
from hodhod.store.tables import contents, copies, events, mailboxes, state

MAX_INT32 = 2**31 - 1


class Place(NamedTuple):
    """A mailbox's counters after an append."""

    pts: int
    top_id: int


_m = mailboxes.c
CREATE = Query(insert(mailboxes))
LOCK = Query(select(_m.owner).where(any_of(_m.owner, "owners")).order_by(_m.owner).with_for_update())
_MORE = {"pts": _m.pts + bindparam("pts_by"), "top_id": _m.top_id + bindparam("ids_by")}
# SQLite: a plain UPDATE and a SELECT of one row each are several times quicker than UPDATE .. IN .. RETURNING
ADVANCE_ONE = Query(update(mailboxes).where(_m.owner == bindparam("by_owner")).values(_MORE))
ADVANCE = Query(
    update(mailboxes).where(any_of(_m.owner, "owners")).values(_MORE).returning(_m.owner, _m.pts, _m.top_id)
)
PLACE = Query(select(_m.pts, _m.top_id).where(_m.owner == bindparam("owner")))
PLACES = Query(select(_m.owner, _m.pts).where(any_of(_m.owner, "owners")))
ADD_CONTENT = Query(insert(contents))
ADD_COPY = Query(insert(copies))
ADD_TWO = Query(
    insert(copies).values(
        [{name: bindparam(f"{name}_{n}") for name in Copy._fields} for n in (1, 2)],
    )
)
# SQLite advances so few mailboxes quicker one by one than by a list.
ONE_BY_ONE = 4
_TWO = [f"{name}_{n}" for n in (1, 2) for name in Copy._fields]
ADD_EVENT = Query(insert(events))
_e = events.c
_EVENTS_OF_PEER = (
    (_e.owner == bindparam("by_owner")) & (_e.kind == bindparam("by_kind")) & (_e.peer == bindparam("by_peer"))
)
DROP_EVENTS = Query(delete(events).where(_EVENTS_OF_PEER))
DROP_EVENTS_ABOUT = Query(delete(events).where(_EVENTS_OF_PEER & (_e.subject == bindparam("by_subject"))))
EVENTS_SINCE = Query(
    select(*_e)
    .where((_e.owner == bindparam("owner")) & (_e.pts > bindparam("since")))
    .order_by(_e.pts)
    .limit(bindparam("count"))
)
_s = state.c
_put = insert(state)
PUT_STATE = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "kind", "subject"],
        set_={"date": _put.excluded.date, "value": _put.excluded.value},
    )
)
STATE_SINCE = Query(
    select(*_s).where((_s.owner == bindparam("owner")) & (_s.date >= bindparam("since"))).order_by(_s.date)
)
STATE_OF_KIND = Query(select(*_s).where((_s.owner == bindparam("owner")) & (_s.kind == bindparam("by_kind"))))
STATE_OF_KIND_ABOUT = Query(
    select(*_s).where(
        (_s.owner == bindparam("owner")) & (_s.kind == bindparam("by_kind")) & any_of(_s.subject, "subjects")
    )
)
GET_STATE = Query(
    select(*_s).where(
        (_s.owner == bindparam("owner")) & (_s.kind == bindparam("by_kind")) & (_s.subject == bindparam("by_subject"))
    )
)

DROP_STATES = Query(
    delete(state).where(
        (_s.owner == bindparam("by_owner"))
        & (_s.kind == bindparam("by_kind"))
        & (_s.subject >= bindparam("first"))
        & (_s.subject <= bindparam("last"))
        & (_s.date < bindparam("before"))
    )
)


async def create(tx: Tx, owner: int) -> None:
    """A new mailbox. pts begins at 1: clients take 0 for "no state"."""
    await tx.run(CREATE, owner=owner, pts=1, top_id=0)


async def place(tx: Tx, owner: int) -> Place:
    row = await tx.one(PLACE, owner=owner)
    return Place(*row) if row else Place(1, 0)


async def lock(tx: Tx, owners: Sequence[int]) -> None:
    """Lock several mailboxes, ascending, before they are advanced one by one."""
    if tx.dialect == "postgresql":
        await tx.all(LOCK, owners=sorted(set(owners)))


async def advance(tx: Tx, owners: Sequence[int], *, pts: int, ids: int) -> dict[int, Place]:
    """Take `pts` numbers and `ids` message ids from each of these mailboxes. Returns the counters after it."""
    if tx.dialect == "sqlite" and len(owners) <= ONE_BY_ONE:
        places = {owner: await _advance_one(tx, owner, pts, ids) for owner in sorted(owners)}
    else:
        if tx.dialect != "sqlite" and len(owners) > 1:
            await lock(tx, owners)
        rows = await tx.all(ADVANCE, owners=sorted(owners), pts_by=pts, ids_by=ids)
        places = {owner: Place(new_pts, top_id) for owner, new_pts, top_id in rows}
    if len(places) != len(owners):
        raise LookupError(f"no mailbox for some of {len(owners)} owners")
    if any(p.pts > MAX_INT32 or p.top_id > MAX_INT32 for p in places.values()):
        raise OverflowError("a mailbox is full: pts and message ids are int32 on the wire")
    return places


async def _advance_one(tx: Tx, owner: int, pts: int, ids: int) -> Place:
    await tx.run(ADVANCE_ONE, by_owner=owner, pts_by=pts, ids_by=ids)
    row = await tx.one(PLACE, owner=owner)
    if row is None:
        raise LookupError(f"no mailbox of {owner}")
    return Place(*row)


async def add_content(tx: Tx, content: Content) -> None:
    await tx.run(ADD_CONTENT, **content._asdict())


async def add_copies(tx: Tx, rows: Sequence[Copy]) -> None:
    """The copies of one message. A private one has two, written by one statement."""
    if len(rows) == 2:
        await tx.run(ADD_TWO, **dict(zip(_TWO, rows[0] + rows[1], strict=True)))
    else:
        await tx.many(ADD_COPY, [row._asdict() for row in rows])


async def add_event(tx: Tx, event: Event) -> None:
    await tx.run(ADD_EVENT, **event._asdict())


async def drop_events(tx: Tx, owner: int, kind: int, peer: int) -> None:
    """Forget the events of a kind about a peer: a newer one says all."""
    await tx.run(DROP_EVENTS, by_owner=owner, by_kind=kind, by_peer=peer)


async def drop_events_about(tx: Tx, owner: int, kind: int, peer: int, subject: int) -> None:
    await tx.run(DROP_EVENTS_ABOUT, by_owner=owner, by_kind=kind, by_peer=peer, by_subject=subject)


async def events_since(tx: Tx, owner: int, pts: int, count: int) -> list[Event]:
    """The next `count` events after pts, ascending."""
    return [Event(*row) for row in await tx.all(EVENTS_SINCE, owner=owner, since=pts, count=count)]


async def put_state(tx: Tx, row: State) -> None:
    await tx.run(PUT_STATE, **row._asdict())


async def state_since(tx: Tx, owner: int, date: int) -> list[State]:
    """State rows set at or after `date`, oldest first."""
    return [State(*row) for row in await tx.all(STATE_SINCE, owner=owner, since=date)]


async def states(tx: Tx, owner: int, kind: int, subjects: Sequence[int] | None = None) -> dict[int, State]:
    """State rows of a kind by subject; all of them, or those about `subjects`."""
    if subjects is None:
        rows = await tx.all(STATE_OF_KIND, owner=owner, by_kind=kind)
    else:
        rows = await tx.all(STATE_OF_KIND_ABOUT, owner=owner, by_kind=kind, subjects=list(subjects))
    return {row.subject: row for row in (State(*r) for r in rows)}


async def find_state(tx: Tx, owner: int, kind: int, subject: int) -> State | None:
    row = await tx.one(GET_STATE, owner=owner, by_kind=kind, by_subject=subject)
    return State(*row) if row else None


async def drop_states(tx: Tx, owner: int, kind: int, subjects: tuple[int, int], before: int) -> None:
    """Forget state rows about subjects between these two, inclusive, that were set before a date."""
    first, last = subjects
    await tx.run(DROP_STATES, by_owner=owner, by_kind=kind, first=first, last=last, before=before)
