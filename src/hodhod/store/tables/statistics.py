"""What the statistics of channels and supergroups need besides the messages themselves; owner: the chat.

Nothing here is written for a message that is posted: what people do is gathered and added to the row of the hour.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, big, number, owned

# hour: the unix time at which it began. How many came, by their way in (domain/stats/tally.py Way), and went; how often
# posts were looked at and forwarded.
channel_hours = owned(
    "channel_hours",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("hour", Big, primary_key=True, autoincrement=False),
    number("by_link", 0),
    number("by_request", 0),
    number("invited", 0),
    number("found", 0),
    number("gone", 0),
    number("views", 0),
    number("shares", 0),
)
Index("channel_hours_by_hour", channel_hours.c.hour)

# A post of a channel that stands, forwarded, in another channel or supergroup. content_id: the forward's, which grows
# with time; peer, msg_id: where it stands.
forwards = owned(
    "forwards",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("content_id", Big, primary_key=True, autoincrement=False),
    big("peer"),
    number("msg_id"),
)

# Who read in a supergroup on which day (number of the day since 1970), kept for two weeks.
readers = owned(
    "readers",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("day", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
)
Index("readers_by_day", readers.c.day)

# What an administrator did in a supergroup or channel on which day, kept for two weeks: messages of others deleted,
# people thrown out, people restricted.
deeds = owned(
    "deeds",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("day", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    number("deleted", 0),
    number("kicked", 0),
    number("banned", 0),
)
Index("deeds_by_day", deeds.c.day)
