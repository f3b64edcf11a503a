"""Entities: what is kept, cut, dropped and detected. Offsets are in UTF-16 code units."""

from __future__ import annotations

import pytest

from hodhod import errors
from hodhod.domain.entities import prepare, utf16_length
from hodhod.tl import types


def shown(entities: list[types.TypeMessageEntity]) -> list[tuple[str, int, int]]:
    return [(type(e).__name__.removeprefix("MessageEntity"), e.offset, e.length) for e in entities]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello", []),
        ("see example.com now", [("Url", 4, 11)]),
        ("https://a.b/c?d=1#e.", [("Url", 0, 19)]),
        ("(see http://x.org/a_(b))", [("Url", 5, 18)]),
        ("v1.2.3 and 3.14", []),
        ("mail a.b+c@example.org!", [("Email", 5, 17)]),
        ("hi @hoopoe and @x", [("Mention", 3, 7), ("Mention", 15, 2)]),
        ("a@b c", []),
        ("#سلام_دنیا و #1", [("Hashtag", 0, 10)]),
        ("$USD $usd", [("Cashtag", 0, 4)]),
        ("/start /help@some_bot a/b", [("BotCommand", 0, 6), ("BotCommand", 7, 14)]),
        ("call +98 912 345 6789", [("Phone", 5, 16)]),
        ("4111 1111 1111 1111", [("BankCard", 0, 19)]),
        ("4111 1111 1111 1112", []),
        ("😀 @hoopoe", [("Mention", 3, 7)]),
    ],
)
def test_detected(text: str, found: list[tuple[str, int, int]]) -> None:
    assert shown(prepare(text, None, 4096)[1]) == found


def test_text_is_trimmed_and_entities_move_with_it() -> None:
    text, entities = prepare(" 😀\n bold \n", [types.MessageEntityBold(offset=5, length=4)], 4096)
    assert text == "😀\n bold"
    assert shown(entities) == [("Bold", 4, 4)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([types.MessageEntityBold(offset=0, length=99)], [("Bold", 0, 10)]),
        ([types.MessageEntityBold(offset=-5, length=7)], [("Bold", 0, 2)]),
        ([types.MessageEntityBold(offset=12, length=1)], []),
        ([types.MessageEntityUrl(offset=0, length=5)], []),
        (
            [types.MessageEntityBold(offset=0, length=6), types.MessageEntityItalic(offset=3, length=6)],
            [("Bold", 0, 6), ("Italic", 3, 3)],
        ),
        ([types.MessageEntityCode(offset=0, length=6), types.MessageEntityBold(offset=2, length=2)], [("Code", 0, 6)]),
        ([types.MessageEntityBold(offset=0, length=6), types.MessageEntityCode(offset=2, length=2)], [("Bold", 0, 6)]),
        (
            [types.MessageEntityBold(offset=0, length=3), types.MessageEntityBold(offset=3, length=3)],
            [("Bold", 0, 6)],
        ),
        (
            [types.MessageEntityBlockquote(offset=0, length=9), types.MessageEntityBlockquote(offset=2, length=3)],
            [("Blockquote", 0, 9)],
        ),
    ],
)
def test_normalised(given: list[types.TypeMessageEntity], kept: list[tuple[str, int, int]]) -> None:
    assert shown(prepare("abcdefghij", given, 4096)[1]) == kept


def test_nothing_is_detected_in_code() -> None:
    assert shown(prepare("x @hoopoe", [types.MessageEntityCode(offset=2, length=7)], 4096)[1]) == [("Code", 2, 7)]


def test_a_crossing_sibling_is_detected_after_its_neighbour() -> None:
    text, entities = prepare("see t.me and example.com", [types.MessageEntityBold(offset=0, length=24)], 4096)
    assert shown(entities) == [("Bold", 0, 24), ("Url", 4, 4), ("Url", 13, 11)]
    assert text.endswith("example.com")


def test_refusals() -> None:
    with pytest.raises(errors.MESSAGE_EMPTY):
        prepare(" \n\t ", None, 4096)
    with pytest.raises(errors.MESSAGE_TOO_LONG):
        prepare("😀" * 3, None, 5)
    assert utf16_length("a😀") == 3
