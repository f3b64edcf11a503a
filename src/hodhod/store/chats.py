"""Groups and channels: their rows, alone or beside a viewer's own membership."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from hodhod.ids import CHANNEL_BASE, FIRST_CHANNEL_ID, Peer, PeerKind, PeerRef, is_channel
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Chat, Member, SeenChat
from hodhod.store.tables import chats, counters, dialogs, mailboxes, members, posts

_c, _m, _d, _p = chats.c, members.c, dialogs.c, posts.c
_WIDTH = len(Chat._fields)

GET = Query(select(*_c).where(_c.peer == bindparam("by_peer")))
_l, _lm = chats.alias("linked_chat"), members.alias("linked_member")
_lm_role = func.coalesce(_lm.c.role, int(Role.LEFT))
_LINKED_IS_SEEN = and_(
    _l.c.flags.op("&")(int(ChatFlag.GONE)) == 0,
    or_(_lm_role >= int(Role.MEMBER), and_(_l.c.username.is_not(None), _lm_role == int(Role.LEFT))),
)
SEEN = Query(
    select(*_c, case((_LINKED_IS_SEEN, 1), else_=0), *_m)
    .select_from(
        chats.outerjoin(members, and_(_m.peer == _c.peer, _m.user_id == bindparam("viewer")))
        .outerjoin(_l, _l.c.peer == _c.linked)
        .outerjoin(_lm, and_(_lm.c.peer == _c.linked, _lm.c.user_id == bindparam("viewer")))
    )
    .where(any_of(_c.peer, "peers"))
)
MEMBERS_AMONG = Query(select(*_m).where((_m.peer == bindparam("by_peer")) & any_of(_m.user_id, "viewers")))
# The chat row is locked before what depends on it is read: shared by those who write into it, alone by those who
# change it.
SHARE = Query(select(_c.peer).where(_c.peer == bindparam("by_peer")).with_for_update(read=True))
LOCK = Query(select(_c.peer).where(_c.peer == bindparam("by_peer")).with_for_update(key_share=True))
_NEW = ("peer", "title", "about", "creator", "date", "flags", "banned", "members", "admins", "ttl")
CREATE = Query(insert(chats).values({name: bindparam(name) for name in _NEW}))
SET = {
    name: Query(update(chats).where(_c.peer == bindparam("by_peer")).values({name: bindparam("new")}))
    for name in Chat._fields
    if name != "peer"
}
COUNT = Query(
    update(chats)
    .where(_c.peer == bindparam("by_peer"))
    .values(
        members=_c.members + bindparam("members_by"),
        admins=_c.admins + bindparam("admins_by"),
        version=_c.version + 1,
    )
)
POSTED = Query(
    update(chats)
    .where(_c.peer == bindparam("by_peer"))
    .values(top_id=bindparam("id"), top_date=bindparam("now"), top_n=_c.top_n + 1, changed=bindparam("now"))
    .returning(_c.top_n)
)
_next = insert(counters).values(name=bindparam("name"), value=1)
NEXT_ID = Query(
    _next.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1}).returning(
        counters.c.value
    )
)
_READ_N = (
    select(_p.n)
    .where((_p.owner == _c.peer) & (_p.id <= func.coalesce(_d.read_inbox, 0)))
    .order_by(_p.id.desc())
    .limit(1)
    .scalar_subquery()
)
# As domain/access.py first_hidden has it for a member.
_HIDDEN = case(
    (_c.flags.op("&")(int(ChatFlag.HIDDEN_HISTORY)) == 0, func.coalesce(_m.cleared, 0)),
    (_m.since > _m.cleared, _m.since),
    else_=func.coalesce(_m.cleared, 0),
)
PLACES = Query(
    select(
        _c.peer,
        mailboxes.c.pts,
        _c.top_n - func.coalesce(_READ_N, 0),
        func.coalesce(_d.read_inbox, 0),
        case((_c.read_user == bindparam("viewer"), _c.read_second), else_=_c.read_max),
        _HIDDEN,
    )
    .select_from(
        chats.join(mailboxes, mailboxes.c.owner == _c.peer)
        .outerjoin(dialogs, and_(_d.owner == bindparam("viewer"), _d.peer == _c.peer))
        .outerjoin(members, and_(_m.peer == _c.peer, _m.user_id == bindparam("viewer")))
    )
    .where(any_of(_c.peer, "peers"))
)
CHANGED = Query(
    select(_c.peer, mailboxes.c.pts)
    .select_from(members.join(chats, _c.peer == _m.peer).join(mailboxes, mailboxes.c.owner == _c.peer))
    .where((_m.user_id == bindparam("viewer")) & (_m.role >= 2) & (_m.peer <= -CHANNEL_BASE))
    .where(_c.changed >= bindparam("since"))
    .order_by(_c.peer)
)


OF_MEMBER = Query(
    select(*_c)
    .select_from(members.join(chats, _c.peer == _m.peer))
    .where((_m.user_id == bindparam("by_user")) & (_m.role >= int(Role.MEMBER)))
    .where(_c.flags.op("&")(int(ChatFlag.GONE)) == 0)
)


class Place(NamedTuple):
    """Where one viewer stands in a channel. behind: messages after the last one read, their own and deleted ones
    included. hidden: messages up to this id are hidden from them."""

    peer: int
    pts: int
    behind: int
    read_inbox: int
    read_outbox: int
    hidden: int


async def get(tx: Tx, peer: int) -> Chat | None:
    row = await tx.one(GET, by_peer=peer)
    return Chat(*row) if row else None


async def seen(tx: Tx, viewer: int, peers: Sequence[int]) -> dict[int, SeenChat]:
    """Those of these chats that exist, with the viewer's row in each."""
    rows = await tx.all(SEEN, viewer=viewer, peers=list(peers)) if peers else []
    return {row[0]: _seen_of(row) for row in rows}


