"""Lists of contacts."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.listing import vector_hash
from hodhod.domain.viewer import Viewer
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.store.records import Contact, SeenUser
from hodhod.tl import types
from hodhod.views import peers


def list_hash(saved: int, rows: Sequence[Contact]) -> int:
    """The hash by which a client knows its contacts: how many numbers are kept, then the user ids, ascending."""
    return vector_hash([saved, *(row.user_id for row in rows)])


async def contacts(tx: Tx, viewer: Viewer, rows: Sequence[Contact], saved: int) -> types.contacts.Contacts:
    seen = await store_users.seen(tx, viewer.user, [row.user_id for row in rows])
    shown = [seen[row.user_id] for row in rows if row.user_id in seen]
    return types.contacts.Contacts(
        contacts=[types.Contact(user_id=s.user.id, mutual=s.knows) for s in shown],
        saved_count=saved,
        users=[peers.user(s, viewer) for s in shown],
    )


def statuses(seen: Sequence[SeenUser], viewer: Viewer) -> list[types.TypeContactStatus]:
    return [types.ContactStatus(user_id=s.user.id, status=peers.status(s, viewer)) for s in seen]
