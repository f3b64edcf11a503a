"""Mailbox tables: the durable logs that nothing acknowledged ever leaves.

A message of a private chat or basic group is one `contents` row and one narrow `copies` row per owner. The copy *is*
the new-message event, found by (owner, pts); every other counted update is a row of `events`. Both take their pts from
`mailboxes`, and only store/mailboxes.py writes them.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, literal_column

from hodhod.store.bits import CopyFlag
from hodhod.store.tables.base import Big, big, big_or_null, blob_or_null, number, owned, partitioned, text, text_or_null

# top_id: the last message id given out. Both numbers only grow.
mailboxes = owned(
    "mailboxes",
    Column("owner", Big, primary_key=True, autoincrement=False),
    number("pts"),
    number("top_id"),
)

# sender: whom the message shows; author: who wrote it where that is somebody else (a post, an anonymous admin), else
# 0.
# What all copies share. Blobs are canonical TL of what is the same for every viewer and for ever: `entities` and
# `quote` (a textWithEntities, with its offset beside it), `markup`, `action`, `forward` (origin without message ids).
# reply_content: the content answered to; every copy finds its own id for it. saved_peer/saved_id: where a message kept
# in Saved Messages was forwarded from (one owner, so its id is that owner's). reactions: how often each was
# chosen and who did last (domain/reaction_counts.py). webpage: the page that is shown below it (webpages), 0: none.
# answered: what it answers in another chat (messageReplyHeader; the id in it is a channel's).
contents = partitioned(
    "contents",
    "id",
    Column("id", Big, primary_key=True, autoincrement=False),
    big("sender"),
    big("peer"),
    number("date"),
    number("edit_date", 0),
    number("flags", 0),
    text("text"),
    blob_or_null("entities"),
    big_or_null("reply_content"),
    blob_or_null("quote"),
    number("quote_offset", 0),
    blob_or_null("forward"),
    blob_or_null("action"),
    blob_or_null("markup"),
    number("media_kind", 0),
    big("media_id", server_default="0"),
    blob_or_null("media"),
    big("grouped_id", server_default="0"),
    big("via_bot", server_default="0"),
    big("saved_peer", server_default="0"),
    number("saved_id", 0),
    number("ttl", 0),
    big("effect", server_default="0"),
    big("author", server_default="0"),
    text_or_null("reactions"),
    big("webpage", server_default="0"),
    blob_or_null("answered"),
)

# The search index reads edits by their date.
Index(
    "contents_by_edit",
    contents.c.edit_date,
    sqlite_where=contents.c.edit_date > 0,
    postgresql_where=contents.c.edit_date > 0,
)

# Messages that do not live for ever, by the date of their end; written as Alembic writes it.
Index(
    "contents_by_end",
    literal_column("(date + ttl)"),
    _table=contents,
    sqlite_where=contents.c.ttl > 0,
    postgresql_where=contents.c.ttl > 0,
)

# flags: CopyFlag of store/bits.py. media_kind: the content's, for lists of media.
copies = owned(
    "copies",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    big("peer"),
    big("content_id"),
    number("pts"),
    number("flags"),
    number("media_kind", 0),
)
Index("copies_by_pts", copies.c.owner, copies.c.pts, unique=True)
Index("copies_by_content", copies.c.owner, copies.c.content_id, unique=True)
Index("copies_by_peer", copies.c.owner, copies.c.peer, copies.c.id)
_IS_PINNED = copies.c.flags.bitwise_and(CopyFlag.PINNED.value) != 0
Index(
    "copies_pinned",
    copies.c.owner,
    copies.c.peer,
    copies.c.id,
    sqlite_where=_IS_PINNED,
    postgresql_where=_IS_PINNED,
)
Index(
    "copies_by_media",
    copies.c.owner,
    copies.c.peer,
    copies.c.media_kind,
    copies.c.id,
    sqlite_where=copies.c.media_kind > 0,
    postgresql_where=copies.c.media_kind > 0,
)

# Counted updates that are no new message. pts_count: how many pts the row covers, ending at pts. subject: the message
# id
# or max_id it speaks of; value: what else it says (domain/updates.py).
events = owned(
    "events",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("pts", Big, primary_key=True, autoincrement=False),
    number("pts_count"),
    number("kind"),
    big("peer"),
    number("subject"),
    number("date"),
    blob_or_null("value"),
)
Index("events_by_subject", events.c.owner, events.c.kind, events.c.peer, events.c.subject)

# pinned: place in the list of pinned dialogs, 0 = not pinned, higher = nearer to the top.
dialogs = owned(
    "dialogs",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    number("top_id"),
    number("top_date"),
    number("read_inbox", 0),
    number("read_outbox", 0),
    number("unread", 0),
    number("unread_mark", 0),
    number("pinned", 0),
    number("folder", 0),
    number("flags", 0),
    number("ttl", 0),
)

# When somebody read a chat up to an id of their own mailbox (a channel's: of its), kept for a week; in private chats
# and small groups only.
read_marks = owned(
    "read_marks",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    Column("max_id", Big, primary_key=True, autoincrement=False),
    number("date"),
)
Index("read_marks_by_date", read_marks.c.date)

# Exactly once: what a (sender, random_id) became. Written first in the sending transaction, kept 7 days.
sent = owned(
    "sent",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("random_id", Big, primary_key=True, autoincrement=False),
    big("peer"),
    big("content_id"),
    number("date"),
)