async def seen_by(tx: Tx, viewers: Sequence[int], peer: int) -> dict[int, SeenChat]:
    """One basic group as each of these viewers sees it, by viewer. Empty when it is not there."""
    chat = await get(tx, peer)
    if chat is None:
        return {}
    rows = await tx.all(MEMBERS_AMONG, by_peer=peer, viewers=list(viewers))
    found = {row[1]: Member(*row) for row in rows}
    return {viewer: SeenChat(chat, found.get(viewer)) for viewer in viewers}


def _seen_of(row: tuple[Any, ...]) -> SeenChat:
    chat, member = Chat(*row[:_WIDTH]), row[_WIDTH + 1 :]
    return SeenChat(chat, None if member[0] is None else Member(*member), bool(row[_WIDTH]))


async def of_member(tx: Tx, user: int) -> list[Chat]:
    """Every group and channel that a user is in and that is still there."""
    return [Chat(*row) for row in await tx.all(OF_MEMBER, by_user=user)]


async def share(tx: Tx, peer: int) -> None:
    """Hold the chat as it is until the transaction ends, to write into it.

    Others may do the same in a basic group. Whoever writes into a channel changes the channel's own row (its newest
    message), so it is held alone from the beginning: two that shared it first would wait for each other.
    """
    if tx.dialect == "postgresql":
        await tx.one(LOCK if is_channel(peer) else SHARE, by_peer=peer)


async def lock(tx: Tx, peer: int) -> None:
    """Hold the chat alone: its members or rights are about to change."""
    if tx.dialect == "postgresql":
        await tx.one(LOCK, by_peer=peer)


async def new_peer(tx: Tx, kind: PeerKind) -> Peer:
    """A peer that no chat had before. Groups and channels share one counter, because Kurigram and Pyrogram keep the
    `chats` of an answer by their bare ids; a channel's has ten digits, because GramJS writes "-100" before it."""
    row = await tx.one(NEXT_ID, name="chat")
    assert row is not None
    number = int(row[0])
    return PeerRef(kind, number + FIRST_CHANNEL_ID if kind is PeerKind.CHANNEL else number).peer


async def create(tx: Tx, row: Chat) -> None:
    values = row._asdict()
    await tx.run(CREATE, **{name: values[name] for name in _NEW})


async def put(tx: Tx, peer: int, **values: int | str | bytes | None) -> None:
    """Set columns of one chat."""
    for name, value in values.items():
        await tx.run(SET[name], by_peer=peer, new=value)


async def count(tx: Tx, peer: int, members: int = 0, admins: int = 0) -> None:
    """So many members and administrators more; the list has a new version."""
    await tx.run(COUNT, by_peer=peer, members_by=members, admins_by=admins)


async def posted(tx: Tx, peer: int, msg_id: int, now: int) -> int:
    """A message arrived in a channel: its ordinal."""
    row = await tx.one(POSTED, by_peer=peer, id=msg_id, now=now)
    assert row is not None
    return int(row[0])


async def places(tx: Tx, viewer: int, peers: Sequence[int]) -> dict[int, Place]:
    """Where the viewer stands in each of these channels."""
    rows = await tx.all(PLACES, viewer=viewer, peers=list(peers)) if peers else []
    return {row[0]: Place(*row) for row in rows}


async def changed_since(tx: Tx, viewer: int, date: int) -> list[tuple[int, int]]:
    """(peer, pts) of the viewer's channels in which something happened at or after `date`."""
    return [(row[0], row[1]) for row in await tx.all(CHANGED, viewer=viewer, since=date)]
