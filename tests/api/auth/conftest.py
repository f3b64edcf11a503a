from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from hodhod.app import build
from hodhod.config.groups import Database
from hodhod.config.settings import Settings
from tests.api.auth.device import Clock, Place
from tests.databases import database_url, databases, dialect

__all__ = ["database_url", "databases", "dialect", "place"]

NOW = 1_790_000_000.0


@pytest_asyncio.fixture
async def place(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    clock = Clock(NOW)
    app = await build(Settings(database=Database(url=database_url)), tmp_path / "data", clock=clock)
    try:
        yield Place(app, clock)
    finally:
        await app.stop()
