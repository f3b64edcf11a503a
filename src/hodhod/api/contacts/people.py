"""One's contacts: contacts.getContacts, getContactIDs, getStatuses, addContact, acceptContact, deleteContacts, notes,
birthdays."""

from __future__ import annotations

import datetime

from hodhod import errors, tl
from hodhod.api import inputs
from hodhod.api.contacts.changes import bars
from hodhod.domain import access, close_friends, entities, phones, profile
from hodhod.domain import contacts as domain
from hodhod.domain.contacts import Entry
from hodhod.domain.listing import vector_hash
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store.records import SeenUser
from hodhod.tl import functions, types
from hodhod.views import contacts as view
from hodhod.views import peers, people

MAX_USERS = 1000
INT32 = 2**31


@method(functions.contacts.GetContacts)
async def get_contacts(ctx: Context, req: functions.contacts.GetContacts) -> types.contacts.TypeContacts:
    rows = await domain.registered(ctx.tx, ctx.viewer)
    waiting = await domain.waiting(ctx.tx, ctx.viewer)
    if req.hash and req.hash == view.list_hash(waiting, rows):
        return types.contacts.ContactsNotModified()
    return await view.contacts(ctx.tx, ctx.viewer, rows, waiting)


@method(functions.contacts.GetContactIDs)
async def get_contact_ids(ctx: Context, req: functions.contacts.GetContactIDs) -> list[int]:
    """A method of the days when ids had 32 bits: who does not fit is left out."""
    ids = [row.user_id for row in await domain.registered(ctx.tx, ctx.viewer) if row.user_id < INT32]
    return [] if req.hash and req.hash == vector_hash(ids) else ids


@method(functions.contacts.GetStatuses)
async def get_statuses(ctx: Context, req: functions.contacts.GetStatuses) -> list[types.TypeContactStatus]:
    return view.statuses(await _contacts(ctx), ctx.viewer)


async def _contacts(ctx: Context) -> list[SeenUser]:
    rows = await domain.registered(ctx.tx, ctx.viewer)
    return list((await access.seen(ctx.tx, ctx.viewer, [row.user_id for row in rows])).values())


@method(functions.contacts.AddContact, writes=True)
async def add_contact(ctx: Context, req: functions.contacts.AddContact) -> types.TypeUpdates:
    user_id = await inputs.user(ctx, req.id)
    phone = phones.find_normal(req.phone, ctx.services.settings.default_region) or ""
    entry = Entry(req.first_name, req.last_name, phone, note_of(req.note))
    await domain.add(ctx.tx, ctx.viewer, user_id, entry, req.add_phone_privacy_exception)
    return await bars(ctx, [user_id])


def note_of(given: types.TypeTextWithEntities | None) -> str | None:
    """A note as it is stored; None: it stays as it is. Raises MESSAGE_TOO_LONG."""
    if given is None or not given.text.strip():
        return None if given is None else ""
    text, kept = entities.prepare(given.text, given.entities, domain.MAX_NOTE)
    return tl.encode(types.TextWithEntities(text=text, entities=kept)).hex()


@method(functions.contacts.AcceptContact, writes=True)
async def accept_contact(ctx: Context, req: functions.contacts.AcceptContact) -> types.TypeUpdates:
    user_id = await inputs.user(ctx, req.id)
    await domain.accept(ctx.tx, ctx.viewer, user_id)
    return await bars(ctx, [user_id])


@method(functions.contacts.DeleteContacts, writes=True)
async def delete_contacts(ctx: Context, req: functions.contacts.DeleteContacts) -> types.TypeUpdates:
    if len(req.id) > MAX_USERS:
        raise errors.LIMIT_INVALID
    users = [await inputs.user(ctx, given) for given in req.id]
    return await bars(ctx, await domain.delete(ctx.tx, ctx.viewer, users))


@method(functions.contacts.DeleteByPhones, writes=True)
async def delete_by_phones(ctx: Context, req: functions.contacts.DeleteByPhones) -> bool:
    if len(req.phones) > MAX_USERS:
        raise errors.LIMIT_INVALID
    region = ctx.services.settings.default_region
    found = [number for text in req.phones if (number := phones.find_normal(text, region))]
    await domain.delete_phones(ctx.tx, ctx.viewer, found)
    return True


@method(functions.contacts.UpdateContactNote, writes=True)
async def update_contact_note(ctx: Context, req: functions.contacts.UpdateContactNote) -> bool:
    user_id = await inputs.user(ctx, req.id)
    await domain.put_note(ctx.tx, ctx.viewer, user_id, note_of(req.note) or "")
    return True


@method(functions.contacts.EditCloseFriends, writes=True)
async def edit_close_friends(ctx: Context, req: functions.contacts.EditCloseFriends) -> bool:
    await close_friends.put(ctx.tx, ctx.viewer, req.id)
    return True


@method(functions.contacts.GetBirthdays)
async def get_birthdays(ctx: Context, req: functions.contacts.GetBirthdays) -> types.contacts.ContactBirthdays:
    """Contacts whose birthday is yesterday, today or tomorrow."""
    today = datetime.datetime.fromtimestamp(ctx.now, datetime.UTC).date()
    days = [today + datetime.timedelta(days=n) for n in (-1, 0, 1)]
    near = {(day.day, day.month) for day in days}
    seen = [s for s in await _contacts(ctx) if profile.unpack_birthday(s.user.birthday)[:2] in near]
    told = [(s, day) for s in seen if (day := people.birthday(s, ctx.viewer)) is not None]
    return types.contacts.ContactBirthdays(
        contacts=[types.ContactBirthday(contact_id=s.user.id, birthday=day) for s, day in told],
        users=[peers.user(s, ctx.viewer) for s, _ in told],
    )
