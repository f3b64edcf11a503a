"""Chats that privacy rules name, and who is in them: one more read, and only where a rule names a chat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import case, select

from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of
from hodhod.store.records import SeenUser
from hodhod.store.tables import chats, members

_c, _m = chats.c, members.c
NOBODY: frozenset[int] = frozenset()
# a basic group that became a supergroup is there as what it became
_NOW = case((_c.flags.op("&")(int(ChatFlag.GONE)) != 0, _c.migrated), else_=_c.peer)
INSIDE = Query(
    select(_c.peer, _m.user_id)
    .select_from(chats.join(members, _m.peer == _NOW))
    .where(any_of(_c.peer, "peers") & any_of(_m.user_id, "users") & (_m.role >= int(Role.MEMBER)))
)


@lru_cache(maxsize=10_000)
def named(privacy: str | None) -> frozenset[int]:
    """The chats in a `privacy` column: {"subject": [["allow_chats", [peers]], ...]}."""
    if privacy is None or '_chats"' not in privacy:
        return NOBODY
    rules = [rule for of_subject in json.loads(privacy).values() for rule in of_subject]
    return frozenset(peer for rule in rules if rule[0].endswith("_chats") for peer in rule[1])


async def looked_up(tx: Tx, pairs: Sequence[tuple[int, SeenUser]]) -> list[SeenUser]:
    """(viewer, user as they see them): the same users with `among` and `beside` filled in."""
    theirs = [named(seen.user.privacy) for _, seen in pairs]
    mine = [named(seen.own_rules) for _, seen in pairs]
    peers = NOBODY.union(*theirs, *mine)
    if not peers:
        return [seen for _, seen in pairs]
    users = {viewer for (viewer, _), chats_named in zip(pairs, theirs, strict=True) if chats_named}
    users |= {seen.user.id for (_, seen), chats_named in zip(pairs, mine, strict=True) if chats_named}
    inside = {(row[0], row[1]) for row in await tx.all(INSIDE, peers=sorted(peers), users=sorted(users))}
    return [
        seen._replace(
            among=frozenset(peer for peer in of_user if (peer, viewer) in inside),
            beside=frozenset(peer for peer in of_viewer if (peer, seen.user.id) in inside),
        )
        for (viewer, seen), of_user, of_viewer in zip(pairs, theirs, mine, strict=True)
    ]
