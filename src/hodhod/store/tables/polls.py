"""Polls and the votes in them. A message names its poll by an id, and its forwards name the same one."""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, big, blob, blob_or_null, number, partitioned, text

# poll: canonical TL of the poll without what changes or differs between viewers; correct: bits of the right answers of
# a quiz; solution: canonical TL textWithEntities that explains them. close_date: unix seconds, 0 = never. voters,
# counts: how many voted, and for each answer (JSON). content_id, peer: the message that the poll was made with. recent:
# who voted last, in all and for each answer (JSON), empty where voters are not told. unread: 1 until its creator has
# seen the votes.
polls = partitioned(
    "polls",
    "id",
    Column("id", Big, primary_key=True, autoincrement=False),
    big("creator"),
    number("date"),
    number("close_date", 0),
    number("closed", 0),
    blob("poll"),
    number("correct", 0),
    blob_or_null("solution"),
    number("voters", 0),
    text("counts"),
    big("content_id", server_default="0"),
    big("peer", server_default="0"),
    text("recent"),
    number("unread", 0),
)
Index(
    "polls_unread",
    polls.c.creator,
    polls.c.peer,
    polls.c.content_id,
    sqlite_where=polls.c.unread > 0,
    postgresql_where=polls.c.unread > 0,
)

# options: bits of the chosen answers.
poll_votes = partitioned(
    "poll_votes",
    "poll_id",
    Column("poll_id", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    number("options"),
    number("date"),
)
Index("poll_votes_by_date", poll_votes.c.poll_id, poll_votes.c.date, poll_votes.c.user_id)
