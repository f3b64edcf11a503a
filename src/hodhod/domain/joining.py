"""Somebody joined: those who kept the number before anybody had it are told, and have a contact from now on.

The service message messageActionContactSignUp stands in the chat of the one who had the number, and only there: who
keeps a number is nobody else's business.
"""

from __future__ import annotations

from hodhod import tl
from hodhod.domain import messages, privacy, settings
from hodhod.domain.people import MAX_TOLD, tell
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.tl import types

DELETED = int(UserFlag.DELETED)
# Service messages written in the transaction that signs somebody up.
MAX_MESSAGES = 100


async def joined(tx: Tx, viewer: Viewer, phone: str) -> None:
    """The viewer has just signed up with this number (or moved to it). Call after the user and mailbox exist."""
    waiting = await contacts.waiting(tx, phone)
    me = await store_users.get(tx, viewer.user)
    if not waiting or privacy.rules(me, "added_by_phone") != privacy.EVERYBODY:
        return
    await contacts.link(tx, phone, viewer.user)
    await tell(tx, waiting[:MAX_TOLD], StateKind.PEER_SETTINGS, viewer.user, viewer.now)
    owners = await store_users.by_ids(tx, waiting[:MAX_MESSAGES])
    action = tl.encode(types.MessageActionContactSignUp())
    for owner in sorted(owners):
        row = owners[owner]
        if not row.flags & DELETED and not settings.value(row, "signup_silent"):
            await messages.notice(tx, viewer.as_user(owner), viewer.user, messages.Outgoing(action=action))
