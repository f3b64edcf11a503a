"""Who is in a group or channel, and who may not be."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select

from hodhod.ids import CHANNEL_BASE
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Member
from hodhod.store.tables import chats, members

_m = members.c
IN = int(Role.MEMBER)
_HERE = _m.peer == bindparam("by_peer")
GET = Query(select(*_m).where(_HERE & (_m.user_id == bindparam("by_user"))))
GET_MANY = Query(select(*_m).where(_HERE & any_of(_m.user_id, "users")))
ALL = Query(select(*_m).where(_HERE & (_m.role >= IN)).order_by(_m.date, _m.user_id).limit(bindparam("count")))
IDS = Query(select(_m.user_id).where(_HERE & (_m.role >= IN)).order_by(_m.user_id))
CHANNELS_OF = Query(
    select(_m.peer).where((_m.user_id == bindparam("by_user")) & (_m.role >= IN) & (_m.peer <= -CHANNEL_BASE))
)
CHATS_OF = Query(select(_m.peer).where((_m.user_id == bindparam("by_user")) & (_m.role >= IN)))
_theirs = members.alias("theirs").c
COMMON = Query(
    select(_m.peer)
    .select_from(members.join(chats, chats.c.peer == _m.peer))
    .where((_m.user_id == bindparam("by_user")) & (_m.role >= IN))
    .where((_theirs.user_id == bindparam("other")) & (_theirs.peer == _m.peer) & (_theirs.role >= IN))
    .where(chats.c.flags.op("&")(int(ChatFlag.BROADCAST | ChatFlag.GONE)) == 0)
    .order_by(_m.peer)
    .limit(bindparam("count"))
)
PUBLIC_OF = Query(
    select(_m.peer)
    .select_from(members.join(chats, chats.c.peer == _m.peer))
    .where((_m.user_id == bindparam("by_user")) & (_m.role == int(Role.CREATOR)) & chats.c.username.is_not(None))
    .order_by(_m.peer.desc())
)
SOME = Query(select(*_m).where(_HERE).order_by(_m.user_id).limit(bindparam("count")))
_put = insert(members)
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["peer", "user_id"],
        set_={name: _put.excluded[name] for name in Member._fields if name not in ("peer", "user_id")},
    )
)
REMOVE = Query(delete(members).where(_HERE & (_m.user_id == bindparam("by_user"))))
COUNT = Query(select(func.count()).where(_HERE & any_of(_m.role, "roles")))
# unsorted: SQLite would walk through all members in that order
ADMINS = Query(select(*_m).where(_HERE & (_m.role >= int(Role.ADMIN))))


async def get(tx: Tx, peer: int, user: int) -> Member | None:
    """The row of one user, who need not be a member."""
    row = await tx.one(GET, by_peer=peer, by_user=user)
    return Member(*row) if row else None


async def many(tx: Tx, peer: int, users: Sequence[int]) -> dict[int, Member]:
    rows = await tx.all(GET_MANY, by_peer=peer, users=list(users)) if users else []
    return {row[1]: Member(*row) for row in rows}


async def everybody(tx: Tx, peer: int, count: int) -> list[Member]:
    """The members of a chat in the order of their coming."""
    return [Member(*row) for row in await tx.all(ALL, by_peer=peer, count=count)]


async def some(tx: Tx, peer: int, count: int) -> list[Member]:
    """The first rows of a chat, members or not."""
    return [Member(*row) for row in await tx.all(SOME, by_peer=peer, count=count)]


async def ids(tx: Tx, peer: int) -> list[int]:
    """The members of a basic group, ascending."""
    return [row[0] for row in await tx.all(IDS, by_peer=peer)]


async def channels_of(tx: Tx, user: int) -> list[int]:
    """The supergroups and channels that a user is in."""
    return [row[0] for row in await tx.all(CHANNELS_OF, by_user=user)]


async def chats_of(tx: Tx, user: int) -> list[int]:
    """Every group and channel that a user is in."""
    return [row[0] for row in await tx.all(CHATS_OF, by_user=user)]


async def common(tx: Tx, user: int, other: int, count: int) -> list[int]:
    """Groups with both in them."""
    return [row[0] for row in await tx.all(COMMON, by_user=user, other=other, count=count)]


async def public_chats_of(tx: Tx, user: int) -> list[int]:
    """Supergroups and channels of this creator that have a username."""
    return [row[0] for row in await tx.all(PUBLIC_OF, by_user=user)]


async def put(tx: Tx, row: Member) -> None:
    await tx.run(PUT, **row._asdict())


async def remove(tx: Tx, peer: int, user: int) -> None:
    await tx.run(REMOVE, by_peer=peer, by_user=user)


async def count(tx: Tx, peer: int, roles: Sequence[Role]) -> int:
    row = await tx.one(COUNT, by_peer=peer, roles=[int(role) for role in roles])
    return int(row[0]) if row else 0


async def admins(tx: Tx, peer: int) -> list[Member]:
    """The administrators of a chat, ascending."""
    return sorted(Member(*row) for row in await tx.all(ADMINS, by_peer=peer))
