"""domain/folding.py: what a reader takes for the same text folds to the same string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hodhod.domain.folding import fold, index_words, words

SAME = [
    pytest.param("علي", "علی", id="arabic yeh"),
    pytest.param("موسى", "موسی", id="alef maksura"),
    pytest.param("كتاب", "کتاب", id="arabic kaf"),
    pytest.param("فاطمة", "فاطمه", id="teh marbuta"),
    pytest.param("أحمد", "احمد", id="hamza above alef"),
    pytest.param("إسلام", "اسلام", id="hamza below alef"),
    pytest.param("آرش", "ارش", id="madda"),
    pytest.param("مؤمن", "مومن", id="hamza on waw"),
    pytest.param("مسئول", "مسیول", id="hamza on yeh"),
    pytest.param("املاء", "املا", id="hamza alone"),
    pytest.param("خانۀ", "خانه", id="heh with yeh above"),
    pytest.param("مُحَمَّد", "محمد", id="vowel marks"),
    pytest.param("رحمٰن", "رحمن", id="dagger alef"),
    pytest.param("ســلام", "سلام", id="tatweel"),
    pytest.param("می‌روم", "میروم", id="half-space"),
    pytest.param("\u200fسلام\u200e", "سلام", id="directions"),
    pytest.param("۰۱۲۳۴۵۶۷۸۹", "0123456789", id="persian digits"),
    pytest.param("٠١٢٣٤٥٦٧٨٩", "0123456789", id="arabic digits"),
    pytest.param("ﻻﻣﭗ", "لامپ", id="presentation forms"),
    pytest.param("HeLLo", "hello", id="case"),
    pytest.param("STRASSE", "straße", id="sharp s"),
    pytest.param("Éva", "eva", id="accent"),
    pytest.param("İstanbul", "istanbul", id="dotted capital i"),
    pytest.param("ＡＢＣ", "abc", id="full width"),
]


@pytest.mark.parametrize("one, other", SAME)
def test_same_for_a_reader(one: str, other: str) -> None:
    assert fold(one) == fold(other)


APART = [("پر", "بر"), ("گل", "کل"), ("چین", "جین"), ("ژاله", "زاله"), ("a", "b"), ("が", "か")]


@pytest.mark.parametrize("one, other", APART)
def test_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folded_form_is_the_persian_one() -> None:
    assert fold("عليٌّ كَـرِيمــة ٥۵5") == "علی کریمه 555"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_words_of_two_texts_are_those_of_each(one: str, other: str) -> None:
    assert words(f"{one} . {other}") == words(one) + words(other)


def test_words() -> None:
    assert words("سلام، دنيا! Hello_World 😀👍 #۱۲۳") == ["سلام", "دنیا", "hello", "world", "😀", "👍", "123"]
    assert words("हिन्दी भाषा") == ["हिन्दी", "भाषा"]
    assert words(" .,!? ") == []


@pytest.mark.parametrize("query", ["می‌روم", "میروم", "می روم", "مي‌روم"])
def test_half_space_is_found_in_each_spelling(query: str) -> None:
    assert set(words(query)) <= set(index_words("فردا می‌روم"))
