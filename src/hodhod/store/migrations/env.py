"""Alembic's entry: writes the SQL of the migrations out (see __init__.py)."""

from __future__ import annotations

from alembic import context

context.configure(
    dialect_name=context.config.attributes["dialect"],
    literal_binds=True,
    transactional_ddl=False,  # the whole script is run in one transaction
)
context.run_migrations()
