"""Saved Messages by origin: which of a user's messages to themselves belongs to which saved dialog.

Kept beside `copies`, so that other messages carry nothing of it. Written with the message and forgotten with it
(domain/saved.py).
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, Word, big, number, owned

saved_messages = owned(
    "saved_messages",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    big("peer"),
)
Index("saved_messages_by_peer", saved_messages.c.owner, saved_messages.c.peer, saved_messages.c.id)

# A row stands as long as the dialog has messages. pinned: as in `dialogs`.
saved_dialogs = owned(
    "saved_dialogs",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    number("top_id"),
    number("top_date"),
    number("pinned", 0),
)

# The tag of a message to oneself.
saved_tags = owned(
    "saved_tags",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("reaction", Word, primary_key=True),
    Column("id", Big, primary_key=True, autoincrement=False),
)
Index("saved_tags_by_id", saved_tags.c.owner, saved_tags.c.id)
