"""Entities that nobody marked: links, addresses, @names, #tags, $tags, /commands, phone and card numbers in a plain
text.

The server finds them, so that every client shows the same. One regular expression a kind, all linear; a text without
any of the characters that can begin one is not looked at. Offsets are counted in UTF-16 code units. Of two that overlap
the one that begins earlier stays, of two that begin together the longer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from hodhod.domain import top_level_domains
from hodhod.tl import types

Found = tuple[int, int, Callable[..., types.TypeMessageEntity]]

# what every detectable entity holds at least one of
TRIGGERS = re.compile(r"[.@#$/:\d]")
# Letters of a hashtag: besides those of all scripts the non-joiner of Persian, the middle dot of Catalan, Sinhala.
_TAG = "\\w\u200c\u00b7\u0d80-\u0dff"
_BOT = r"(?:@[A-Za-z0-9_]{3,32})?+"
_PATH = r"(?:[/?#][^\s<>\"«»]*)?"
_HOST = r"(?:[^\W_](?:[\w\u200c-]{0,62}[^\W_])?\.){1,16}[^\W\d_](?:[\w-]{0,22}[^\W_])"
_NUMBERS = r"(?:\d{1,3}\.){3}\d{1,3}"
_PORT = r"(?::\d{1,5}(?!\d))?"
URL = re.compile(
    rf"(?<![\w@])(?:https?|ftp|tg|ton|tonsite)://[^\s<>\"«»/?#]+{_PATH}"
    rf"|(?<![\w@./#-])(?P<host>{_HOST}|{_NUMBERS}){_PORT}(?![\w@-]|\.\w){_PATH}",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"(?<![\w.+-])(?:[A-Za-z0-9_-]{0,26}[.+]){0,10}[A-Za-z0-9_-]{1,35}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,8}(?![\w-])"
)
MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]{2,32})(?!\w)")
# three letters are enough for the inline bots that are older than the rule
SHORT_NAMES = frozenset({"gif", "nft", "pic", "ufc", "vid"})
HASHTAG = re.compile(rf"(?<![{_TAG}])#(?=[{_TAG}]{{0,255}}[^\W\d_])[{_TAG}]{{1,256}}+{_BOT}(?![{_TAG}]*#)")
CASHTAG = re.compile(rf"(?<![{_TAG}$])\$(?:1INCH|[A-Z]{{1,8}}){_BOT}(?![{_TAG}$])")
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
PHONE = re.compile(r"(?<![\w+])\+\d[\d \-()]{5,18}\d(?!\w)")
CARD = re.compile(r"(?<![\w.,+-])\d(?:[ -]?\d){12,18}(?![\w-])")
_TAIL = ".,;:!?'\"»`،؛؟…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def detect(text: str) -> list[types.TypeMessageEntity]:
    """The entities of a text, by offset, none over another."""
    if TRIGGERS.search(text) is None:
        return []
    kept: list[Found] = []
    for start, end, make in sorted(_candidates(text), key=lambda found: (found[0], -found[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, make))
    position = utf16_positions(text)
    return [make(offset=position(start), length=position(end) - position(start)) for start, end, make in kept]


def _candidates(text: str) -> Iterator[Found]:
    if "@" in text:
        yield from _all(EMAIL, text, types.MessageEntityEmail)
        names = (match for match in MENTION.finditer(text) if _is_name(match.group(1)))
        yield from ((match.start(), match.end(), types.MessageEntityMention) for match in names)
    if "." in text or "://" in text:
        links = ((match, _url_length(match.group())) for match in URL.finditer(text) if _is_link(match))
        yield from ((match.start(), match.start() + length, types.MessageEntityUrl) for match, length in links)
    if "#" in text:
        yield from _all(HASHTAG, text, types.MessageEntityHashtag)
    if "$" in text:
        yield from _all(CASHTAG, text, types.MessageEntityCashtag)
    if "/" in text:
        yield from _all(COMMAND, text, types.MessageEntityBotCommand)
    if "+" in text:
        yield from _all(PHONE, text, types.MessageEntityPhone)
    yield from ((m.start(), m.end(), types.MessageEntityBankCard) for m in CARD.finditer(text) if is_card(m.group()))


def _all(pattern: re.Pattern[str], text: str, make: Callable[..., types.TypeMessageEntity]) -> Iterator[Found]:
    return ((match.start(), match.end(), make) for match in pattern.finditer(text))


def _is_name(name: str) -> bool:
    return len(name) >= 4 or name.lower() in SHORT_NAMES


def _is_link(match: re.Match[str]) -> bool:
    """A bare host is a link if it ends like one; with a scheme there must be a host."""
    host = match["host"]
    if host is None:
        return match.group().partition("://")[2][:1].isalnum()
    last = host.rpartition(".")[2].lower()
    if last.isdecimal():
        return all(part == str(int(part)) and int(part) < 256 for part in host.split("."))
    return last in top_level_domains.ALL or last.startswith("xn--")


def _url_length(url: str) -> int:
    """A link ends before the punctuation of its sentence; a closing bracket stays when the link opened it."""
    end = len(url)
    while end:
        last = url[end - 1]
        opening = _BRACKETS.get(last)
        if opening is not None and url.count(opening, 0, end) >= url.count(last, 0, end):
            break
        if opening is None and last not in _TAIL:
            break
        end -= 1
    return end


def is_card(number: str) -> bool:
    """Is it the number of a payment card: the check digit, and the lengths of those that are known?"""
    digits = [int(char) for char in number if char.isdecimal()]
    doubled = [2 * d - 9 if 2 * d > 9 else 2 * d for d in digits[-2::-2]]
    if (sum(digits[-1::-2]) + sum(doubled)) % 10:
        return False
    first, length = int("".join(map(str, digits[:4]))), len(digits)
    if first // 1000 == 4:
        return length in (13, 16, 18, 19)
    if first // 100 in (34, 37):
        return length == 15
    if first // 100 in (62, 81):
        return length >= 16
    one_length = 51 <= first // 100 <= 55 or 2221 <= first <= 2720 or 2200 <= first <= 2204
    return length == 16 or not one_length


def utf16_positions(text: str) -> Callable[[int], int]:
    """From an index of the text to its offset in UTF-16 code units."""
    wide = [index for index, char in enumerate(text) if char > "\uffff"] if not text.isascii() else []
    if not wide:
        return lambda index: index
    return lambda index: index + bisect_left(wide, index)
