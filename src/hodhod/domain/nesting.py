"""Entities brought into their one normal form. core.telegram.org/api/entities

- Blocks (block quotes) do not overlap; of two that do the earlier one stays, of two that begin together the longer.
- Wholes (links, names, code, custom emoji, dates, what the server detected) do not overlap either, nor do they cross a
  border of a block.
- Styles (bold, italic ...) of a kind are joined where they meet, and cut where another style begins and wherever a
  whole or a block begins or ends. So nothing ever crosses anything, and what is nested is nested in one way only.
- Code and dates hold no style.

What comes out, in the order (offset, longest first, outer kinds first), comes out unchanged if it is put in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from hodhod.tl import types

BLOCKS = (types.MessageEntityBlockquote,)
STYLES = (
    types.MessageEntityBold,
    types.MessageEntityItalic,
    types.MessageEntityUnderline,
    types.MessageEntityStrike,
    types.MessageEntitySpoiler,
)
CODE = (types.MessageEntityCode, types.MessageEntityPre)
PLAIN = (*CODE, types.MessageEntityFormattedDate)
# of entities with the same bounds those further to the left hold those further to the right
_ORDER: tuple[type, ...] = (
    *BLOCKS,
    types.MessageEntityPre,
    types.MessageEntityCode,
    types.MessageEntityFormattedDate,
    types.MessageEntityTextUrl,
    types.MessageEntityMentionName,
)
_PLACES = {kind: place for place, kind in enumerate(_ORDER)}
_INNER = {kind: len(_ORDER) + 1 + place for place, kind in enumerate((*STYLES, types.MessageEntityCustomEmoji))}
_DETECTED = len(_ORDER)

Interval = tuple[int, int]


def end_of(entity: Any) -> int:
    """Where an entity ends: the offset of the first unit after it."""
    return int(entity.offset + entity.length)


def normalised(entities: Iterable[Any], detected: Sequence[Any] = ()) -> list[Any]:
    """The normal form. detected: what the server found, in order and apart from each other; the sender's own wholes go
    before it."""
    given = sorted(entities, key=_place)
    blocks = _apart(e for e in given if isinstance(e, BLOCKS))
    own = _within(_apart(e for e in given if not isinstance(e, BLOCKS + STYLES)), blocks)
    wholes = sorted(own + _beside(_within(detected, blocks), own), key=_place)
    styles = _styles([e for e in given if isinstance(e, STYLES)], wholes, blocks)
    return sorted([*blocks, *wholes, *styles], key=_place)


def _place(entity: Any) -> tuple[int, int, int]:
    kind = type(entity)
    return entity.offset, -entity.length, _PLACES.get(kind, _INNER.get(kind, _DETECTED))


def _apart(entities: Iterable[Any]) -> list[Any]:
    """Those that do not overlap one before them."""
    kept: list[Any] = []
    for entity in entities:
        if not kept or entity.offset >= end_of(kept[-1]):
            kept.append(entity)
    return kept


def _within(entities: Sequence[Any], blocks: Sequence[Any]) -> list[Any]:
    """Those that cross no border of a block and hold none."""
    return [e for e in entities if not any(_collides(e, block) for block in blocks)]


def _collides(entity: Any, block: Any) -> bool:
    overlap = entity.offset < end_of(block) and end_of(entity) > block.offset
    return overlap and (entity.offset < block.offset or end_of(entity) > end_of(block))


def _beside(found: Sequence[Any], own: Sequence[Any]) -> list[Any]:
    """What overlaps nothing of the sender's."""
    return [e for e in found if all(end_of(e) <= o.offset or e.offset >= end_of(o) for o in own)]


def _styles(styles: Sequence[Any], wholes: Sequence[Any], blocks: Sequence[Any]) -> list[Any]:
    plain = [(e.offset, end_of(e)) for e in wholes if isinstance(e, PLAIN)]
    joined = {kind: _joined(styles, kind) for kind in STYLES}
    cuts = {place for e in (*wholes, *blocks) for place in (e.offset, end_of(e))}
    cuts |= {start for intervals in joined.values() for start, _ in intervals}
    result: list[Any] = []
    for kind, intervals in joined.items():
        for start, end in intervals:
            pieces = pairwise(sorted({start, end, *(cut for cut in cuts if start < cut < end)}))
            result += [kind(offset=a, length=b - a) for a, b in pieces if not any(s <= a < e for s, e in plain)]
    return result


def _joined(styles: Sequence[Any], kind: type[Any]) -> list[Interval]:
    """The stretches of the text that have a style; styles are in the order of their offsets."""
    result: list[Interval] = []
    for style in (one for one in styles if isinstance(one, kind)):
        if result and style.offset <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end_of(style)))
        else:
            result.append((style.offset, end_of(style)))
    return result
