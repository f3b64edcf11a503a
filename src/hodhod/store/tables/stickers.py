"""Stickers: sets, the stickers in them, the words that find both, and what a user has installed or kept.

A sticker is a document whose attributes name its set; the rows here say in which place it stands and what finds it.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, Word, big, keyed, number, owned, text

# name: short_name folded, unique. kind, flags: domain/stickers/kinds.py; version: grows with every change. thumb: the
# document with which the set is shown, 0: its first sticker.
sticker_sets = keyed(
    "sticker_sets",
    Column("id", Big, primary_key=True, autoincrement=False),
    big("owner"),
    Column("name", Word, nullable=False),
    text("short_name"),
    text("title"),
    number("kind"),
    number("flags", 0),
    number("size", 0),
    number("version", 1),
    number("date"),
    big("thumb", server_default="0"),
    number("thumb_version", 0),
)
Index("sticker_sets_by_name", sticker_sets.c.name, unique=True)
Index("sticker_sets_by_owner", sticker_sets.c.owner, sticker_sets.c.id)

# emojis: separated by spaces; keywords: by commas.
stickers = keyed(
    "stickers",
    Column("document_id", Big, primary_key=True, autoincrement=False),
    big("set_id"),
    number("place"),
    text("emojis"),
    text("keywords"),
)
Index("stickers_by_set", stickers.c.set_id, stickers.c.place)

# What finds a sticker (its emojis, its keywords folded) and what finds a set (words of its name and title).
sticker_words = keyed(
    "sticker_words",
    Column("kind", Big, primary_key=True, autoincrement=False),
    Column("word", Word, primary_key=True),
    Column("document_id", Big, primary_key=True, autoincrement=False),
)
Index("sticker_words_by_document", sticker_words.c.document_id)
sticker_set_words = keyed(
    "sticker_set_words",
    Column("kind", Big, primary_key=True, autoincrement=False),
    Column("word", Word, primary_key=True),
    Column("set_id", Big, primary_key=True, autoincrement=False),
)
Index("sticker_set_words_by_set", sticker_set_words.c.set_id)

# place: the highest is the first of the list; archived 1: put away. A row may outlive its set.
installed_sets = owned(
    "installed_sets",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("set_id", Big, primary_key=True, autoincrement=False),
    number("kind"),
    number("archived", 0),
    big("place"),
    number("date"),
)
Index(
    "installed_sets_by_place",
    installed_sets.c.owner,
    installed_sets.c.kind,
    installed_sets.c.archived,
    installed_sets.c.place,
)

# Recent and favourite stickers and saved GIFs. list: domain/stickers/kept.py; the highest place is the newest.
kept_documents = owned(
    "kept_documents",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("list", Big, primary_key=True, autoincrement=False),
    Column("document_id", Big, primary_key=True, autoincrement=False),
    big("place"),
    number("date"),
)
Index("kept_documents_by_place", kept_documents.c.owner, kept_documents.c.list, kept_documents.c.place)
