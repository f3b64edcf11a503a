"""What is asked of people with every answer goes straight to its rows, however many contacts somebody has."""

from __future__ import annotations

import sqlite3

import pytest

from hodhod.store import acquaintances, blocks, contacts, read_marks, rule_chats, strangers, unused, usernames, users
from hodhod.store.query import Query
from tests.databases import Databases

FULL_KEYS = {
    "contacts": "owner=? AND user_id=?",
    "mine": "owner=? AND user_id=?",
    "theirs": "owner=? AND user_id=?",
    "blocks": "owner=? AND list=? AND peer=?",
    "their_block": "owner=? AND list=? AND peer=?",
    "any_block": "owner=? AND list=?",
    "dialogs": "owner=? AND peer",
    "read_marks": "owner=? AND peer=? AND max_id",
    "authorizations": "user_id=?",
    "members": "peer=? AND user_id=?",
    "users": "rowid",
    "name_words": "word>? AND word<?",
    "usernames": "name>? AND name<?",
}


@pytest.mark.parametrize(
    "query",
    [
        users.SEEN,
        users.SEEN_BY_ALL,
        users.RELATION,
        rule_chats.INSIDE,
        read_marks.FIRST,
        read_marks.DROP,
        read_marks.READERS,
        read_marks.READERS_OF_COPIES,
        unused.PAGE,
        strangers.HAS_WRITTEN,
        contacts.BY_USERS,
        blocks.ABOUT,
        usernames.BY_PREFIX,
        usernames.BY_WORD,
    ],
)
def test_keys_are_used_to_their_end(databases: Databases, query: Query) -> None:
    for step in plan(databases, query):
        table = step.split()[1]
        if step.startswith("SEARCH") and table in FULL_KEYS:
            assert FULL_KEYS[table] in step
        assert not step.startswith("SCAN"), step


def test_old_read_marks_are_found_by_their_date(databases: Databases) -> None:
    (step,) = plan(databases, read_marks.OLD)
    assert "INDEX read_marks_by_date (date<?)" in step


@pytest.mark.parametrize("query", [acquaintances.ALL, contacts.AROUND])
def test_nobody_walks_through_all_users(databases: Databases, query: Query) -> None:
    scanned = [step for step in plan(databases, query) if step.startswith("SCAN")]
    assert scanned in ([], ["SCAN known"])


def plan(databases: Databases, query: Query) -> list[str]:
    sql = query.sql("sqlite")
    with sqlite3.connect(databases.sqlite_template) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?")).fetchall()
    connection.close()
    return [str(row[3]) for row in rows]
