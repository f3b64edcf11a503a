from __future__ import annotations

import pytest_asyncio

from hodhod.store.db import Database
from tests.databases import database, database_url, databases, dialect
from tests.domain.world import Cast

__all__ = ["cast", "database", "database_url", "databases", "dialect"]


@pytest_asyncio.fixture
async def cast(database: Database) -> Cast:
    people = Cast(database)
    await people.join("alice", "bob", "carol")
    return people
