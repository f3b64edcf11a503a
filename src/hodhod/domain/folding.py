"""One folding of text for every search: of people by name, of messages by their words.

Two texts that a reader of Persian takes for the same fold to the same string. What is told apart by the keyboard or
the font only disappears: Arabic and Persian yeh and kaf, teh marbuta and heh, the seats of hamza, vowel marks, tatweel,
invisible joiners and directions, the three sets of digits, presentation forms; and for Latin and Cyrillic, case and
accents.

What is stored folded (users.search_name, the index of messages) was folded by the code of its day: a change here asks
for a migration that folds again.
"""

from __future__ import annotations

import unicodedata

ZWNJ = "\u200c"
# characters of a word that are looked at: an index holds no longer ones (PostgreSQL: 2,046 bytes)
MAX_WORD = 64

# What the decomposition (NFKD) leaves apart. A hamza on a seat is decomposed, and its mark dropped with the others.
_LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ۃ": "ه",
    "ٱ": "ا",
    "ء": "",
    "ـ": "",
    "ı": "i",
    **{chr(0x0660 + n): str(n) for n in range(10)},
    **{chr(0x06F0 + n): str(n) for n in range(10)},
}
# Combining classes that carry no letter of their own: points of Hebrew, vowel marks of Arabic, accents above and below.
_MARKS = frozenset(range(10, 36)) | frozenset(range(200, 256))
_SELECTORS = range(0xFE00, 0xFE10)


class _Folding(dict[int, str]):
    """str.translate's table, filled as characters are met: what a decomposed, lower-case character becomes."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


class _Breaking(dict[int, str]):
    """str.translate's table: whatever is no part of a word becomes a space, a pictograph stands alone."""

    def __missing__(self, code: int) -> str:
        self[code] = part = _part(chr(code))
        return part


def _folded(char: str) -> str:
    dropped = unicodedata.combining(char) in _MARKS or unicodedata.category(char) == "Cf" or ord(char) in _SELECTORS
    return "" if dropped else _LETTERS.get(char, char)


def _part(char: str) -> str:
    category = unicodedata.category(char)
    if category == "So":
        return f" {char} "
    return char if category[0] in "LNM" else " "


_FOLDING = _Folding()
_BREAKING = _Breaking()


def fold(text: str) -> str:
    """The text as it is compared; folding twice changes nothing. A half-space (ZWNJ) joins what it stands between."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", lowered.translate(_FOLDING))


def words(text: str) -> list[str]:
    """The folded words of a text or query, in order, repeats kept; of a very long one its beginning."""
    return [word[:MAX_WORD] for word in fold(text).translate(_BREAKING).split()]


def index_words(text: str) -> list[str]:
    """The words under which a text is found: those of `words`, and for each written with a half-space its parts too.

    So that `می‌روم` is found by `می‌روم`, `میروم` and `می روم` alike.
    """
    whole = words(text)
    return whole if ZWNJ not in text else whole + words(text.replace(ZWNJ, " "))
