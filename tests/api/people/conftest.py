from __future__ import annotations

import pytest_asyncio

from tests.api.auth.conftest import key_folder, place
from tests.api.auth.device import Place
from tests.api.people.friends import Friends
from tests.databases import database_url, databases, dialect

__all__ = ["database_url", "databases", "dialect", "friends", "key_folder", "place"]


@pytest_asyncio.fixture
async def friends(place: Place) -> Friends:
    """Sara and Reza, who know nothing of each other yet."""
    return Friends(place, await place.newcomer("Sara"), await place.newcomer("Reza"))
