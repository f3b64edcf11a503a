"""Address books: contacts.importContacts, getSaved, resetSaved. core.telegram.org/api/contacts"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.contacts.people import note_of
from hodhod.domain import contacts as domain
from hodhod.domain import phones
from hodhod.domain.contacts import Entry
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.store import contacts as store
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.tl import functions, types
from hodhod.views.peers import described

MAX_GIVEN = 5000


@method(functions.contacts.ImportContacts, free=True, flood="import_contacts")
async def import_contacts(ctx: Context, req: functions.contacts.ImportContacts) -> types.contacts.ImportedContacts:
    """The numbers are read before the transaction: each takes as long as several statements."""
    if len(req.contacts) > MAX_GIVEN:
        raise errors.LIMIT_INVALID
    own = (await ctx.db.read(lambda tx: store_users.get(tx, ctx.user))).phone or ""
    region = domain.region_of(own, ctx.services.settings.default_region)
    given = [(one.client_id, _entry(one, region)) for one in req.contacts[: domain.BATCH]]
    later = [one.client_id for one in req.contacts[domain.BATCH :]]

    async def write(tx: Tx) -> types.contacts.ImportedContacts:
        done = await domain.import_entries(tx, ctx.viewer, given)
        users, _ = await described(tx, ctx.viewer, [user_id for user_id, _ in done.found])
        return types.contacts.ImportedContacts(
            imported=[types.ImportedContact(user_id=user, client_id=client) for user, client in done.found],
            popular_invites=[types.PopularContact(client_id=c, importers=n) for c, n in done.popular],
            retry_contacts=later,
            users=users,
        )

    answer, records = await ctx.db.write_with_events(write)
    ctx.records.extend(records)
    return answer


def _entry(given: types.TypeInputContact, region: str) -> Entry:
    phone = phones.find_normal(given.phone, region) or ""
    return Entry(given.first_name, given.last_name, phone, note_of(given.note))


@method(functions.contacts.GetSaved)
async def get_saved(ctx: Context, req: functions.contacts.GetSaved) -> list[types.TypeSavedContact]:
    """Every number kept, for the takeout; those added without a number have none to give."""
    return [
        types.SavedPhoneContact(phone=row.phone, first_name=row.first_name, last_name=row.last_name, date=row.created)
        for row in await store.every(ctx.tx, ctx.user)
        if row.phone.isdecimal()
    ]


@method(functions.contacts.ResetSaved, writes=True)
async def reset_saved(ctx: Context, req: functions.contacts.ResetSaved) -> bool:
    await store.delete_waiting(ctx.tx, ctx.user)
    return True
