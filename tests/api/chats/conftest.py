from __future__ import annotations

from tests.api.people.conftest import database_url, databases, dialect, friends, key_folder, place

__all__ = ["database_url", "databases", "dialect", "friends", "key_folder", "place"]
