"""What sticker sets are called. core.telegram.org/method/stickers.suggestShortName"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from hodhod import errors
from hodhod.domain.folding import index_words
from hodhod.domain.stickers.emojis import plain, split
from hodhod.store import stickers as store
from hodhod.store.db import Tx

MAX_TITLE = 64
MAX_KEYWORDS = 20
MAX_KEYWORD_CHARS = 64
TRIES = 30
_SHORT_NAME = re.compile(r"[A-Za-z](?!.*__)[A-Za-z0-9_]{0,62}[A-Za-z0-9]|[A-Za-z]")
_FALLBACK = "Stickers"
# sets that are asked for by what they are for (api/messages/sticker_sets.py)
RESERVED = frozenset(
    {
        "animatedemojies",
        "emojianimations",
        "premiumgifts",
        "genericanimations",
        "defaultstatuses",
        "defaulttopicicons",
        "channelstatuses",
        "tongifts",
    }
)
_LETTERS = str.maketrans("ابپتجحدذرزژسصضطظعغفقکگلمنوهی", "abptjhdzrzjssztzagfqkglmnvhi") | {
    ord(letter): written for letter, written in {"ث": "s", "چ": "ch", "خ": "kh", "ش": "sh"}.items()
}


def title(given: str) -> str:
    """Raises PACK_TITLE_INVALID."""
    found = " ".join("".join(c if c.isprintable() else " " for c in given).split())
    if not 0 < len(found) <= MAX_TITLE:
        raise errors.PACK_TITLE_INVALID
    return found


def is_short_name(given: str) -> bool:
    return _SHORT_NAME.fullmatch(given) is not None


async def is_free(tx: Tx, short_name: str) -> bool:
    return short_name.lower() not in RESERVED and await store.by_name(tx, short_name.lower()) is None


async def suggested(tx: Tx, given: str) -> str:
    """A short name that nobody has, from the letters of a title and a number if need be. Raises PACK_TITLE_INVALID,
    PACK_SHORT_NAME_OCCUPIED."""
    words = unicodedata.normalize("NFKD", title(given)).translate(_LETTERS)
    latin = "_".join(re.findall(r"[A-Za-z0-9]+", words))
    base = (latin if latin[:1].isalpha() else f"{_FALLBACK}_{latin}".rstrip("_"))[:48].rstrip("_")
    for number in (0, *(2**n for n in range(TRIES))):
        name = f"{base}_{number}" if number else base
        if await is_free(tx, name):
            return name
    raise errors.PACK_SHORT_NAME_OCCUPIED


def emojis(given: str) -> str:
    """As they are stored. Raises STICKER_EMOJI_INVALID."""
    found = split(given)
    if not found:
        raise errors.STICKER_EMOJI_INVALID
    return " ".join(found)


def keywords(given: str | None) -> str:
    """As they are stored: what goes beyond the bounds is left out."""
    words = [" ".join(word.split())[:MAX_KEYWORD_CHARS] for word in (given or "")[:2048].split(",")]
    kept: list[str] = []
    for word in dict.fromkeys(word for word in words if word):
        if len(kept) < MAX_KEYWORDS and sum(map(len, kept)) + len(word) <= MAX_KEYWORD_CHARS:
            kept.append(word)
    return ",".join(kept)


def found_by(emojis_: str, keywords_: str) -> set[str]:
    """The emoji and words under which a sticker is found."""
    return {plain(emoji) for emoji in emojis_.split()} | set(index_words(keywords_.replace(",", " ")))


def set_words(short_name: str, shown: str) -> Iterable[str]:
    """The words under which a set is found."""
    return [*index_words(short_name.replace("_", " ")), *index_words(shown), short_name.lower()]
