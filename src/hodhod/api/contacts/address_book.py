"""Address books: contacts.importContacts, getSaved, resetSaved. core.telegram.org/api/contacts"""

from __future__ import annotations

from hodhod import errors
from hodhod.api.contacts.people import note_of
from hodhod.domain import access, phones
from hodhod.domain import contacts as domain
from hodhod.domain.contacts import Entry
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views.peers import described

MAX_GIVEN = 5000


@method(functions.contacts.ImportContacts, free=True, flood="import_contacts")
async def import_contacts(ctx: Context, req: functions.contacts.ImportContacts) -> types.contacts.ImportedContacts:
    """The numbers are read before the transaction: each takes as long as several statements."""
    if len(req.contacts) > MAX_GIVEN:
        raise errors.LIMIT_INVALID
    own = (await ctx.db.read(lambda tx: access.myself(tx, ctx.viewer))).phone or ""
    region = domain.region_of(own, ctx.services.settings.default_region)
    given = [(one.client_id, _entry(one, region)) for one in req.contacts[: domain.BATCH]]
    later = [one.client_id for one in req.contacts[domain.BATCH :]]

    async def write(inner: Context) -> types.contacts.ImportedContacts:
        done = await domain.import_entries(inner.tx, inner.viewer, given)
        users, _ = await described(inner.tx, inner.viewer, [user_id for user_id, _ in done.found])
        return types.contacts.ImportedContacts(
            imported=[types.ImportedContact(user_id=user, client_id=client) for user, client in done.found],
            popular_invites=[types.PopularContact(client_id=c, importers=n) for c, n in done.popular],
            retry_contacts=later,
            users=users,
        )

    return await ctx.write(write)


def _entry(given: types.TypeInputContact, region: str) -> Entry:
    phone = phones.find_normal(given.phone, region) or ""
    return Entry(given.first_name, given.last_name, phone, note_of(given.note))


@method(functions.contacts.GetSaved)
async def get_saved(ctx: Context, req: functions.contacts.GetSaved) -> list[types.TypeSavedContact]:
    """Every number kept, for the takeout; those added without a number have none to give."""
    return [
        types.SavedPhoneContact(phone=row.phone, first_name=row.first_name, last_name=row.last_name, date=row.created)
        for row in await domain.every(ctx.tx, ctx.viewer)
        if row.phone.isdecimal()
    ]


@method(functions.contacts.ResetSaved, writes=True)
async def reset_saved(ctx: Context, req: functions.contacts.ResetSaved) -> bool:
    await domain.forget_waiting(ctx.tx, ctx.viewer)
    return True
