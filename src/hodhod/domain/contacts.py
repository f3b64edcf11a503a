"""Contacts: added, imported, accepted, deleted. core.telegram.org/api/contacts

A contact belongs to its owner alone; what the other side sees of it is the `mutual` flag and what its owner's privacy
opens to contacts. So a change is told to the owner's sessions (kind PEER_SETTINGS: the bar above the chat, and with it
the user), and to the other side (kind USER) only where that side has the owner as a contact too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException

from hodhod import errors
from hodhod.domain import access, privacy
from hodhod.domain.people import tell, tell_of
from hodhod.domain.profile import clean
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts as store
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Contact, SeenUser

MAX_NOTE = 128
# Numbers of one import; the rest is named in retry_contacts and comes with the next request.
BATCH = 500
DELETED = int(UserFlag.DELETED)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an owner writes down of somebody. phone: digits, "" unknown; note: canonical TL as hex, None: unchanged."""

    first_name: str
    last_name: str = ""
    phone: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import, by the client's own ids."""

    found: list[tuple[int, int]]  # (user id, client id)
    popular: list[tuple[int, int]]  # (client id, how many keep this number)
    retry: list[int]


async def add(tx: Tx, viewer: Viewer, user_id: int, entry: Entry, share_phone: bool) -> None:
    """Add or rename a contact. Raises CONTACT_ID_INVALID, CONTACT_NAME_EMPTY."""
    if user_id == viewer.user:
        raise errors.CONTACT_ID_INVALID
    entry = _named(viewer, entry)
    seen = await access.user(tx, viewer, user_id)
    old = (await store.by_users(tx, viewer.user, [user_id])).get(user_id)
    await store.delete_users(tx, viewer.user, [user_id])
    await store.put(tx, [_row(viewer, seen, entry, old)])
    if share_phone:
        await privacy.except_for(tx, viewer, "phone", user_id)
    await _tell(tx, viewer, [seen])


def _named(viewer: Viewer, entry: Entry) -> Entry:
    longest = viewer.world.limits.name_length
    first, last = clean(entry.first_name)[:longest], clean(entry.last_name)[:longest]
    if not first and not last:
        raise errors.CONTACT_NAME_EMPTY
    return Entry(first or last, last if first else "", entry.phone, entry.note)


def _row(viewer: Viewer, seen: SeenUser, entry: Entry, old: Contact | None) -> Contact:
    """The row of a user's contact; a number that is not the user's own is not believed."""
    user = seen.user
    if entry.phone and entry.phone == user.phone:
        phone = entry.phone
    else:
        phone = old.phone if old else store.key_of(user.id)
    note = entry.note if entry.note is not None else old.note if old else ""
    created = old.created if old else viewer.now
    name = (entry.first_name, entry.last_name)
    return Contact(viewer.user, user.id, phone, *name, note, created, seen.mine, seen.contact_photo)


async def accept(tx: Tx, viewer: Viewer, user_id: int) -> None:
    """Answer somebody who added the viewer: add them under their own name, and let them see the viewer's number.

    Raises CONTACT_REQ_MISSING, CONTACT_ID_INVALID.
    """
    seen = await access.user(tx, viewer, user_id)
    if not seen.knows:
        raise errors.CONTACT_REQ_MISSING
    if seen.contact:
        entry = Entry(seen.contact_first, seen.contact_last)
    else:
        entry = Entry(seen.user.first_name, seen.user.last_name)
    await add(tx, viewer, user_id, entry, share_phone=True)


async def delete(tx: Tx, viewer: Viewer, users: Sequence[int]) -> list[int]:
    """Delete the contacts among these users. Returns who they were."""
    rows = await store.by_users(tx, viewer.user, users)
    seen = await store_users.seen(tx, viewer.user, sorted(rows))
    await store.delete_users(tx, viewer.user, sorted(rows))
    await _tell(tx, viewer, seen.values())
    return sorted(rows)


async def delete_phones(tx: Tx, viewer: Viewer, phones: Sequence[str]) -> None:
    """Delete contacts by number, registered or not."""
    rows = await store.by_phones(tx, viewer.user, phones)
    await delete(tx, viewer, [row.user_id for row in rows.values() if row.user_id])
    await store.delete_phones(tx, viewer.user, phones)


async def put_note(tx: Tx, viewer: Viewer, user_id: int, note: str) -> None:
    """Raises CONTACT_MISSING."""
    row = (await store.by_users(tx, viewer.user, [user_id])).get(user_id)
    if row is None:
        raise errors.CONTACT_MISSING
    await store.put(tx, [row._replace(note=note)])
    await tell(tx, [viewer.user], StateKind.USER, user_id, viewer.now)


