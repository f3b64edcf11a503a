from __future__ import annotations

from tests.databases import database, database_url, databases, dialect
from tests.domain.conftest import cast

__all__ = ["cast", "database", "database_url", "databases", "dialect"]
