from __future__ import annotations

import pytest_asyncio

from tests.api.auth.conftest import key_folder, place
from tests.api.auth.device import Place
from tests.api.media.sharing import Sharing
from tests.api.media.sticking import Sticking
from tests.databases import database_url, databases, dialect

__all__ = ["database_url", "databases", "dialect", "key_folder", "place", "sharing", "sticking"]


@pytest_asyncio.fixture
async def sharing(place: Place) -> Sharing:
    """Sara and Reza, and files between them."""
    return Sharing(place, await place.newcomer("Sara"), await place.newcomer("Reza"))


@pytest_asyncio.fixture
async def sticking(place: Place) -> Sticking:
    """The same, and stickers."""
    return Sticking(place, await place.newcomer("Sara"), await place.newcomer("Reza"))
