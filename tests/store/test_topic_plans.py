"""A page of topics and what stands in one are read by indexes, however large the forum: nothing is sorted or walked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from hodhod.store import topics, within
from hodhod.store.query import SQLITE, Query
from tests.databases import Databases
from tests.store.test_people_plans import plan

# name: the query, and which index it goes by
PLANS = {
    "page": (topics.PAGE, "topics_by_top (owner=? AND pinned=? AND top_id<?)"),
    "pinned": (topics.PINNED, "topics_by_top (owner=? AND pinned>?)"),
    "find": (topics.FIND, "PRIMARY KEY (owner=? AND id=?)"),
    "posted": (topics.POSTED, "PRIMARY KEY (owner=? AND id=?)"),
    "places": (topics.PLACES, "PRIMARY KEY (owner=? AND id=?)"),
    "mentions": (topics.MENTIONS, "PRIMARY KEY (owner=? AND peer=?)"),
    "reactions": (topics.REACTIONS, "reactions_unread (author=? AND peer=?)"),
    **{f"topic {name}": (query, "posts_by_topic (owner=? AND topic=?") for name, query in within.IN_TOPIC.items()},
    **{f"thread {name}": (query, "posts_by_thread (owner=? AND thread=?") for name, query in within.IN_THREAD.items()},
}


@pytest.mark.parametrize("name", PLANS)
def test_the_index_is_used(databases: Databases, name: str) -> None:
    query, index = PLANS[name]
    steps = plan(databases, query)
    assert any(index in step for step in steps), steps
    assert not any(step.startswith("SCAN") for step in steps), steps
    if name in ("page", "pinned"):
        assert not any("TEMP B-TREE" in step for step in steps), steps


def test_the_last_message_read_is_found_in_its_topic(databases: Databases) -> None:
    steps = plan(databases, topics.PLACES)
    assert any("posts_by_topic (owner=? AND topic=? AND id<?)" in step for step in steps), steps


OWNER, MESSAGES, STEPS = -1, 20_000, 3_000


@pytest.fixture(scope="module")
def forum(databases: Databases) -> Iterator[sqlite3.Connection]:
    """A forum whose messages stand in one topic, all but the first ten, which stand in another."""
    connection = sqlite3.connect(":memory:")
    sqlite3.connect(databases.sqlite_template).backup(connection)
    rows = [(OWNER, n, n, 2 if n > 10 else 3) for n in range(1, MESSAGES + 1)]
    connection.executemany("INSERT INTO posts (owner, id, n, topic) VALUES (?, ?, ?, ?)", rows)
    yield connection
    connection.close()


@pytest.mark.parametrize("name", ["older", "newer", "count", "last", "next_date", "unread"])
def test_a_quiet_topic_costs_little_in_a_loud_forum(forum: sqlite3.Connection, name: str) -> None:
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 100
        return 0

    query: Query = within.IN_TOPIC[name]
    values = {"below": MESSAGES, "above": 0, "from_id": 1, "count": 20, "reader": 5, "owner": OWNER, "by_peer": 3}
    sql = query.sql(SQLITE)
    forum.set_progress_handler(count, 100)
    forum.execute(*query.for_sqlite({key: value for key, value in values.items() if key in _names(query)})).fetchall()
    forum.set_progress_handler(None, 0)
    assert counted < STEPS, sql


def _names(query: Query) -> set[str]:
    needed = {
        "older": {"below", "above", "count"},
        "newer": {"from_id", "below", "above", "count"},
        "next_date": {"from_id"},
        "unread": {"above", "reader"},
    }
    name = next(name for name, one in within.IN_TOPIC.items() if one is query)
    return {"owner", "by_peer"} | needed.get(name, set())
