"""What becomes of a whole account: another number, or its end."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import erasing, joining, people, sessions
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts, jobs, usernames
from hodhod.store import passwords as store_passwords
from hodhod.store import users as store
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx

DELETED = int(UserFlag.DELETED)
# what is left of a user's row
NOTHING: dict[str, str | int | None] = {
    "phone": None,
    "username": None,
    "first_name": "",
    "last_name": "",
    "about": "",
    "birthday": 0,
    "privacy": None,
    "settings": None,
    "search_name": "",
    "photo_id": 0,
    "photo_thumb": None,
}


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
    """End an account: its number and name are free, its sessions end, its messages stay with those who have them.

    What it owned is erased by a job (domain/erasing.py).
    """
    row = await store.get(tx, viewer.user)
    await people.tell_around(tx, viewer, StateKind.USER)
    if row.phone:
        await contacts.release(tx, row.phone, viewer.user)
    if row.username:
        await usernames.free(tx, row.username.lower(), viewer.user)
        await usernames.put_words(tx, viewer.user, [])
    await store.put(tx, viewer.user, flags=row.flags | DELETED, **NOTHING)
    await store_passwords.remove(tx, viewer.user)
    await sessions.end_all(tx, viewer.user)
    await jobs.enqueue(tx, erasing.JOB, str(viewer.user).encode(), viewer.now)
