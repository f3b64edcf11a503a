"""Directory tables: who exists, by which phone, name and key; found by anybody, so not sharded by owner."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from hodhod.store.tables.base import (
    Big,
    Word,
    big,
    big_or_null,
    blob,
    blob_or_null,
    keyed,
    metadata,
    number,
    text,
    text_or_null,
)

# flags: see domain/users.py (BOT, DELETED, VERIFIED, SUPPORT). `privacy` holds the rules as JSON, NULL = all defaults;
# `settings` the account's small switches as JSON, NULL = all defaults. photo_id: the profile photo, 0 for none;
# photo_thumb: its stripped size, because every answer that describes the user carries it. limited: until when the
# account may not approach strangers (domain/limiting.py).
users = Table(
    "users",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    text_or_null("phone", unique=True),
    text("first_name"),
    text("last_name"),
    text_or_null("username"),
    text("about"),
    number("flags", 0),
    number("created"),
    number("birthday", 0),
    text_or_null("privacy"),
    text_or_null("settings"),
    text("search_name"),
    big("photo_id", server_default="0"),
    blob_or_null("photo_thumb"),
    number("limited", 0),
    sqlite_autoincrement=True,
)

# `name` is folded (lower case, without dots); the displayed form is in the owner's row.
usernames = keyed("usernames", Column("name", Word, primary_key=True), big("peer"))
Index("usernames_by_peer", usernames.c.peer)

# The folded words of the names of those who have a username: whoever chose one can be found by strangers.
name_words = keyed(
    "name_words",
    Column("word", Word, primary_key=True),
    Column("peer", Big, primary_key=True, autoincrement=False),
)
Index("name_words_by_peer", name_words.c.peer)

# Permanent keys have expires 0; a temporary key carries the permanent one that it is bound to (NULL: not bound).
# dc: the DC that the client believed it talked to when it made the key, 0 when it did not say.
auth_keys = keyed(
    "auth_keys",
    Column("id", Big, primary_key=True, autoincrement=False),
    blob("sealed"),
    number("created"),
    number("expires", 0),
    big_or_null("perm_key_id"),
    number("dc", 0),
)
Index("auth_keys_by_perm", auth_keys.c.perm_key_id)

# One row a permanent key that announced itself or signed in: the device, its layer, and whose it is (0: nobody yet).
# `pending_user` waits for its password. `hash` names the session in account.getAuthorizations.
authorizations = keyed(
    "authorizations",
    Column("key_id", Big, primary_key=True, autoincrement=False),
    big("user_id"),
    big("pending_user"),
    big("hash"),
    number("layer"),
    number("api_id"),
    text("device"),
    text("system"),
    text("app_version"),
    text("lang_code"),
    text("ip"),
    number("created"),
    number("active"),
    number("qts", 0),
    number("flags", 0),
    text("push"),
)
Index("authorizations_by_user", authorizations.c.user_id)

# The code itself is not stored: it is a MAC of (hash, serial) under the server's secret (domain/codes.py).
login_codes = keyed(
    "login_codes",
    Column("hash", Text, primary_key=True),
    text("phone"),
    big("key_id"),
    text("purpose"),
    number("serial"),
    number("tries"),
    number("created"),
    number("expires"),
    number("used", 0),
    big("user_id"),
)
Index("login_codes_by_phone", login_codes.c.phone)

# SRP: see domain/passwords.py. `email` is confirmed; `pending_email` waits for its code, and `pending` (canonical TL of
# account.passwordInputSettings) takes effect with it.
passwords = keyed(
    "passwords",
    Column("user_id", Big, primary_key=True, autoincrement=False),
    blob_or_null("salt1"),
    blob_or_null("salt2"),
    blob_or_null("verifier"),
    text("hint"),
    text("email"),
    text("pending_email"),
    number("reset_at", 0),
    number("retry_at", 0),
    number("changed", 0),
    blob_or_null("secure"),
    blob_or_null("pending"),
)

# QR sign-in: a token shown by one key, accepted by a signed-in user.
login_tokens = keyed(
    "login_tokens",
    Column("token", Text, primary_key=True),
    big("key_id"),
    number("api_id"),
    number("expires"),
    big("user_id"),
)
Index("login_tokens_by_key", login_tokens.c.key_id)

# auth.exportAuthorization -> auth.importAuthorization
transfers = keyed("transfers", Column("token", Text, primary_key=True), big("user_id"), number("expires"))

# Online until / was online (unix seconds); written at most once a minute a user.
presence = keyed(
    "presence",
    Column("user_id", Big, primary_key=True, autoincrement=False),
    number("online_until", 0),
    number("was_online", 0),
)

# The first answer of a `once` method, for an equal request on the same key within a minute.
once = keyed(
    "once",
    Column("key_id", Big, primary_key=True, autoincrement=False),
    Column("digest", Text, primary_key=True),
    number("expires"),
    blob("answer"),
)

# Phones that may not ask for a code before `until` (operator's decision or abuse).
bans = keyed("bans", Column("phone", Text, primary_key=True), number("until"), text("reason"))
