"""Formatting of a text: checked and normalised. core.telegram.org/api/entities

Offsets and lengths count UTF-16 code units. What does not fit the text is cut or dropped, never an error, as clients expect;
the text is trimmed and its entities move with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.tl import types

MAX_ENTITIES = 100
# Entities that mark up a whole block may hold others; these may not hold anything and are kept apart.
UNNAMED = (types.MessageEntityUnknown,)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(1 for char in text if char > "\uffff") if not text.isascii() else len(text)


def prepare(
    text: str, entities: Sequence[types.TypeMessageEntity] | None, limit: int
) -> tuple[str, list[types.TypeMessageEntity]]:
    """(trimmed text, entities that fit it). Raises MESSAGE_EMPTY, MESSAGE_TOO_LONG, ENTITY_BOUNDS_INVALID never."""
    text = text.replace("\r\n", "\n").replace("\x00", "")
    start = len(text) - len(text.lstrip())
    trimmed = text.strip()
    if not trimmed:
        raise errors.MESSAGE_EMPTY
    length = utf16_length(trimmed)
    if length > limit:
        raise errors.MESSAGE_TOO_LONG
    if not entities:
        return trimmed, []
    shift = utf16_length(text[:start])
    kept = [e for given in entities[:MAX_ENTITIES] if (e := _fitted(given, shift, length)) is not None]
    return trimmed, sorted(kept, key=lambda e: (e.offset, -e.length))


def _fitted(entity: types.TypeMessageEntity, shift: int, length: int) -> types.TypeMessageEntity | None:
    """The entity moved by -shift and cut to the text; None when nothing of it is left."""
    if isinstance(entity, UNNAMED):
        return None
    start = max(entity.offset - shift, 0)
    end = min(entity.offset + entity.length - shift, length)
    if end <= start:
        return None
    entity.offset, entity.length = start, end - start
    return entity


def packed(entities: list[types.TypeMessageEntity]) -> bytes | None:
    """Entities as they are stored."""
    return tl.encode(types.TextWithEntities(text="", entities=entities)) if entities else None
