from tests.databases import database, database_url, databases, dialect

__all__ = ["database", "database_url", "databases", "dialect"]