async def import_entries(tx: Tx, viewer: Viewer, given: Sequence[tuple[int, Entry]]) -> Imported:
    """Write down numbers with names; (client id, entry) each. Those not registered yet are kept until they are."""
    now, later = given[:BATCH], [client_id for client_id, _ in given[BATCH:]]
    entries = {entry.phone: entry for _, entry in now if entry.phone}
    room = viewer.world.limits.contacts - (await store.counts(tx, viewer.user))[0]
    old = await store.by_phones(tx, viewer.user, sorted(entries))
    fresh = [phone for phone in entries if phone not in old]
    for phone in fresh[max(0, room) :]:
        del entries[phone]
    users = await _findable(tx, viewer, entries)
    await _write(tx, viewer, entries, users, old)
    importers = await store.importers(tx, [phone for phone in entries if phone not in users])
    return Imported(
        [(users[entry.phone].user.id, client_id) for client_id, entry in now if entry.phone in users],
        [(client_id, importers[entry.phone]) for client_id, entry in now if importers.get(entry.phone, 0) > 1],
        later,
    )


async def _findable(tx: Tx, viewer: Viewer, phones: Iterable[str]) -> dict[str, SeenUser]:
    """Who of those with these numbers lets the viewer find them by number, oneself aside."""
    by_phone = await store_users.by_phones(tx, sorted(phones)) if phones else {}
    ids = [row.id for row in by_phone.values() if row.id != viewer.user and not row.flags & DELETED]
    seen = await store_users.seen(tx, viewer.user, ids)
    return {
        s.user.phone or "": s for s in seen.values() if s.contact or privacy.allows(s, "added_by_phone", viewer.user)
    }


async def _write(
    tx: Tx, viewer: Viewer, entries: dict[str, Entry], users: dict[str, SeenUser], old: dict[str, Contact]
) -> None:
    rows = [_written(viewer, phone, entry, users.get(phone), old.get(phone)) for phone, entry in entries.items()]
    # the same user may have been written down without a number
    await store.delete_users(tx, viewer.user, [row.user_id for row in rows if row.user_id])
    await store.put(tx, rows)
    await _tell(tx, viewer, [seen for seen in users.values() if not seen.contact])


def _written(viewer: Viewer, phone: str, entry: Entry, seen: SeenUser | None, before: Contact | None) -> Contact:
    """The contact as it will be; before: as it was, whose note, date and photo stay."""
    first, last = clean(entry.first_name)[:64], clean(entry.last_name)[:64]
    row = before or Contact(viewer.user, 0, phone, "", "", "", viewer.now, 0, 0)
    row = row._replace(phone=phone, first_name=first or last or phone, last_name=last if first else "")
    if entry.note is not None:
        row = row._replace(note=entry.note)
    if seen is not None:
        row = row._replace(user_id=seen.user.id, flags=seen.mine, photo=seen.contact_photo)
    return row


def region_of(phone: str, default: str) -> str:
    """The region of somebody's own number: their address book has the numbers of that country without its code."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(f"+{phone}")) or default
    except NumberParseException:
        return default


async def find_by_phone(tx: Tx, viewer: Viewer, phone: str) -> int:
    """The user of a number. Raises PHONE_NOT_OCCUPIED, also where their privacy says so."""
    own = await store_users.find_by_phone(tx, phone)
    if own is not None and own.id == viewer.user:
        return own.id
    found = (await _findable(tx, viewer, [phone])).get(phone)
    if found is None:
        raise errors.PHONE_NOT_OCCUPIED
    return found.user.id


async def _tell(tx: Tx, viewer: Viewer, changed: Iterable[SeenUser]) -> None:
    people = list(changed)
    await tell_of(tx, viewer.user, StateKind.PEER_SETTINGS, [seen.user.id for seen in people], viewer.now)
    await tell(tx, [seen.user.id for seen in people if seen.knows], StateKind.USER, viewer.user, viewer.now)


async def registered(tx: Tx, viewer: Viewer) -> list[Contact]:
    """The viewer's contacts who are here."""
    return await store.registered(tx, viewer.user)


async def waiting(tx: Tx, viewer: Viewer) -> int:
    """How many numbers of the viewer's address book are not registered."""
    saved, here = await store.counts(tx, viewer.user)
    return saved - here


async def every(tx: Tx, viewer: Viewer) -> list[Contact]:
    """The whole address book."""
    return await store.every(tx, viewer.user)


async def forget_waiting(tx: Tx, viewer: Viewer) -> None:
    """Forget the numbers that are not registered."""
    await store.delete_waiting(tx, viewer.user)
