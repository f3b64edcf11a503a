"""The drawings of the standard reactions as documents: rows whose ids follow from what they hold.

A new release with other drawings has other ids, and clients fetch them anew. The ids lie below those of all photos and
documents that are made by time. Whoever is told of the documents first has them written (api/messages/reaction_set.py).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple

from hodhod import art
from hodhod.domain.media import attributes
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.reaction_set import STANDARD
from hodhod.store import media as store
from hodhod.store.db import Tx
from hodhod.store.records import Document
from hodhod.tl import types

ICON = "icon.webp"
STILL, APPEAR, PULSE, BURST = "still.tgs", "appear.tgs", "pulse.tgs", "burst.tgs"
PARTS = (ICON, STILL, APPEAR, PULSE, BURST)
WEBP, TGS = "image/webp", "application/x-tgsticker"
# sides of the icons and of the animations
SIDES = {WEBP: 256, TGS: 512}
ID_BYTES = 5
# the same for everybody and for ever: the first day of ids
DATE = 1_704_067_200


class Drawing(NamedTuple):
    document: Document
    content: bytes


@lru_cache(maxsize=1)
def drawings() -> dict[tuple[str, str], Drawing]:
    """Every drawing by (reaction, part)."""
    return {(reaction, part): _drawing(reaction, part) for reaction in STANDARD for part in PARTS}


def _drawing(reaction: str, part: str) -> Drawing:
    content = art.reaction(reaction, part)
    digest = hashlib.sha256(content).digest()
    mime_type = WEBP if part == ICON else TGS
    side = SIDES[mime_type]
    described: list[types.TypeDocumentAttribute] = [
        types.DocumentAttributeImageSize(w=side, h=side),
        types.DocumentAttributeSticker(alt=reaction, stickerset=types.InputStickerSetEmpty()),
        types.DocumentAttributeFilename(file_name=part),
    ]
    return Drawing(
        Document(
            1 + int.from_bytes(digest[:ID_BYTES], "big"),
            0,
            DATE,
            MediaKind.STICKER,
            digest,
            len(content),
            mime_type,
            attributes.pack(described),
        ),
        content,
    )


async def are_there(tx: Tx) -> bool:
    """Does the database know all drawings of this release?"""
    ids = [one.document.id for one in drawings().values()]
    return len(await store.documents_by_ids(tx, ids)) == len(set(ids))


async def add(tx: Tx, now: int) -> None:
    """Write the rows that are missing; their blobs are kept already."""
    rows = [one.document for one in drawings().values()]
    await store.add_blobs(tx, [(row.hash, row.size) for row in rows], now)
    await store.add_shipped(tx, rows)
