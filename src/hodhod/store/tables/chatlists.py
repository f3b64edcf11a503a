"""Links to folders, and who follows which of them. core.telegram.org/api/folders#shared-folders"""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from hodhod.store.tables.base import Big, blob, blob_or_null, keyed, number, owned, text

# peers: packed, those that the link shares.
chatlist_invites = keyed(
    "chatlist_invites",
    Column("slug", Text, primary_key=True),
    Column("owner", Big, nullable=False),
    number("folder"),
    text("title"),
    blob("peers"),
    number("date"),
)
Index("chatlist_invites_by_folder", chatlist_invites.c.owner, chatlist_invites.c.folder)

# A folder that came by a link. hidden: packed, chats that were added to it since and that the owner does not want.
chatlists = owned(
    "chatlists",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("folder", Big, primary_key=True, autoincrement=False),
    text("slug"),
    blob_or_null("hidden"),
)
