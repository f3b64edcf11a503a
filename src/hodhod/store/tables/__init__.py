"""Every table, in families: directory (found by anybody), account (one user's own things), mailbox (the logs),
media (files), chats (groups and channels); reactions and polls, by the message; stickers; and what waits to be sent.
media (files), chats (groups and channels); reactions and polls, by the message; stickers; and statistics.

Mailbox and account tables begin their key with the owner, so that a sharded store can place them; they carry
`info={"partition": "owner"}` and are hash-partitioned on PostgreSQL. Directory tables are global.
On SQLite tables with a compound key are WITHOUT ROWID: the row lives in its key's tree, one look-up less.
"""

from __future__ import annotations

from hodhod.store.tables.account import blocks, contacts, invites_sent, state
from hodhod.store.tables.base import metadata
from hodhod.store.tables.chatlists import chatlist_invites, chatlists
from hodhod.store.tables.chats import (
    admin_log,
    chats,
    importers,
    invites,
    members,
    mentioned,
    posts,
    slowed,
    threads_read,
    viewed,
)
from hodhod.store.tables.directory import (
    auth_keys,
    authorizations,
    bans,
    login_codes,
    login_tokens,
    name_words,
    once,
    passwords,
    presence,
    transfers,
    usernames,
    users,
)
from hodhod.store.tables.mailbox import contents, copies, dialogs, events, mailboxes, read_marks, sent
from hodhod.store.tables.media import blobs, documents, photo_sizes, photos, profile_photos
from hodhod.store.tables.polls import poll_votes, polls
from hodhod.store.tables.reactions import reactions
from hodhod.store.tables.saved import saved_dialogs, saved_messages, saved_tags
from hodhod.store.tables.scheduled import scheduled, schedules
from hodhod.store.tables.statistics import channel_hours, deeds, forwards, readers
from hodhod.store.tables.stickers import (
    installed_sets,
    kept_documents,
    sticker_set_words,
    sticker_sets,
    sticker_words,
    stickers,
)
from hodhod.store.tables.system import counters, jobs, reports, search_entries
from hodhod.store.tables.topics import topics
from hodhod.store.tables.webpages import webpages

__all__ = [
    "admin_log",
    "auth_keys",
    "authorizations",
    "bans",
    "blobs",
    "blocks",
    "channel_hours",
    "chatlist_invites",
    "chatlists",
    "chats",
    "contacts",
    "contents",
    "copies",
    "counters",
    "deeds",
    "dialogs",
    "documents",
    "events",
    "forwards",
    "importers",
    "installed_sets",
    "invites",
    "invites_sent",
    "jobs",
    "kept_documents",
    "login_codes",
    "login_tokens",
    "mailboxes",
    "members",
    "mentioned",
    "metadata",
    "name_words",
    "once",
    "passwords",
    "photo_sizes",
    "photos",
    "poll_votes",
    "polls",
    "posts",
    "presence",
    "profile_photos",
    "reactions",
    "read_marks",
    "readers",
    "reports",
    "saved_dialogs",
    "saved_messages",
    "saved_tags",
    "scheduled",
    "schedules",
    "search_entries",
    "sent",
    "slowed",
    "state",
    "sticker_set_words",
    "sticker_sets",
    "sticker_words",
    "stickers",
    "threads_read",
    "topics",
    "transfers",
    "usernames",
    "users",
    "viewed",
    "webpages",
]
