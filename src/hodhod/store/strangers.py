"""Whom somebody wrote to without knowing them: asked only for accounts that are limited or new."""

from __future__ import annotations

from sqlalchemy import BindParameter, and_, bindparam, exists, func, literal_column, select

from hodhod.store.bits import CopyFlag
from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.tables import contacts, contents, copies, dialogs

_d, _c, _k = dialogs.c, copies.c, contacts.c
_OWNER: BindParameter[int] = bindparam("by_owner")
_INCOMING = _c.flags.op("&")(int(CopyFlag.OUT)) == 0
# words of theirs: what the server tells of them in their name is none
HAS_WRITTEN = Query(
    select(_c.id)
    .select_from(copies.join(contents, contents.c.id == _c.content_id))
    .where((_c.owner == _OWNER) & (_c.peer == bindparam("by_peer")) & _INCOMING)
    .where((contents.c.sender == bindparam("by_peer")) & contents.c.action.is_(None))
    .order_by(_c.id.desc())
    .limit(1)
)
_unanswered = (
    select(_d.peer)
    .select_from(dialogs.outerjoin(contacts, and_(_k.owner == _d.peer, _k.user_id == _OWNER)))
    .where((_d.owner == _OWNER) & (_d.peer > 0) & (_d.peer != _OWNER) & (_d.top_id > 0) & _k.owner.is_(None))
    .where(~exists(literal_column("1")).where((_c.owner == _OWNER) & (_c.peer == _d.peer) & _INCOMING))
    .limit(bindparam("count"))
    .subquery("unanswered")
)
UNANSWERED = Query(select(func.count()).select_from(_unanswered))


async def has_written(tx: Tx, owner: int, peer: int) -> bool:
    """Has the peer written to the owner, as far as the owner still has it?"""
    return await tx.one(HAS_WRITTEN, by_owner=owner, by_peer=peer) is not None


async def unanswered(tx: Tx, owner: int, count: int) -> int:
    """To how many people, `count` at most, the owner wrote who do not have them as a contact and did not answer."""
    row = await tx.one(UNANSWERED, by_owner=owner, count=count)
    return int(row[0]) if row else 0
