"""The same server over PostgreSQL: the scenarios that touch the most tables, with two libraries."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.databases import Databases, databases
from tests.interop.conftest import Make, Phones
from tests.interop.test_chat import (
    Pair,
    acquainted,
    test_archive,
    test_block,
    test_delete_for_both,
    test_draft,
    test_edit,
    test_live_both_ways,
    test_pin_for_both,
    test_read_marks,
    test_search_folds_persian,
    test_username,
)
from tests.interop.test_signin import test_contact_who_joins_later, test_password, test_sessions

__all__ = [
    "databases",
    "test_archive",
    "test_block",
    "test_contact_who_joins_later",
    "test_delete_for_both",
    "test_draft",
    "test_edit",
    "test_live_both_ways",
    "test_password",
    "test_pin_for_both",
    "test_read_marks",
    "test_search_folds_persian",
    "test_sessions",
    "test_username",
]


@pytest.fixture(scope="module")
def database(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str | None:
    return asyncio.run(databases.url("postgresql", tmp_path_factory.mktemp("postgres")))


@pytest.fixture(scope="module")
def pair(client: Make, phone: Phones) -> Iterator[Pair]:
    pair = acquainted(client("tdlib"), client("telethon"), phone)
    yield pair
    pair.alice.close()
    pair.bob.close()


@pytest.fixture
def library() -> str:
    return "kurigram"
