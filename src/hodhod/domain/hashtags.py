"""Hashtags and cashtags, as messages are found by them: folded, so that every spelling of a Persian tag is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hodhod.domain.entities import utf16_slice
from hodhod.domain.folding import fold
from hodhod.domain.nesting import end_of
from hodhod.tl import types

TAGS = (types.MessageEntityHashtag, types.MessageEntityCashtag)
_KINDS = {"#": "h", "$": "k"}
# Folding drops the tatweel: it is free to stand for what would divide a word of the index.
_DIVIDING = re.compile("[^A-Za-z0-9\u0080-\U0010ffff]")
MAX_TOKEN = 64


def is_tag(word: str) -> bool:
    """Does a word of a query ask for a tag?"""
    return len(word) > 1 and word[0] in _KINDS


def of(text: str, entities: Sequence[Any]) -> set[str]:
    """The folded tags of a text, with the sign before them."""
    return {fold(utf16_slice(text, e.offset, end_of(e))) for e in entities if isinstance(e, TAGS)}


def token(tag: str) -> str:
    """A folded tag as a token of the index (store/search)."""
    return _KINDS[tag[0]] + _DIVIDING.sub("\u0640", tag[1:])[:MAX_TOKEN]
