from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hodhod.app import build
from hodhod.config.groups import Database
from hodhod.config.settings import Settings
from hodhod.server_key import open_server_key
from hodhod.store.sqlite import SqliteOptions
from tests.api.auth.device import Clock, Place
from tests.databases import database_url, databases, dialect

__all__ = ["database_url", "databases", "dialect", "key_folder", "place"]

NOW = 1_790_000_000.0


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with nothing but the server's key, which takes a while to make."""
    folder = tmp_path_factory.mktemp("key")
    open_server_key(folder)
    return folder


@pytest_asyncio.fixture
async def place(database_url: str, key_folder: Path, tmp_path: Path) -> AsyncIterator[Place]:
    clock = Clock(NOW)
    data = shutil.copytree(key_folder, tmp_path / "data")
    app = await build(Settings(database=Database(url=database_url)), data, clock=clock, sqlite=SqliteOptions())
    try:
        yield Place(app, clock)
    finally:
        await app.stop()
