"""What a reply quotes stands in the message that it answers; offsets are in UTF-16 code units."""

from __future__ import annotations

import pytest

from hodhod import errors, tl
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.quoting import placed
from hodhod.store.records import Content, Copy, Message
from hodhod.tl import types

TEXT = "😀 سلام دنیا، سلام 😀"


def quoting(quote: str, offset: int) -> Outgoing:
    content = Content(1, 1, 2, 0, text=TEXT)
    message = Outgoing(quote=tl.encode(types.TextWithEntities(text=quote, entities=[])), quote_offset=offset)
    return placed(message, Message(Copy(1, 1, 2, 1, 1, 0), content, None))


@pytest.mark.parametrize(
    ("quote", "offset", "place"),
    [
        ("سلام", 3, 3),
        ("سلام", 0, 3),
        ("سلام", 14, 14),
        ("سلام", 12, 14),
        ("سلام", 99, 14),
        ("سلام", -5, 3),
        ("😀", 1, 0),
        ("😀", 18, 19),
        (TEXT, 7, 0),
    ],
)
def test_a_quote_is_put_where_its_words_stand(quote: str, offset: int, place: int) -> None:
    assert quoting(quote, offset).quote_offset == place


def test_words_that_do_not_stand_there_are_refused() -> None:
    with pytest.raises(errors.QUOTE_TEXT_INVALID):
        quoting("درود", 3)
