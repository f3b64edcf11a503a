"""Formatting of a text: checked and normalised. core.telegram.org/api/entities

Offsets and lengths count UTF-16 code units. What does not fit the text is cut or dropped, never an error, as clients
expect; the
text is trimmed and its entities move with it. Rules of nesting: code and pre hold nothing and nothing holds them; a
blockquote
holds no blockquote; an entity that crosses another's end is cut at it; what the sender did not mark is detected in
the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hodhod import errors, tl
from hodhod.domain.detection import TRIGGERS, detect
from hodhod.tl import types

MAX_ENTITIES = 100
CODE = (types.MessageEntityCode, types.MessageEntityPre)
QUOTE = (types.MessageEntityBlockquote,)
# the sender's own links and names: nothing is detected inside them
NAMED = (types.MessageEntityTextUrl, types.MessageEntityMentionName, types.MessageEntityCustomEmoji)
# what the server finds itself: a client's claim counts for nothing
DETECTED = (
    types.MessageEntityUrl,
    types.MessageEntityEmail,
    types.MessageEntityMention,
    types.MessageEntityHashtag,
    types.MessageEntityCashtag,
    types.MessageEntityBotCommand,
    types.MessageEntityPhone,
    types.MessageEntityBankCard,
    types.MessageEntityUnknown,
)
CONTROL = {code: " " for code in range(32) if code != 10}
Entity = types.TypeMessageEntity


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")


def prepare(text: str, entities: Sequence[Entity] | None, limit: int) -> tuple[str, list[Entity]]:
    """(trimmed text, its entities). Raises MESSAGE_EMPTY, MESSAGE_TOO_LONG."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL)
    trimmed = text.strip()
    if not trimmed:
        raise errors.MESSAGE_EMPTY
    length = utf16_length(trimmed)
    if length > limit:
        raise errors.MESSAGE_TOO_LONG
    if not entities:
        return trimmed, detect(trimmed)[:MAX_ENTITIES]
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    kept = _nested([e for given in entities[:MAX_ENTITIES] if (e := _fitted(given, shift, length)) is not None])
    return trimmed, _with_detected(trimmed, kept)[:MAX_ENTITIES]


def _fitted(entity: Any, shift: int, length: int) -> Any:
    """The entity moved by -shift and cut to the text; None when nothing of it is left, or the server finds such
    itself."""
    if isinstance(entity, DETECTED):
        return None
    start = max(entity.offset - shift, 0)
    end = min(entity.offset + entity.length - shift, length)
    if end <= start:
        return None
    entity.offset, entity.length = start, end - start
    return entity


def _nested(entities: list[Any]) -> list[Any]:
    """Outer before inner, crossing ones cut, forbidden nestings dropped, equal neighbours of a kind merged."""
    result: list[Any] = []
    open_: list[Any] = []
    for entity in sorted(entities, key=lambda e: (e.offset, -e.length)):
        while open_ and _end(open_[-1]) <= entity.offset:
            open_.pop()
        if open_ and _end(entity) > _end(open_[-1]):
            entity.length = _end(open_[-1]) - entity.offset
        if any(_forbids(outer, entity) for outer in open_):
            continue
        last = result[-1] if result else None
        if last is not None and _continues(last, entity):
            last.length = max(_end(last), _end(entity)) - last.offset
            continue
        result.append(entity)
        open_.append(entity)
    return result


def _end(entity: Any) -> int:
    return int(entity.offset + entity.length)


def _forbids(outer: Any, inner: Any) -> bool:
    """May the inner one not stand inside the outer one?"""
    if isinstance(outer, CODE) or isinstance(inner, CODE):
        return not (isinstance(outer, QUOTE) and isinstance(inner, CODE))
    return type(outer) is type(inner)


def _continues(last: Any, entity: Any) -> bool:
    """Is this the same plain style, going on where the last one ended?"""
    plain = last.__slots__ == ("offset", "length")
    return plain and type(last) is type(entity) and _end(last) == entity.offset


def _with_detected(text: str, kept: list[Any]) -> list[Any]:
    """The kept entities and those found outside code and the sender's own links."""
    if TRIGGERS.search(text) is None:
        return kept
    closed = [(e.offset, _end(e)) for e in kept if isinstance(e, CODE + NAMED)]
    found: list[Any] = [e for e in detect(text) if all(_end(e) <= start or e.offset >= end for start, end in closed)]
    return sorted(kept + found, key=lambda e: (e.offset, -e.length))


def packed(entities: list[Entity]) -> bytes | None:
    """Entities as they are stored."""
    return tl.encode(types.TextWithEntities(text="", entities=entities)) if entities else None
