"""Entities: what is kept, cut, refused and detected. Offsets are in UTF-16 code units."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from hodhod import errors
from hodhod.domain.entities import MAX_ENTITIES, MAX_WORDS, prepare, utf16_length
from hodhod.domain.nesting import PLAIN, end_of
from hodhod.tl import types

Shown = list[tuple[str, int, int]]
ALIF = "\u200c"  # the non-joiner of Persian


def shown(entities: list[types.TypeMessageEntity]) -> Shown:
    return [(type(e).__name__.removeprefix("MessageEntity"), e.offset, e.length) for e in entities]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello", []),
        ("see example.com now", [("Url", 4, 11)]),
        ("https://a.b/c?d=1#e.", [("Url", 0, 19)]),
        ("(see http://x.org/a_(b))", [("Url", 5, 18)]),
        ("http://localhost:8080/x", [("Url", 0, 23)]),
        ("host 192.168.1.1:80/x, not 192.168.1.256", [("Url", 5, 16)]),
        ("v1.2.3 and 3.14 and e.g.", []),
        ("main.py and file.txt", [("Url", 0, 7)]),
        ("سایت دانشگاه.ایران، خوب است", [("Url", 5, 13)]),
        ("https://fa.wikipedia.org/wiki/هدهد؟", [("Url", 0, 34)]),
        ("tg://resolve?domain=hodhod", [("Url", 0, 26)]),
        ("ws://example.com", []),
        ("mail a.b+c@example.org!", [("Email", 5, 17)]),
        ("hi @hoopoe and @x and @gif", [("Mention", 3, 7), ("Mention", 22, 4)]),
        ("به@hoopoe و @hoopoe، سلام", [("Mention", 12, 7)]),
        ("a@b c", []),
        ("#سلام_دنیا و #1", [("Hashtag", 0, 10)]),
        (f"#می{ALIF}خوانم! #۱۴۰۴ #کتاب۱", [("Hashtag", 0, 9), ("Hashtag", 17, 6)]),
        ("(#الف)،#ب #a#b #c@hoopoe", [("Hashtag", 1, 4), ("Hashtag", 7, 2), ("Hashtag", 15, 9)]),
        ("#" + "a" * 300, [("Hashtag", 0, 257)]),
        ("$USD $usd $1INCH $TOOLONGONE", [("Cashtag", 0, 4), ("Cashtag", 10, 6)]),
        ("/start /help@some_bot a/b", [("BotCommand", 0, 6), ("BotCommand", 7, 14)]),
        ("call +98 912 345 6789", [("Phone", 5, 16)]),
        ("4111 1111 1111 1111", [("BankCard", 0, 19)]),
        ("کارت 6037-9918-0000-0006 ملی", [("BankCard", 5, 19)]),
        ("4111 1111 1111 1112", []),
        ("x-4111 1111 1111 1111", []),
        ("😀 @hoopoe", [("Mention", 3, 7)]),
    ],
)
def test_detected(text: str, found: Shown) -> None:
    assert shown(prepare(text, None, 4096)[1]) == found


def test_text_is_trimmed_and_entities_move_with_it() -> None:
    text, entities = prepare(" 😀\n bold \n", [types.MessageEntityBold(offset=5, length=4)], 4096)
    assert text == "😀\n bold"
    assert shown(entities) == [("Bold", 4, 4)]


def test_characters_that_no_message_holds_are_taken_out() -> None:
    text, entities = prepare("a\r\n\u202bسلام\u202c\tb", [types.MessageEntityBold(offset=4, length=4)], 4096)
    assert text == "a\nسلام b"
    assert shown(entities) == [("Bold", 2, 4)]


def bold(offset: int, length: int) -> types.MessageEntityBold:
    return types.MessageEntityBold(offset=offset, length=length)


def italic(offset: int, length: int) -> types.MessageEntityItalic:
    return types.MessageEntityItalic(offset=offset, length=length)


def code(offset: int, length: int) -> types.MessageEntityCode:
    return types.MessageEntityCode(offset=offset, length=length)


def quote(offset: int, length: int, collapsed: bool = False) -> types.MessageEntityBlockquote:
    return types.MessageEntityBlockquote(offset=offset, length=length, collapsed=collapsed)


def link(offset: int, length: int, url: str = "http://a.bc") -> types.MessageEntityTextUrl:
    return types.MessageEntityTextUrl(offset=offset, length=length, url=url)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([bold(0, 99)], [("Bold", 0, 10)]),
        ([bold(12, 1)], []),
        ([bold(3, 0)], []),
        ([types.MessageEntityUrl(offset=0, length=5)], []),
        ([types.MessageEntityUnknown(offset=0, length=5)], []),
        ([bold(0, 6), italic(3, 6)], [("Bold", 0, 3), ("Italic", 3, 6), ("Bold", 3, 3)]),
        ([bold(0, 10), italic(3, 3)], [("Bold", 0, 3), ("Bold", 3, 7), ("Italic", 3, 3)]),
        ([code(0, 6), bold(2, 2)], [("Code", 0, 6)]),
        ([bold(0, 6), code(2, 2)], [("Bold", 0, 2), ("Code", 2, 2), ("Bold", 4, 2)]),
        ([code(0, 4), code(2, 4)], [("Code", 0, 4)]),
        ([bold(0, 3), bold(3, 3)], [("Bold", 0, 6)]),
        ([bold(0, 3), bold(2, 3)], [("Bold", 0, 5)]),
        ([link(0, 6), link(2, 2, "b")], [("TextUrl", 0, 6)]),
        ([link(0, 6, " ")], []),
        ([link(2, 4), bold(0, 10)], [("Bold", 0, 2), ("TextUrl", 2, 4), ("Bold", 2, 4), ("Bold", 6, 4)]),
        ([quote(0, 9), quote(2, 3)], [("Blockquote", 0, 9)]),
        ([quote(0, 5), link(3, 4)], [("Blockquote", 0, 5)]),
        ([quote(0, 5), code(1, 2)], [("Blockquote", 0, 5), ("Code", 1, 2)]),
        ([quote(2, 5), bold(0, 10)], [("Bold", 0, 2), ("Blockquote", 2, 5), ("Bold", 2, 5), ("Bold", 7, 3)]),
        ([types.MessageEntityFormattedDate(offset=0, length=3, date=0)], []),
        ([types.MessageEntityMentionName(offset=0, length=3, user_id=5), link(1, 2)], [("MentionName", 0, 3)]),
    ],
)
def test_normalised(given: list[types.TypeMessageEntity], kept: Shown) -> None:
    assert shown(prepare("abcdefghij", given, 4096)[1]) == kept


def test_a_collapsed_quote_stays_collapsed() -> None:
    (kept,) = prepare("abcdef", [quote(0, 6, collapsed=True)], 4096)[1]
    assert isinstance(kept, types.MessageEntityBlockquote)
    assert kept.collapsed


def test_nothing_is_detected_in_code() -> None:
    assert shown(prepare("x @hoopoe", [code(2, 7)], 4096)[1]) == [("Code", 2, 7)]


def test_a_style_is_cut_where_something_detected_begins_and_ends() -> None:
    text, entities = prepare("see t.me now", [bold(0, 12)], 4096)
    assert shown(entities) == [("Bold", 0, 4), ("Url", 4, 4), ("Bold", 4, 4), ("Bold", 8, 4)]
    assert text == "see t.me now"


@pytest.mark.parametrize("entity", [bold(-5, 7), bold(2, -1), bold(1, 2), bold(0, 1)])
def test_ranges_that_are_none_are_refused(entity: types.MessageEntityBold) -> None:
    with pytest.raises(errors.ENTITY_BOUNDS_INVALID):
        prepare("😀 abc", [entity], 4096)


@pytest.mark.parametrize("empty", [" \n\t ", "\u200c", "\u200f \u2060", "\u00a0\u3000", "\r\r", "\u202e"])
def test_nothing_to_be_seen_is_no_message(empty: str) -> None:
    with pytest.raises(errors.MESSAGE_EMPTY):
        prepare(empty, None, 4096)


def test_too_much_is_refused_or_left_out() -> None:
    with pytest.raises(errors.MESSAGE_TOO_LONG):
        prepare("😀" * 3, None, 5)
    with pytest.raises(errors.ENTITIES_TOO_LONG):
        prepare("abc", [link(0, 1, "h" * MAX_WORDS), link(1, 1)], 4096)
    many = [italic(2 * i, 1) for i in range(200)]
    assert len(prepare("a" * 500, many, 4096)[1]) == MAX_ENTITIES
    assert len(prepare("#ab " * 200, None, 4096)[1]) == MAX_ENTITIES
    assert utf16_length("a😀") == 3


# --- what holds for every text

TEXTS = st.text(st.sampled_from("ab \n\r\u202a😀ی@#./:0ا\u200c"), min_size=1, max_size=24)
KINDS = st.sampled_from(
    [
        types.MessageEntityBold,
        types.MessageEntityItalic,
        types.MessageEntitySpoiler,
        types.MessageEntityCode,
        types.MessageEntityBlockquote,
        partial(types.MessageEntityPre, language="py"),
        partial(types.MessageEntityTextUrl, url="http://a.bc"),
        partial(types.MessageEntityCustomEmoji, document_id=1),
    ]
)
ENTITIES = st.lists(st.tuples(KINDS, st.integers(0, 30), st.integers(1, 30)), max_size=12)


def prepared(text: str, wanted: list[Any]) -> tuple[str, list[Any]] | None:
    try:
        return prepare(text, [make(offset=offset, length=length) for make, offset, length in wanted], 4096)
    except (errors.MESSAGE_EMPTY, errors.ENTITY_BOUNDS_INVALID):
        return None


@for_any(TEXTS, ENTITIES)
def test_in_every_text_entities_are_nested_and_cut_no_character(text: str, wanted: list[Any]) -> None:
    result = prepared(text, wanted)
    if result is None:
        return
    units = result[0].encode("utf-16-le")
    for entity in result[1]:
        assert entity.length > 0
        units[2 * entity.offset : 2 * end_of(entity)].decode("utf-16-le")
        assert 0 <= entity.offset < end_of(entity) <= len(units) // 2
    for outer, inner in combinations(result[1], 2):
        assert outer.offset <= inner.offset
        assert inner.offset >= end_of(outer) or end_of(inner) <= end_of(outer)
        if inner.offset < end_of(outer):
            assert not isinstance(outer, PLAIN)
            assert type(outer) is not type(inner)


@for_any(TEXTS, ENTITIES)
def test_normalising_what_is_normal_changes_nothing(text: str, wanted: list[Any]) -> None:
    result = prepared(text, wanted)
    if result is None:
        return
    before = [str(entity) for entity in result[1]]
    again = prepare(result[0], result[1], 4096)
    assert again[0] == result[0]
    assert [str(entity) for entity in again[1]] == before
