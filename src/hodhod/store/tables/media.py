"""Media tables: photos and documents, their sizes, and the blobs that hold their bytes.

A message names a photo or document by its id; ids of both come from one series. A row never changes once it is
there, but for the attributes of a sticker. What differs from viewer to viewer (access_hash, file_reference) is made by
views/media.py.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from hodhod.store.tables.base import Big, big, blob, blob_or_null, keyed, number, owned, partitioned, text

# Every blob that some row names, by the SHA-256 of its bytes.
blobs = keyed("blobs", blob("hash", primary_key=True), big("size"), number("created"))

# kind: MediaKind of domain/media/kinds.py; attributes: canonical TL of documentAttribute*, one behind the other.
documents = partitioned(
    "documents",
    "id",
    Column("id", Big, primary_key=True, autoincrement=False),
    big("owner"),
    number("date"),
    number("kind"),
    blob("hash"),
    big("size"),
    text("mime_type"),
    blob("attributes"),
)
Index("documents_by_hash", documents.c.hash)

photos = partitioned(
    "photos",
    "id",
    Column("id", Big, primary_key=True, autoincrement=False),
    big("owner"),
    number("date"),
)

# The sizes of a photo and the thumbnails of a document. hash: the blob; NULL for a stripped one, whose bytes are
# `content`.
photo_sizes = partitioned(
    "photo_sizes",
    "media_id",
    Column("media_id", Big, primary_key=True, autoincrement=False),
    Column("type", Text, primary_key=True),
    number("width"),
    number("height"),
    number("size"),
    blob_or_null("hash"),
    blob_or_null("content"),
)
Index("photo_sizes_by_hash", photo_sizes.c.hash)

# A user's profile photos; the highest place is the newest, and users.photo_id names the one that is shown.
profile_photos = owned(
    "profile_photos",
    Column("owner", Big, primary_key=True, autoincrement=False),
    Column("photo_id", Big, primary_key=True, autoincrement=False),
    big("place"),
)
Index("profile_photos_by_place", profile_photos.c.owner, profile_photos.c.place)
