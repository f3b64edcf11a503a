"""All tables. Written by tools/make_initial_migration.py from hodhod.store.tables until the first release."""

# ruff: noqa: PLR0915

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from hodhod.store.migrations.partitions import create_partitions

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "admin_log",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("owner", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("admin_log_by_date", "admin_log", ["date"], unique=False)
    create_partitions("admin_log")
    op.create_table(
        "auth_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("expires", sa.Integer(), server_default="0", nullable=False),
        sa.Column("perm_key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dc", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("auth_keys_by_perm", "auth_keys", ["perm_key_id"], unique=False)
    op.create_table(
        "authorizations",
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pending_user", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("system", sa.Text(), server_default="", nullable=False),
        sa.Column("app_version", sa.Text(), server_default="", nullable=False),
        sa.Column("lang_code", sa.Text(), server_default="", nullable=False),
        sa.Column("ip", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("qts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("push", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("authorizations_by_user", "authorizations", ["user_id"], unique=False)
    op.create_table(
        "bans",
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("phone"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blobs",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocks",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("list", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "list", "peer"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("blocks")
    op.create_table(
        "channel_hours",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hour", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("by_link", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by_request", sa.Integer(), server_default="0", nullable=False),
        sa.Column("invited", sa.Integer(), server_default="0", nullable=False),
        sa.Column("found", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.Integer(), server_default="0", nullable=False),
        sa.Column("views", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shares", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "hour"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("channel_hours_by_hour", "channel_hours", ["hour"], unique=False)
    create_partitions("channel_hours")
    op.create_table(
        "chatlist_invites",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("folder", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("peers", sa.LargeBinary(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
        sqlite_with_rowid=False,
    )
    op.create_index("chatlist_invites_by_folder", "chatlist_invites", ["owner", "folder"], unique=False)
    op.create_table(
        "chatlists",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("folder", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), server_default="", nullable=False),
        sa.Column("hidden", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "folder"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("chatlists")
    op.create_table(
        "chats",
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("photo", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("creator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("banned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("members", sa.Integer(), server_default="0", nullable=False),
        sa.Column("admins", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("ttl", sa.Integer(), server_default="0", nullable=False),
        sa.Column("slow_mode", sa.Integer(), server_default="0", nullable=False),
        sa.Column("linked", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("migrated", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("top_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("top_date", sa.Integer(), server_default="0", nullable=False),
        sa.Column("top_n", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_max", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "read_user", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("read_second", sa.Integer(), server_default="0", nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("settings", sa.Text(), nullable=True),
        sa.Column("photo_thumb", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("peer"),
        postgresql_partition_by="HASH (peer)",
        sqlite_with_rowid=False,
    )
    create_partitions("chats")
    op.create_table(
        "contacts",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), server_default="", nullable=False),
        sa.Column("last_name", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("photo", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "user_id", "phone"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("contacts_by_phone", "contacts", ["owner", "phone"], unique=True)
    op.create_index("contacts_reverse", "contacts", ["user_id", "owner"], unique=False)
    op.create_index("contacts_waiting", "contacts", ["phone", "user_id"], unique=False)
    create_partitions("contacts")
    op.create_table(
        "contents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("sender", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("edit_date", sa.Integer(), server_default="0", nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("entities", sa.LargeBinary(), nullable=True),
        sa.Column("reply_content", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quote", sa.LargeBinary(), nullable=True),
        sa.Column("quote_offset", sa.Integer(), server_default="0", nullable=False),
        sa.Column("forward", sa.LargeBinary(), nullable=True),
        sa.Column("action", sa.LargeBinary(), nullable=True),
        sa.Column("markup", sa.LargeBinary(), nullable=True),
        sa.Column("media_kind", sa.Integer(), server_default="0", nullable=False),
        sa.Column("media_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("media", sa.LargeBinary(), nullable=True),
        sa.Column(
            "grouped_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("via_bot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column(
            "saved_peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("saved_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ttl", sa.Integer(), server_default="0", nullable=False),
        sa.Column("effect", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("author", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("reactions", sa.Text(), nullable=True),
        sa.Column("webpage", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("answered", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        postgresql_partition_by="HASH (id)",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "contents_by_edit",
        "contents",
        ["edit_date"],
        unique=False,
        sqlite_where=sa.text("edit_date > 0"),
        postgresql_where=sa.text("edit_date > 0"),
    )
    op.create_index(
        "contents_by_end",
        "contents",
        [sa.literal_column("(date + ttl)")],
        unique=False,
        sqlite_where=sa.text("ttl > 0"),
        postgresql_where=sa.text("ttl > 0"),
    )
    create_partitions("contents")
    op.create_table(
        "copies",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pts", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.Column("media_kind", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("copies_by_content", "copies", ["owner", "content_id"], unique=True)
    op.create_index(
        "copies_by_media",
        "copies",
        ["owner", "peer", "media_kind", "id"],
        unique=False,
        sqlite_where=sa.text("media_kind > 0"),
        postgresql_where=sa.text("media_kind > 0"),
    )
    op.create_index("copies_by_peer", "copies", ["owner", "peer", "id"], unique=False)
    op.create_index("copies_by_pts", "copies", ["owner", "pts"], unique=True)
    op.create_index(
        "copies_pinned",
        "copies",
        ["owner", "peer", "id"],
        unique=False,
        sqlite_where=sa.text("flags & 8 != 0"),
        postgresql_where=sa.text("flags & 8 != 0"),
    )
    create_partitions("copies")
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deeds",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("deleted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kicked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("banned", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "day", "user_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("deeds_by_day", "deeds", ["day"], unique=False)
    create_partitions("deeds")
    op.create_table(
        "dialogs",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("top_id", sa.Integer(), nullable=False),
        sa.Column("top_date", sa.Integer(), nullable=False),
        sa.Column("read_inbox", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_outbox", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unread_mark", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pinned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("folder", sa.Integer(), server_default="0", nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ttl", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("dialogs")
    op.create_table(
        "documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mime_type", sa.Text(), server_default="", nullable=False),
        sa.Column("attributes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        postgresql_partition_by="HASH (id)",
        sqlite_with_rowid=False,
    )
    op.create_index("documents_by_hash", "documents", ["hash"], unique=False)
    create_partitions("documents")
    op.create_table(
        "events",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("pts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("pts_count", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "pts"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("events_by_subject", "events", ["owner", "kind", "peer", "subject"], unique=False)
    create_partitions("events")
    op.create_table(
        "forwards",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("msg_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", "content_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("forwards")
    op.create_table(
        "importers",
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("requested", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.PrimaryKeyConstraint("peer", "user_id"),
        postgresql_partition_by="HASH (peer)",
        sqlite_with_rowid=False,
    )
    op.create_index("importers_by_date", "importers", ["peer", "requested", "date"], unique=False)
    op.create_index("importers_by_link", "importers", ["peer", "hash", "date"], unique=False)
    create_partitions("importers")
    op.create_table(
        "installed_sets",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Integer(), server_default="0", nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "set_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("installed_sets_by_place", "installed_sets", ["owner", "kind", "archived", "place"], unique=False)
    create_partitions("installed_sets")
    op.create_table(
        "invites",
        sa.Column("hash", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("admin", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("expires", sa.Integer(), server_default="0", nullable=False),
        sa.Column("usage_limit", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("invites_by_chat", "invites", ["peer", "admin", "date"], unique=False)
    op.create_table(
        "invites_sent",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "phone"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("invites_sent")
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("jobs_due", "jobs", ["state", "due"], unique=False)
    op.create_table(
        "kept_documents",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("list", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "list", "document_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("kept_documents_by_place", "kept_documents", ["owner", "list", "place"], unique=False)
    create_partitions("kept_documents")
    op.create_table(
        "login_codes",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("login_codes_by_phone", "login_codes", ["phone"], unique=False)
    op.create_table(
        "login_tokens",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("api_id", sa.Integer(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("token"),
        sqlite_with_rowid=False,
    )
    op.create_index("login_tokens_by_key", "login_tokens", ["key_id"], unique=False)
    op.create_table(
        "mailboxes",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("pts", sa.Integer(), nullable=False),
        sa.Column("top_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("mailboxes")
    op.create_table(
        "members",
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("inviter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("admin", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("banned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("until", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("rank", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Integer(), server_default="0", nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cleared", sa.Integer(), server_default="0", nullable=False),
        sa.Column("send_as", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("peer", "user_id"),
        postgresql_partition_by="HASH (peer)",
        sqlite_with_rowid=False,
    )
    op.create_index("members_by_date", "members", ["peer", "date", "user_id", "role"], unique=False)
    op.create_index("members_by_role", "members", ["peer", "role", "date"], unique=False)
    op.create_index("members_by_user", "members", ["user_id", "peer"], unique=False)
    create_partitions("members")
    op.create_table(
        "mentioned",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("mentioned_by_message", "mentioned", ["peer", "id"], unique=False)
    create_partitions("mentioned")
    op.create_table(
        "name_words",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "peer"),
        sqlite_with_rowid=False,
    )
    op.create_index("name_words_by_peer", "name_words", ["peer"], unique=False)
    op.create_table(
        "once",
        sa.Column("key_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "digest"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passwords",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("salt1", sa.LargeBinary(), nullable=True),
        sa.Column("salt2", sa.LargeBinary(), nullable=True),
        sa.Column("verifier", sa.LargeBinary(), nullable=True),
        sa.Column("hint", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("pending_email", sa.Text(), server_default="", nullable=False),
        sa.Column("reset_at", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retry_at", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("secure", sa.LargeBinary(), nullable=True),
        sa.Column("pending", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "photo_sizes",
        sa.Column(
            "media_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("media_id", "type"),
        postgresql_partition_by="HASH (media_id)",
        sqlite_with_rowid=False,
    )
    op.create_index("photo_sizes_by_hash", "photo_sizes", ["hash"], unique=False)
    create_partitions("photo_sizes")
    op.create_table(
        "photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        postgresql_partition_by="HASH (id)",
        sqlite_with_rowid=False,
    )
    create_partitions("photos")
    op.create_table(
        "poll_votes",
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("options", sa.Integer(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "user_id"),
        postgresql_partition_by="HASH (poll_id)",
        sqlite_with_rowid=False,
    )
    op.create_index("poll_votes_by_date", "poll_votes", ["poll_id", "date", "user_id"], unique=False)
    create_partitions("poll_votes")
    op.create_table(
        "polls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("creator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("close_date", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("poll", sa.LargeBinary(), nullable=False),
        sa.Column("correct", sa.Integer(), server_default="0", nullable=False),
        sa.Column("solution", sa.LargeBinary(), nullable=True),
        sa.Column("voters", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counts", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("recent", sa.Text(), server_default="", nullable=False),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        postgresql_partition_by="HASH (id)",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "polls_unread",
        "polls",
        ["creator", "peer", "content_id"],
        unique=False,
        sqlite_where=sa.text("unread > 0"),
        postgresql_where=sa.text("unread > 0"),
    )
    create_partitions("polls")
    op.create_table(
        "posts",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("thread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("views", sa.Integer(), server_default="0", nullable=False),
        sa.Column("forwards", sa.Integer(), server_default="0", nullable=False),
        sa.Column("replies", sa.Integer(), server_default="0", nullable=False),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column(
            "discussed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("root", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recent", sa.LargeBinary(), nullable=True),
        sa.Column("topic", sa.Integer(), server_default="0", nullable=False),
        sa.Column("topic_n", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "posts_by_thread",
        "posts",
        ["owner", "thread", "id"],
        unique=False,
        sqlite_where=sa.text("thread != 0"),
        postgresql_where=sa.text("thread != 0"),
    )
    op.create_index("posts_by_topic", "posts", ["owner", "topic", "id"], unique=False)
    create_partitions("posts")
    op.create_table(
        "presence",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("online_until", sa.Integer(), server_default="0", nullable=False),
        sa.Column("was_online", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "profile_photos",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("owner", "photo_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("profile_photos_by_place", "profile_photos", ["owner", "place"], unique=False)
    create_partitions("profile_photos")
    op.create_table(
        "reactions",
        sa.Column(
            "content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("reaction", sa.Text(), server_default="", nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("big", sa.Integer(), server_default="0", nullable=False),
        sa.Column("author", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("content_id", "user_id"),
        postgresql_partition_by="HASH (content_id)",
        sqlite_with_rowid=False,
    )
    op.create_index("reactions_by_date", "reactions", ["content_id", "date", "user_id"], unique=False)
    op.create_index("reactions_by_user", "reactions", ["user_id", "peer", "content_id"], unique=False)
    op.create_index(
        "reactions_unread",
        "reactions",
        ["author", "peer", "content_id"],
        unique=False,
        sqlite_where=sa.text("unread > 0"),
        postgresql_where=sa.text("unread > 0"),
    )
    create_partitions("reactions")
    op.create_table(
        "read_marks",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("max_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer", "max_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("read_marks_by_date", "read_marks", ["date"], unique=False)
    create_partitions("read_marks")
    op.create_table(
        "readers",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("owner", "day", "user_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("readers_by_day", "readers", ["day"], unique=False)
    create_partitions("readers")
    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("about", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("messages", sa.LargeBinary(), nullable=True),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("reports_by_date", "reports", ["date"], unique=False)
    op.create_table(
        "saved_dialogs",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("top_id", sa.Integer(), nullable=False),
        sa.Column("top_date", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("saved_dialogs")
    op.create_table(
        "saved_messages",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("saved_messages_by_peer", "saved_messages", ["owner", "peer", "id"], unique=False)
    create_partitions("saved_messages")
    op.create_table(
        "saved_tags",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("reaction", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("owner", "reaction", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("saved_tags_by_id", "saved_tags", ["owner", "id"], unique=False)
    create_partitions("saved_tags")
    op.create_table(
        "scheduled",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("edit_date", sa.Integer(), server_default="0", nullable=False),
        sa.Column("author", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "random_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("send_as", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("entities", sa.LargeBinary(), nullable=True),
        sa.Column("reply_to", sa.Integer(), server_default="0", nullable=False),
        sa.Column("topic", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quote", sa.LargeBinary(), nullable=True),
        sa.Column("quote_offset", sa.Integer(), server_default="0", nullable=False),
        sa.Column("forward", sa.LargeBinary(), nullable=True),
        sa.Column("markup", sa.LargeBinary(), nullable=True),
        sa.Column("media_kind", sa.Integer(), server_default="0", nullable=False),
        sa.Column("media_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("media", sa.LargeBinary(), nullable=True),
        sa.Column(
            "grouped_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column(
            "saved_peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("saved_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("effect", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("webpage", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "scheduled_until_online",
        "scheduled",
        ["peer"],
        unique=False,
        sqlite_where=sa.text("date = 2147483646"),
        postgresql_where=sa.text("date = 2147483646"),
    )
    create_partitions("scheduled")
    op.create_table(
        "schedules",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("top_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("schedules")
    op.create_table(
        "search_entries",
        sa.Column(
            "content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("lexemes", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("content_id"),
        postgresql_partition_by="HASH (content_id)",
        sqlite_with_rowid=False,
    )
    op.create_index("search_entries_by_lexeme", "search_entries", ["lexemes"], unique=False, postgresql_using="gin")
    create_partitions("search_entries")
    op.create_table(
        "sent",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "random_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "random_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("sent")
    op.create_table(
        "slowed",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "user_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("slowed_by_date", "slowed", ["date"], unique=False)
    create_partitions("slowed")
    op.create_table(
        "state",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("subject", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "kind", "subject"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("state_by_date", "state", ["owner", "date"], unique=False)
    create_partitions("state")
    op.create_table(
        "sticker_set_words",
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "word", "set_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("sticker_set_words_by_set", "sticker_set_words", ["set_id"], unique=False)
    op.create_table(
        "sticker_sets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("short_name", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("thumb", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("thumb_version", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("sticker_sets_by_name", "sticker_sets", ["name"], unique=True)
    op.create_index("sticker_sets_by_owner", "sticker_sets", ["owner", "id"], unique=False)
    op.create_table(
        "sticker_words",
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.PrimaryKeyConstraint("kind", "word", "document_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("sticker_words_by_document", "sticker_words", ["document_id"], unique=False)
    op.create_table(
        "stickers",
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("emojis", sa.Text(), server_default="", nullable=False),
        sa.Column("keywords", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("document_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("stickers_by_set", "stickers", ["set_id", "place"], unique=False)
    op.create_table(
        "threads_read",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("thread", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("read_inbox", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "peer", "thread"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    create_partitions("threads_read")
    op.create_table(
        "topics",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("creator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("icon_color", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "icon_emoji", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pinned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("top_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("n", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_max", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "read_user", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("read_second", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("topics_by_top", "topics", ["owner", "pinned", "top_id"], unique=False)
    create_partitions("topics")
    op.create_table(
        "transfers",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "usernames",
        sa.Column("name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("peer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )
    op.create_index("usernames_by_peer", "usernames", ["peer"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), server_default="", nullable=False),
        sa.Column("last_name", sa.Text(), server_default="", nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("flags", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("birthday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("privacy", sa.Text(), nullable=True),
        sa.Column("settings", sa.Text(), nullable=True),
        sa.Column("search_name", sa.Text(), server_default="", nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("photo_thumb", sa.LargeBinary(), nullable=True),
        sa.Column("limited", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phone"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "viewed",
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", "user_id"),
        postgresql_partition_by="HASH (owner)",
        sqlite_with_rowid=False,
    )
    op.create_index("viewed_by_date", "viewed", ["date"], unique=False)
    create_partitions("viewed")
    op.create_table(
        "webpages",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Integer(), server_default="0", nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=True),
        sa.Column("photo", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("url"),
        sqlite_with_rowid=False,
    )
    op.create_index("webpages_by_id", "webpages", ["id"], unique=True)
