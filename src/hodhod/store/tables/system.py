"""Tables of the server itself: work to do after a commit, and small counters."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from hodhod.store.tables.base import Big, big, blob, blob_or_null, keyed, metadata, number, partitioned, text

# state 0 waiting, 1 claimed, 2 failed for good; a finished job is deleted. due, claimed_until: unix seconds.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    text("kind"),
    blob("payload"),
    number("state", 0),
    number("tries", 0),
    number("due"),
    number("claimed_until", 0),
    text("error"),
    sqlite_autoincrement=True,
)
Index("jobs_due", jobs.c.state, jobs.c.due)

# What people reported, for whoever runs the server. peer: of a person, a chat, or where the messages stand; about: who
# wrote them, 0 = whoever it was; messages: their ids in that chat as the reporter has it, packed (domain/values.py).
reports = Table(
    "reports",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    number("date"),
    big("reporter"),
    big("peer"),
    big("about", server_default="0"),
    text("reason"),
    blob_or_null("messages"),
    text("comment"),
    sqlite_autoincrement=True,
)
Index("reports_by_date", reports.c.date)

counters = keyed("counters", Column("name", Text, primary_key=True), big("value"))

# The search index of PostgreSQL; on SQLite the index is a file of its own (store/search/) and this table stays empty.
search_entries = partitioned(
    "search_entries",
    "content_id",
    Column("content_id", Big, primary_key=True, autoincrement=False),
    Column("lexemes", TSVECTOR().with_variant(Text(), "sqlite"), nullable=False),
)
Index("search_entries_by_lexeme", search_entries.c.lexemes, postgresql_using="gin")
