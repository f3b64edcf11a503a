"""Pages of the web that messages link to, each by its address, whoever linked to it."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from hodhod.store.tables.base import big, blob_or_null, keyed, number

# state: WebPageState of store/bits.py; date: when it was fetched, or when that was asked for; page: canonical TL
# webPage without its id and photo; photo: the photo's id, 0: none.
webpages = keyed(
    "webpages",
    Column("url", Text, primary_key=True),
    big("id"),
    number("state", 0),
    number("date"),
    blob_or_null("page"),
    big("photo", server_default="0"),
)
Index("webpages_by_id", webpages.c.id, unique=True)
