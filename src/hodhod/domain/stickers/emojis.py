"""Emoji in a row, told apart; and the form in which one is looked for."""

from __future__ import annotations

import re

MOST = 20
_SELECTOR, _JOINER = "\ufe0f", "\u200d"
_SKIN = "[\U0001f3fb-\U0001f3ff]"
_TAGS = "[\U000e0020-\U000e007f]"
_ONE = f"[\u00a9\u00ae\u203c-\u3299\U0001f004-\U0001faff]{_SELECTOR}?{_SKIN}?"
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]{_SELECTOR}?\u20e3|{_ONE}{_TAGS}*(?:{_JOINER}{_ONE})*", re.UNICODE
)
_TONES = re.compile(f"{_SELECTOR}|{_SKIN}")
_MAX_CHARS = 400


def split(given: str) -> list[str] | None:
    """The emoji of a text that holds nothing else; None when it does. Each once, at most MOST."""
    text = "".join(given.split())
    if len(text) > _MAX_CHARS:
        return None
    found = list(dict.fromkeys(_EMOJI.findall(text)))
    if "".join(_EMOJI.findall(text)) != text or len(found) > MOST:
        return None
    return found


def plain(emoji: str) -> str:
    """Without variation and skin tone: as clients ask for it."""
    return _TONES.sub("", emoji)
