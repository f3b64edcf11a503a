"""Entities that nobody marked: links, addresses, @names, #tags, $tags, /commands, phone and card numbers in a plain
text.

The server finds them, so that every client shows the same. One regular expression a kind, all linear; a text without
any of the
characters that can begin one is not looked at. Offsets are counted in UTF-16 code units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hodhod.tl import types

Found = tuple[int, int, Callable[..., types.TypeMessageEntity]]

# what every detectable entity holds at least one of
TRIGGERS = re.compile(r"[.@#$/:\d]")
_WORD = r"[^\W_]"
_NAME = r"[A-Za-z][A-Za-z0-9_]{0,31}"
# top-level domains that make a bare host a link; with a scheme any host is one
_TLD = (
    "com|org|net|ir|io|me|app|dev|info|biz|co|uk|de|fr|ru|us|eu|gov|edu|ac|tv|ai|xyz|online|site|shop|blog|news|link|"
    "ایران|рф|in|cn|jp|br|ca|au|nl|it|es|se|ch|at|tr|ae|af|iq|sa|pk|tj|az|am|ge"
)
_PATH = r"(?:[/?#][^\s<>\"«»]*)?"
URL = re.compile(
    rf"(?<![\w@.])(?:(?:https?|ftp|tg)://[^\s<>\"«»/?#]+{_PATH}"
    rf"|(?:{_WORD}(?:[\w-]{{0,62}}{_WORD})?\.){{1,8}}(?:{_TLD})(?![\w-])(?::\d{{1,5}})?{_PATH})",
    re.IGNORECASE,
)
EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_WORD}(?:[\w-]{{0,62}})\.){{1,8}}[A-Za-z]{{2,24}}(?!\w)")
MENTION = re.compile(rf"(?<![\w@/])@{_NAME}(?!\w)")
HASHTAG = re.compile(r"(?<![\w#])#(?=\w{0,255}[^\W\d_])[\w\u200c·]{1,256}")
CASHTAG = re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")
COMMAND = re.compile(rf"(?<![\w/@<>])/[A-Za-z0-9_]{{1,64}}(?:@{_NAME})?(?![\w/])")
PHONE = re.compile(r"(?<![\w+])\+\d[\d \-()]{5,18}\d(?!\w)")
CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){15}\d(?![\w.])")
_TAIL = ".,;:!?'\"»)]}،؛؟…"


def detect(text: str) -> list[types.TypeMessageEntity]:
    """The entities of a text, by offset; of two that overlap the earlier rule wins."""
    if TRIGGERS.search(text) is None:
        return []
    taken: list[Found] = []
    for start, end, make in _candidates(text):
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end, make))
    position = utf16_positions(text)
    return [
        make(offset=position(start), length=position(end) - position(start))
        for start, end, make in sorted(taken, key=lambda found: found[0])
    ]


def _candidates(text: str) -> Iterator[Found]:
    if "@" in text:
        yield from _all(EMAIL, text, types.MessageEntityEmail)
    if "." in text or "://" in text:
        yield from ((m.start(), m.start() + _url_length(m.group()), types.MessageEntityUrl) for m in URL.finditer(text))
    if "@" in text:
        yield from _all(MENTION, text, types.MessageEntityMention)
    if "#" in text:
        yield from _all(HASHTAG, text, types.MessageEntityHashtag)
    if "$" in text:
        yield from _all(CASHTAG, text, types.MessageEntityCashtag)
    if "/" in text:
        yield from _all(COMMAND, text, types.MessageEntityBotCommand)
    if "+" in text:
        yield from _all(PHONE, text, types.MessageEntityPhone)
    yield from ((m.start(), m.end(), types.MessageEntityBankCard) for m in CARD.finditer(text) if _luhn(m.group()))


def _all(pattern: re.Pattern[str], text: str, make: Callable[..., types.TypeMessageEntity]) -> Iterator[Found]:
    return ((match.start(), match.end(), make) for match in pattern.finditer(text))


def _url_length(url: str) -> int:
    """A link ends before the punctuation of its sentence; a closing bracket stays when the link opened it."""
    end = len(url)
    while end and url[end - 1] in _TAIL:
        if url[end - 1] == ")" and url.count("(", 0, end) >= url.count(")", 0, end):
            break
        end -= 1
    return end


def _luhn(number: str) -> bool:
    """The check digit of payment cards."""
    digits = [int(char) for char in number if char.isdigit()]
    doubled = [2 * d - 9 if 2 * d > 9 else 2 * d for d in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def utf16_positions(text: str) -> Callable[[int], int]:
    """From an index of the text to its offset in UTF-16 code units."""
    wide = [index for index, char in enumerate(text) if char > "\uffff"] if not text.isascii() else []
    if not wide:
        return lambda index: index
    return lambda index: index + sum(1 for at in wide if at < index)
