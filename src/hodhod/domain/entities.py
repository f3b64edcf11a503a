"""Formatting of a text: checked and normalised. core.telegram.org/api/entities

Offsets and lengths count UTF-16 code units. A range that is no range, or that begins or ends inside a character, is
refused; what reaches beyond the text is cut. The text loses its control characters and its outer white space, and the
entities move with it. How they may be nested: domain/nesting.py. What the sender did not mark is detected in the rest:
domain/detection.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, cast

from hodhod import errors, tl
from hodhod.domain.detection import detect, utf16_positions
from hodhod.domain.nesting import end_of, normalised
from hodhod.tl import types

MAX_ENTITIES = 100
# characters in all addresses of links and names of languages together
MAX_WORDS = 16_384
# what a sender may mark: the server finds the rest itself, and a client's claim counts for nothing
MARKED = (
    types.MessageEntityBold,
    types.MessageEntityItalic,
    types.MessageEntityUnderline,
    types.MessageEntityStrike,
    types.MessageEntitySpoiler,
    types.MessageEntityBlockquote,
    types.MessageEntityCode,
    types.MessageEntityPre,
    types.MessageEntityTextUrl,
    types.MessageEntityMentionName,
    types.MessageEntityCustomEmoji,
    types.MessageEntityFormattedDate,
)
# what a quotation keeps of the formatting of its message
QUOTED = (*MARKED[:5], types.MessageEntityCustomEmoji, types.MessageEntityFormattedDate)
CONTROL = {code: " " for code in range(32) if code != 10}
# Taken out: carriage returns, what turns the direction of the text around it, lines drawn through other lines.
REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f]")
UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f]")
# What can be seen of a text: not white space, not invisible marks alone.
SEEN = re.compile(
    "[^\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]"
)
SPACE = " \n"
Entity = types.TypeMessageEntity


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")


def utf16_slice(text: str, start: int, end: int) -> str:
    """What stands between two offsets in UTF-16 code units; of a character that is cut nothing."""
    units = text.encode("utf-16-le")[2 * start : 2 * end]
    return units.decode("utf-16-le", "ignore")


def prepare(text: str, entities: Sequence[Entity] | None, limit: int) -> tuple[str, list[Entity]]:
    """(trimmed text, its entities). Raises MESSAGE_EMPTY, MESSAGE_TOO_LONG, ENTITY_BOUNDS_INVALID,
    ENTITIES_TOO_LONG."""
    given = _checked(text, entities) if entities else []
    text = _cleaned(text, given)
    if given:
        given = normalised(e for e in given if e.length > 0)
    trimmed = _trimmed(text, given) if given else text.strip(SPACE)
    if SEEN.search(trimmed) is None:
        raise errors.MESSAGE_EMPTY
    length = utf16_length(trimmed)
    if length > limit:
        raise errors.MESSAGE_TOO_LONG
    found = detect(trimmed)
    if not given:
        return trimmed, found[:MAX_ENTITIES]
    _fit(given, length)
    return trimmed, normalised([e for e in given if e.length > 0], found)[:MAX_ENTITIES]


def of_draft(text: str, entities: Sequence[Entity] | None) -> list[Entity] | None:
    """What a sender marked in a text that is not ready. Raises ENTITY_BOUNDS_INVALID, ENTITIES_TOO_LONG."""
    given = _checked(text, entities) if entities else []
    _fit(given, utf16_length(text))
    return normalised(e for e in given if e.length > 0) or None


def _checked(text: str, entities: Sequence[Any]) -> list[Any]:
    """The sender's own entities that mean something."""
    kept = [e for e in entities[:MAX_ENTITIES] if isinstance(e, MARKED) and e.length and _says_something(e)]
    halves = {position + 1 for position in _wide(text)} if kept and not text.isascii() else set()
    for entity in kept:
        if entity.offset < 0 or entity.length < 0 or entity.offset in halves or end_of(entity) in halves:
            raise errors.ENTITY_BOUNDS_INVALID
    if sum(len(getattr(e, "url", "")) + len(getattr(e, "language", "")) for e in kept) > MAX_WORDS:
        raise errors.ENTITIES_TOO_LONG
    return kept


def _wide(text: str) -> list[int]:
    """Where the characters of two code units are."""
    wide = [index for index, char in enumerate(text) if char > "\uffff"]
    return [index + before for before, index in enumerate(wide)]


def _says_something(entity: Any) -> bool:
    if isinstance(entity, types.MessageEntityTextUrl):
        return bool(entity.url.strip())
    if isinstance(entity, types.MessageEntityFormattedDate):
        return bool(entity.date > 0)
    return True


def _cleaned(text: str, entities: Sequence[Any]) -> str:
    """The text without what no message holds; the entities move with it."""
    if UNWANTED.search(text) is None:
        return text
    if (first := REMOVED.search(text)) is not None:
        position = utf16_positions(text)
        gone = [position(match.start()) for match in REMOVED.finditer(text, first.start())]
        for entity in entities:
            start, end = entity.offset, end_of(entity)
            entity.offset = start - bisect_left(gone, start)
            entity.length = end - bisect_left(gone, end) - entity.offset
        text = REMOVED.sub("", text)
    return text.translate(CONTROL)


def _trimmed(text: str, entities: Sequence[Any]) -> str:
    """The text without outer white space, as clients cut it themselves: not into what the sender marked."""
    text = text.rstrip(SPACE)
    first = min((e.offset for e in entities), default=len(text))
    start = min(len(text) - len(text.lstrip(SPACE)), first)
    for entity in entities:
        entity.offset -= start
    return text[start:]


def _fit(entities: Sequence[Any], length: int) -> None:
    """What reaches beyond the text is cut; what lies beyond it has no length any more."""
    for entity in entities:
        entity.length = min(end_of(entity), length) - entity.offset


def only_quoted(entities: Sequence[Entity]) -> list[Entity]:
    """What of these a quotation keeps."""
    return [e for e in entities if isinstance(e, QUOTED)]


def packed(entities: Sequence[Entity]) -> bytes | None:
    """Entities as they are stored."""
    return tl.encode(types.TextWithEntities(text="", entities=list(entities))) if entities else None


def unpacked(stored: bytes | None) -> list[Entity]:
    """... and read again."""
    return cast("types.TextWithEntities", tl.decode(stored)).entities if stored is not None else []
