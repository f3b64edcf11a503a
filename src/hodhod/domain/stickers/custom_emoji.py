"""Custom emoji in texts: an entity stays only where there is such an emoji. core.telegram.org/api/custom-emoji"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from hodhod import tl
from hodhod.domain.entities import Entity
from hodhod.domain.stickers.kept import is_emoji
from hodhod.domain.stickers.search import documents
from hodhod.store.db import Tx
from hodhod.store.records import Document
from hodhod.tl import types

_MARK = types.MessageEntityCustomEmoji.CONSTRUCTOR_ID.to_bytes(4, "little")


async def found(tx: Tx, ids: Sequence[int]) -> list[Document]:
    """Those of these documents that are custom emoji, in this order."""
    return [one for one in await documents(tx, ids) if is_emoji(one)]


async def checked(tx: Tx, stored: bytes | None) -> bytes | None:
    """Entities, or a quote with its own, as they are stored, without custom emoji that do not exist. Nearly all texts
    have none: they cost nothing."""
    if stored is None or _MARK not in stored:
        return stored
    whole = cast("types.TextWithEntities", tl.decode(stored))
    ids = {one.document_id for one in whole.entities if isinstance(one, types.MessageEntityCustomEmoji)}
    known = {document.id for document in await found(tx, sorted(ids))}
    whole.entities = [one for one in whole.entities if _stays(one, known)]
    return tl.encode(whole) if whole.entities or whole.text else None


def _stays(entity: Entity, known: set[int]) -> bool:
    return not isinstance(entity, types.MessageEntityCustomEmoji) or entity.document_id in known
