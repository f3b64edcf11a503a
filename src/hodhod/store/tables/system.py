"""Tables of the server itself: work to do after a commit, and small counters."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from hodhod.store.tables.base import Big, big, blob, keyed, metadata, number, text

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

counters = keyed("counters", Column("name", Text, primary_key=True), big("value"))
