"""Pages of the members of a supergroup or channel, up to 200,000 of them.

Without words a page is a walk along an index whose columns are all it looks at; the rows are read by their key after
it. With words every member's name is looked at until the page is full: that is work for a heavy reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select

from hodhod.store.acquaintances import Acquaintance
from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of
from hodhod.store.tables import contacts, members, presence, users

_m, _u, _c = members.c, users.c, contacts.c
# written so that no index is walked by role, but the one whose order is asked for
_IN = and_(_m.peer == bindparam("by_peer"), (_m.role + 0) >= int(Role.MEMBER))
_OF_ROLE = and_(_m.peer == bindparam("by_peer"), any_of(_m.role, "roles"))
MAX_WORDS = 3
ESCAPE = "|"


class Names(NamedTuple):
    """What a name must match: words that begin words of it, or the beginning of a username."""

    words: tuple[str, ...]
    username: str

    def parameters(self) -> dict[str, str]:
        found = {f"word_{n}": f"% {_plain(word)}%" for n, word in enumerate(self.words[:MAX_WORDS])}
        every = {f"word_{n}": "%" for n in range(MAX_WORDS)}
        return every | found | {"username": f"{_plain(self.username)}%"}


def _plain(text: str) -> str:
    for char in (ESCAPE, "%", "_"):
        text = text.replace(char, ESCAPE + char)
    return text


def _called() -> ColumnElement[bool]:
    name = " " + _u.search_name
    words = and_(*[name.like(bindparam(f"word_{n}"), escape=ESCAPE) for n in range(MAX_WORDS)])
    return words | func.lower(_u.username).like(bindparam("username"), escape=ESCAPE)


def _page(condition: ColumnElement[bool], by_name: bool) -> Query:
    statement: Select[tuple[int]] = select(_m.user_id).where(condition)
    if by_name:
        statement = statement.join(users, _u.id == _m.user_id).where(_called())
    newest = (_m.date.desc(), _m.user_id.desc())
    return Query(statement.order_by(*newest).limit(bindparam("count")).offset(bindparam("skip")))


def _count(condition: ColumnElement[bool]) -> Query:
    return Query(
        select(func.count()).select_from(members.join(users, _u.id == _m.user_id)).where(condition).where(_called())
    )


NEWEST, NEWEST_CALLED, COUNT_CALLED = _page(_IN, False), _page(_IN, True), _count(_IN)
OF_ROLE, OF_ROLE_CALLED, COUNT_OF_ROLE_CALLED = _page(_OF_ROLE, False), _page(_OF_ROLE, True), _count(_OF_ROLE)
CONTACTS = Query(
    select(_u.id, _c.first_name, _c.last_name, _u.first_name, _u.last_name, func.coalesce(_u.username, ""), _m.date)
    .select_from(
        contacts.join(members, and_(_m.peer == bindparam("by_peer"), _m.user_id == _c.user_id)).join(
            users, _u.id == _c.user_id
        )
    )
    .where((_c.owner == bindparam("by_owner")) & (_c.user_id > 0) & (_m.role >= int(Role.MEMBER)))
    .order_by(_m.date.desc(), _m.user_id.desc())
)
_p = presence.c
ONLINE = Query(
    select(func.count())
    .select_from(members.join(presence, _p.user_id == _m.user_id))
    .where(_IN & (_p.online_until > bindparam("now")))
)


async def newest(tx: Tx, peer: int, names: Names | None, skip: int, count: int) -> list[int]:
    """Members, the newest first."""
    if names is None:
        rows = await tx.all(NEWEST, by_peer=peer, skip=skip, count=count)
    else:
        rows = await tx.all(NEWEST_CALLED, by_peer=peer, skip=skip, count=count, **names.parameters())
    return [row[0] for row in rows]


async def count_called(tx: Tx, peer: int, names: Names) -> int:
    row = await tx.one(COUNT_CALLED, by_peer=peer, **names.parameters())
    return int(row[0]) if row else 0


async def of_roles(tx: Tx, peer: int, roles: Sequence[int], names: Names | None, skip: int, count: int) -> list[int]:
    """Who has one of these roles, the newest first."""
    place = {"by_peer": peer, "roles": list(roles), "skip": skip, "count": count}
    if names is None:
        rows = await tx.all(OF_ROLE, **place)
    else:
        rows = await tx.all(OF_ROLE_CALLED, **place, **names.parameters())
    return [row[0] for row in rows]


async def count_of_roles_called(tx: Tx, peer: int, roles: Sequence[int], names: Names) -> int:
    row = await tx.one(COUNT_OF_ROLE_CALLED, by_peer=peer, roles=list(roles), **names.parameters())
    return int(row[0]) if row else 0


async def contacts_of(tx: Tx, peer: int, owner: int) -> list[Acquaintance]:
    """Members who are contacts of `owner`, the newest member first; date: when they came."""
    return [Acquaintance(*row) for row in await tx.all(CONTACTS, by_peer=peer, by_owner=owner)]


async def online(tx: Tx, peer: int, now: int) -> int:
    row = await tx.one(ONLINE, by_peer=peer, now=now)
    return int(row[0]) if row else 0
