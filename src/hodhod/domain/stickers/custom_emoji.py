"""Custom emoji in texts: an entity stays only where there is such an emoji. core.telegram.org/api/custom-emoji"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from hodhod import tl
from hodhod.domain.entities import Entity
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.stickers.kept import is_emoji
from hodhod.domain.stickers.search import documents
from hodhod.store.db import Tx
from hodhod.store.records import Document
from hodhod.tl import types

_MARK = types.MessageEntityCustomEmoji.CONSTRUCTOR_ID.to_bytes(4, "little")


async def found(tx: Tx, ids: Sequence[int]) -> list[Document]:
    """Those of these documents that are custom emoji, in this order."""
    return [one for one in await documents(tx, ids) if is_emoji(one)]


def ids_in(stored: bytes | None) -> list[int]:
    """The custom emoji of entities as they are stored, each once. Nearly all texts have none: they cost nothing."""
    if stored is None or _MARK not in stored:
        return []
    whole = cast("types.TextWithEntities", tl.decode(stored))
    found = (one.document_id for one in whole.entities if isinstance(one, types.MessageEntityCustomEmoji))
    return list(dict.fromkeys(found))


async def checked(tx: Tx, stored: bytes | None) -> bytes | None:
    """Entities, or a quote with its own, as they are stored, without custom emoji that do not exist."""
    ids = ids_in(stored)
    if stored is None or not ids:
        return stored
    known = {document.id for document in await found(tx, ids)}
    whole = cast("types.TextWithEntities", tl.decode(stored))
    whole.entities = [one for one in whole.entities if _stays(one, known)]
    return tl.encode(whole) if whole.entities or whole.text else None


async def cleaned(tx: Tx, message: Outgoing) -> Outgoing:
    """The message without custom emoji that do not exist."""
    entities, quote = await checked(tx, message.entities), await checked(tx, message.quote)
    if entities is message.entities and quote is message.quote:
        return message
    return replace(message, entities=entities, quote=quote)


def _stays(entity: Entity, known: set[int]) -> bool:
    return not isinstance(entity, types.MessageEntityCustomEmoji) or entity.document_id in known
