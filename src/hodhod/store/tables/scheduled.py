"""Messages that wait for their time. Their ids are a sequence of each chat's own, apart from those of messages.

owner: whose they are: who wrote them; of a channel the channel itself, because its administrators share them.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.ids import UNTIL_ONLINE
from hodhod.store.tables.base import Big, big, blob_or_null, number, owned, text

# date: when it is to be sent, or UNTIL_ONLINE. author: who wrote it; content_id: by which `sent`
# knows it until then. The rest is as in `contents`, but for reply_to, which is the author's own id of the message.
scheduled = owned(
    "scheduled",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    number("date"),
    number("edit_date", 0),
    big("author"),
    big("content_id"),
    big("random_id", server_default="0"),
    big("send_as", server_default="0"),
    number("flags", 0),
    text("text"),
    blob_or_null("entities"),
    number("reply_to", 0),
    number("topic", 0),
    blob_or_null("quote"),
    number("quote_offset", 0),
    blob_or_null("forward"),
    blob_or_null("markup"),
    number("media_kind", 0),
    big("media_id", server_default="0"),
    blob_or_null("media"),
    big("grouped_id", server_default="0"),
    big("saved_peer", server_default="0"),
    number("saved_id", 0),
    big("effect", server_default="0"),
    big("webpage", server_default="0"),
)
# Who waits for somebody to come online.
_WAITS = scheduled.c.date == UNTIL_ONLINE
Index("scheduled_until_online", scheduled.c.peer, sqlite_where=_WAITS, postgresql_where=_WAITS)

# The last id that was given out in each chat.
schedules = owned(
    "schedules",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    number("top_id"),
)
