"""Reactions: one row for each user who reacted to a message, whatever the number of copies of the message.

How often each was chosen, and who did last, stands in the content itself (`contents.reactions`), so that a message is
shown without reading these rows.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, big, number, partitioned, text

# author: who wrote the message, 0 where nobody is told; peer: the chat as the author has it; unread 1 until the author
# has seen it. big: the reactor chose the larger effect.
reactions = partitioned(
    "reactions",
    "content_id",
    Column("content_id", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    text("reaction"),
    number("date"),
    number("big", 0),
    big("author", server_default="0"),
    big("peer", server_default="0"),
    number("unread", 0),
)
Index("reactions_by_date", reactions.c.content_id, reactions.c.date, reactions.c.user_id)
# Of one user in one chat.
Index("reactions_by_user", reactions.c.user_id, reactions.c.peer, reactions.c.content_id)
Index(
    "reactions_unread",
    reactions.c.author,
    reactions.c.peer,
    reactions.c.content_id,
    sqlite_where=reactions.c.unread > 0,
    postgresql_where=reactions.c.unread > 0,
)
