"""Account tables: what belongs to one user and is no message."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from hodhod.store.tables.base import Big, big, blob_or_null, number, owned, text

# A contact is a number with a name, registered (user_id > 0) or not yet (0). A number stands once in a list. The key
# begins with the user because every answer that describes people asks which of them are contacts. photo: with which the
# owner alone sees them.
contacts = owned(
    "contacts",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    Column("phone", Text, primary_key=True),
    text("first_name"),
    text("last_name"),
    text("note"),
    number("created"),
    number("flags", 0),
    big("photo", server_default="0"),
)
Index("contacts_by_phone", contacts.c.owner, contacts.c.phone, unique=True)
# Reverse look-ups: who has this user, and who waits for this number to join.
Index("contacts_reverse", contacts.c.user_id, contacts.c.owner)
Index("contacts_waiting", contacts.c.phone, contacts.c.user_id)

invites_sent = owned(
    "invites_sent",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("phone", Text, primary_key=True),
    number("date"),
)

# list 0: the block list; list 1: blocked from stories.
blocks = owned(
    "blocks",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("list", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    number("date"),
)

# State without pts (design: kind b): the latest value of a draft, a notification setting, a folder ... and when it
# was set; getDifference hands out the rows that changed since the client's date. Kinds: domain/state.py.
state = owned(
    "state",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("kind", Big, primary_key=True, autoincrement=False),
    Column("subject", Big, primary_key=True, autoincrement=False),
    number("date"),
    blob_or_null("value"),
)
Index("state_by_date", state.c.owner, state.c.date)
