"""What an account leaves behind, a slice at a time: every table that belongs to one owner.

The mailbox's counters stay: whoever was writing at that moment finds it in order. The copies are taken out by
domain/erasing.py, because their contents go with the last of them.
"""

from __future__ import annotations

from sqlalchemy import Table, bindparam, delete, select, tuple_

from hodhod.store import tables
from hodhod.store.db import Tx
from hodhod.store.query import Query
from hodhod.store.records import Copy

OWN = (
    tables.saved_messages,
    tables.saved_dialogs,
    tables.saved_tags,
    tables.dialogs,
    tables.events,
    tables.sent,
    tables.state,
    tables.contacts,
    tables.invites_sent,
    tables.blocks,
    tables.profile_photos,
    tables.mentioned,
    tables.threads_read,
    tables.read_marks,
    tables.installed_sets,
    tables.kept_documents,
    tables.scheduled,
    tables.schedules,
    tables.chatlists,
)
# found by another key, and its owner's all the same
LINKS = (tables.chatlist_invites,)


def _drop(table: Table) -> Query:
    inner = table.alias("slice")
    names = [column.name for column in table.primary_key.columns if column.name != "owner"]
    keys = select(*[inner.c[name] for name in names])
    keys = keys.where(inner.c.owner == bindparam("by_owner")).limit(bindparam("count"))
    place = tuple_(*[table.c[name] for name in names]) if len(names) > 1 else table.c[names[0]]
    return Query(delete(table).where((table.c.owner == bindparam("by_owner")) & place.in_(keys)))


DROP = [_drop(table) for table in (*OWN, *LINKS)]
_c = tables.copies.c
COPIES = Query(select(*_c).where(_c.owner == bindparam("owner")).order_by(_c.id).limit(bindparam("count")))
DROP_PRESENCE = Query(delete(tables.presence).where(tables.presence.c.user_id == bindparam("by_user")))


async def copies(tx: Tx, owner: int, count: int) -> list[Copy]:
    """The next copies that are still there."""
    return [Copy(*row) for row in await tx.all(COPIES, owner=owner, count=count)]


async def drop(tx: Tx, owner: int, count: int) -> int:
    """Drop up to `count` rows of the first table that has any. Returns how many, 0 when none has."""
    for query in DROP:
        dropped = await tx.run(query, by_owner=owner, count=count)
        if dropped:
            return dropped
    return 0


async def drop_presence(tx: Tx, user_id: int) -> None:
    await tx.run(DROP_PRESENCE, by_user=user_id)
