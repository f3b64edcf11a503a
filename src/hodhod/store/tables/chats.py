"""Groups and channels: what they are, who is in them, and what only a channel's messages have.

Basic groups, supergroups and channels share the tables; which one a row is stands in its peer (ids.py) and its flags.
A supergroup or channel owns a mailbox under its own peer: one copy of a message for all members. Nothing here is
written per member when something is posted.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from hodhod.store.tables.base import Big, Word, big, blob_or_null, keyed, number, owned, partitioned, text, text_or_null

# banned: the default banned rights; bits of rights are those of the TL flags. top_*: the newest message of a channel,
# top_n its ordinal among all that were ever posted. changed: when the channel's pts last grew. read_*: how far somebody
# has read (read_user), and how far anybody else. migrated: the peer that a basic group became, or the one that a
# supergroup was. settings: rarer values as JSON, NULL = all defaults.
# photo_thumb: the stripped size of the photo, with which the chat is told of.
chats = partitioned(
    "chats",
    "peer",
    Column("peer", Big, primary_key=True, autoincrement=False),
    text("title"),
    text("about"),
    big("photo", server_default="0"),
    big("creator"),
    number("date"),
    number("flags", 0),
    big("banned", server_default="0"),
    number("members", 0),
    number("admins", 0),
    number("version", 1),
    number("ttl", 0),
    number("slow_mode", 0),
    big("linked", server_default="0"),
    big("migrated", server_default="0"),
    number("top_id", 0),
    number("top_date", 0),
    number("top_n", 0),
    number("changed", 0),
    number("read_max", 0),
    big("read_user", server_default="0"),
    number("read_second", 0),
    text_or_null("username"),
    text_or_null("settings"),
    blob_or_null("photo_thumb"),
)

# role: store/bits.py Role; who left has no row unless banned or restricted. admin, banned: bits of the TL flags;
# until: when a ban or restriction ends (unix seconds, 0 = never). by: who promoted, restricted or banned. rank: an
# administrator's title. since: the last message id before the member came, where history is hidden; cleared: the last
# one that they deleted for themselves. send_as: the peer as which they write, 0 = as the chat's rules have it.
members = partitioned(
    "members",
    "peer",
    Column("peer", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    number("role"),
    number("date"),
    big("inviter", server_default="0"),
    big("admin", server_default="0"),
    big("banned", server_default="0"),
    number("until", 0),
    big("by", server_default="0"),
    text("rank"),
    number("since", 0),
    number("flags", 0),
    number("cleared", 0),
    big("send_as", server_default="0"),
)
Index("members_by_user", members.c.user_id, members.c.peer)
Index("members_by_role", members.c.peer, members.c.role, members.c.date)
Index("members_by_date", members.c.peer, members.c.date, members.c.user_id, members.c.role)

# What a channel's message has besides content and copy. n: its ordinal; thread: the message that began its thread, 0 =
# none; replies: how many stand in the thread that it began; signature: the author's name under a post. topic: the
# forum's topic in which it stands, 0 = General, or no forum; topic_n: its ordinal there, 0 of what was written before.
# A channel's post that is discussed: in which group, which message there began its thread (0: it is yet to be forwarded
# there), the newest comment, and who commented last (packed peers).
posts = owned(
    "posts",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    number("n"),
    number("thread", 0),
    number("views", 0),
    number("forwards", 0),
    number("replies", 0),
    text_or_null("signature"),
    big("discussed", server_default="0"),
    number("root", 0),
    number("last", 0),
    blob_or_null("recent"),
    number("topic", 0),
    number("topic_n", 0),
)
_IN_THREAD = posts.c.thread != 0
Index(
    "posts_by_thread",
    posts.c.owner,
    posts.c.thread,
    posts.c.id,
    sqlite_where=_IN_THREAD,
    postgresql_where=_IN_THREAD,
)
Index("posts_by_topic", posts.c.owner, posts.c.topic, posts.c.id)

# Messages of groups that name a user or answer them; unread 1 until they were looked at.
mentioned = owned(
    "mentioned",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    number("unread"),
)
Index("mentioned_by_message", mentioned.c.peer, mentioned.c.id)

# Recent actions of a supergroup or channel (domain/admin_log.py), kept for two days; owner: the chat.
admin_log = owned(
    "admin_log",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    number("date"),
    big("user_id"),
    number("kind"),
    text("value"),
)
Index("admin_log_by_date", admin_log.c.date)

# Who has seen a post of a channel, kept for some days: each viewer counts once.
viewed = owned(
    "viewed",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    number("date"),
)
Index("viewed_by_date", viewed.c.date)

# When somebody wrote last into a supergroup with slow mode; owner: the group.
slowed = owned(
    "slowed",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    number("date"),
)
Index("slowed_by_date", slowed.c.date)

# How far a user has read in a thread of a supergroup: in comments, in a topic.
threads_read = owned(
    "threads_read",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("peer", Big, primary_key=True, autoincrement=False),
    Column("thread", Big, primary_key=True, autoincrement=False),
    number("read_inbox"),
)

# Links into groups and channels, found by anybody who has the hash; flags: store/bits.py InviteFlag. used: how many
# came in by it; expires, usage_limit: 0 = none; changed: when it was last edited.
invites = keyed(
    "invites",
    Column("hash", Word, primary_key=True),
    big("peer"),
    big("admin"),
    number("date"),
    number("flags", 0),
    text("title"),
    number("expires", 0),
    number("usage_limit", 0),
    number("used", 0),
    number("changed", 0),
)
Index("invites_by_chat", invites.c.peer, invites.c.admin, invites.c.date)

# Who came in by which link, and who asks to come in (requested 1). hash: empty when they asked without a link.
# approved_by: the administrator who let them in.
importers = partitioned(
    "importers",
    "peer",
    Column("peer", Big, primary_key=True, autoincrement=False),
    Column("user_id", Big, primary_key=True, autoincrement=False),
    Column("hash", Word, nullable=False),
    number("date"),
    number("requested", 0),
    big("approved_by", server_default="0"),
)
Index("importers_by_date", importers.c.peer, importers.c.requested, importers.c.date)
Index("importers_by_link", importers.c.peer, importers.c.hash, importers.c.date)
