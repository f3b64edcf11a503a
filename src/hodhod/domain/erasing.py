"""Erasing what a deleted account owned: its copies of messages, dialogs, drafts, contacts, blocks, settings.

A job does it in slices (jobs/accounts.py), after the transaction that ended the account (domain/accounts.py). The other
sides keep their copies, and the contents with them. Nobody is told: the account has no sessions any more.
"""

from __future__ import annotations

from hodhod.domain.deleting import drop_orphans
from hodhod.store import erasure as store
from hodhod.store import messages, users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx

JOB = "erase_account"
DELETED = int(UserFlag.DELETED)
# rows that one transaction may touch (design: short transactions); a copy may take its content along
ROWS = 1000
COPIES = ROWS // 2


async def step(tx: Tx, user_id: int) -> bool:
    """Erase a slice. False when nothing is left, or when this is no deleted account."""
    user = (await users.by_ids(tx, [user_id])).get(user_id)
    if user is None or not user.flags & DELETED:
        return False
    copies = await store.copies(tx, user_id, COPIES)
    if copies:
        await messages.delete_copies(tx, user_id, [copy.id for copy in copies])
        await drop_orphans(tx, copies)
        return True
    if await store.drop(tx, user_id, ROWS):
        return True
    await store.drop_presence(tx, user_id)
    return False
