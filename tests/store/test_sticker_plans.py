"""Stickers are found by their keys, however many sets people have made."""

from __future__ import annotations

import pytest

from hodhod.store import installed_sets, kept_documents, media, stickers
from hodhod.store.query import Query
from tests.databases import Databases
from tests.store.test_people_plans import plan

WORD = "PRIMARY KEY (kind=? AND word{})"
LISTED = "INDEX installed_sets_by_place (owner=? AND kind=? AND archived=?"
KEPT = "INDEX kept_documents_by_place (owner=? AND list=?"


@pytest.mark.parametrize(
    ("query", "step"),
    [
        (stickers.BY_NAME, "INDEX sticker_sets_by_name (name=?)"),
        (stickers.OWNED, "INDEX sticker_sets_by_owner (owner=? AND id<?)"),
        (stickers.COUNT_OWNED, "INDEX sticker_sets_by_owner (owner=?)"),
        (stickers.SETS, "PRIMARY KEY (id=?)"),
        (stickers.OF_SET, "INDEX stickers_by_set (set_id=?)"),
        (stickers.OF_SETS, "INDEX stickers_by_set (set_id=?)"),
        (stickers.BY_IDS, "PRIMARY KEY (document_id=?)"),
        (stickers.WITH_WORD, WORD.format("=?")),
        (stickers.WITH_PREFIX, WORD.format(">? AND word<?")),
        (stickers.SETS_WITH_PREFIX, WORD.format(">? AND word<?")),
        (stickers.FORGET_WORDS, "INDEX sticker_words_by_document (document_id=?)"),
        (stickers.FORGET_SET_WORDS, "INDEX sticker_set_words_by_set (set_id=?)"),
        (installed_sets.PAGE, LISTED + " AND place<?)"),
        (installed_sets.COUNT, LISTED + ")"),
        (installed_sets.OF_SETS, "PRIMARY KEY (owner=? AND set_id=?)"),
        (kept_documents.PAGE, KEPT + ")"),
        (kept_documents.EDGE, KEPT + ")"),
        (kept_documents.CUT, KEPT + " AND place<?)"),
        (kept_documents.REMOVE, "PRIMARY KEY (owner=? AND list=? AND document_id=?)"),
        (media.SET_ATTRIBUTES, "PRIMARY KEY (id=?)"),
    ],
)
def test_rows_are_found_by_their_keys(databases: Databases, query: Query, step: str) -> None:
    steps = plan(databases, query)
    assert step in steps[0], steps
    assert not any("TEMP B-TREE FOR ORDER BY" in one or one.startswith("SCAN") for one in steps), steps
