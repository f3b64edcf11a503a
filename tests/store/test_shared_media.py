"""Media of one kind are read by their own index, which texts are not in."""

from __future__ import annotations

import sqlite3

import pytest

from hodhod.store import shared_media
from hodhod.store.query import Query
from tests.databases import Databases

PLACE = {"owner": 1, "by_peer": 2}
WINDOW = {"above": 0, "below": 9, "count": 9}


@pytest.mark.parametrize(
    "query, more",
    [
        (shared_media.OLDER, WINDOW),
        (shared_media.NEWER, WINDOW | {"from_id": 1}),
        (shared_media.COUNTS, {}),
    ],
)
def test_plans(databases: Databases, query: Query, more: dict[str, int]) -> None:
    given = {**PLACE, **more} if query is shared_media.COUNTS else {**PLACE, **more, "by_kind": 3}
    text, values = query.for_sqlite(given)
    connection = sqlite3.connect(databases.sqlite_template)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    connection.close()
    assert any("copies_by_media (owner=? AND peer=? AND media_kind" in step for step in plan), plan
