"""What becomes of a whole account: another number, or its end."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import joining, people, sessions
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts, usernames
from hodhod.store import passwords as store_passwords
from hodhod.store import users as store
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx

DELETED = int(UserFlag.DELETED)


async def check_free(tx: Tx, phone: str) -> None:
    """Raises PHONE_NUMBER_OCCUPIED."""
    if await store.find_by_phone(tx, phone) is not None:
        raise errors.PHONE_NUMBER_OCCUPIED


async def change_phone(tx: Tx, viewer: Viewer, phone: str) -> None:
    """Move the account to another number. Contacts keep it; whoever waited for the new number has it from now on.

    Raises PHONE_NUMBER_OCCUPIED; nothing happens where it is the number already (a repeated request).
    """
    row = await store.get(tx, viewer.user)
    if row.phone == phone:
        return
    await check_free(tx, phone)
    await store.put(tx, viewer.user, phone=phone)
    await people.phone_changed(tx, viewer)
    await joining.joined(tx, viewer, phone)


async def delete(tx: Tx, viewer: Viewer) -> None:
    """End an account: its number and name are free, its sessions end, its messages stay with those who have them."""
    row = await store.get(tx, viewer.user)
    await people.tell_around(tx, viewer, StateKind.USER)
    if row.phone:
        await contacts.release(tx, row.phone, viewer.user)
    if row.username:
        await usernames.free(tx, row.username.lower(), viewer.user)
        await usernames.put_words(tx, viewer.user, [])
    empty: dict[str, str | int] = {"first_name": "", "last_name": "", "about": "", "search_name": "", "birthday": 0}
    await store.put(tx, viewer.user, phone=None, username=None, flags=row.flags | DELETED, **empty)
    await store_passwords.remove(tx, viewer.user)
    await sessions.end_all(tx, viewer.user)
