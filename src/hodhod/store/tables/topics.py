"""Topics of forums."""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, big, number, owned, text

# One topic of a forum. owner: the supergroup; id: its first message, 1 for General. creator: the peer that began it.
# flags: store/bits.py TopicFlag. pinned: as in `dialogs`. top_id: its newest message; n: how many were ever posted in
# it. read_*: as in `chats`.
topics = owned(
    "topics",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    big("creator"),
    number("date"),
    text("title"),
    number("icon_color", 0),
    big("icon_emoji", server_default="0"),
    number("flags", 0),
    number("pinned", 0),
    number("top_id", 0),
    number("n", 0),
    number("read_max", 0),
    big("read_user", server_default="0"),
    number("read_second", 0),
)
Index("topics_by_top", topics.c.owner, topics.c.pinned, topics.c.top_id)
