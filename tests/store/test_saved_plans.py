"""A saved dialog is read by the index of its peer, without its messages."""

from __future__ import annotations

import sqlite3

import pytest

from hodhod.store import saved
from hodhod.store.query import SQLITE
from tests.databases import Databases

OF_ONE_DIALOG = {"OLDER": saved.OLDER, "NEWER": saved.NEWER, "COUNT": saved.COUNT}
DATED = {"NEXT_DATE": saved.NEXT_DATE, "TOP": saved.TOP}


@pytest.mark.parametrize("name", [*OF_ONE_DIALOG, *DATED])
def test_the_index_of_the_peer_is_used(databases: Databases, name: str) -> None:
    sql = {**OF_ONE_DIALOG, **DATED}[name].sql(SQLITE)
    connection = sqlite3.connect(databases.sqlite_template)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?"))]
    connection.close()
    assert "USING COVERING INDEX saved_messages_by_peer (owner=? AND peer=?" in plan[0]
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN") for step in plan)
    if name in DATED:
        assert [step.partition(" (")[0] for step in plan[1:]] == [
            "SEARCH copies USING PRIMARY KEY",
            "SEARCH contents USING PRIMARY KEY",
        ]
