"""Write migrations/versions/0001_initial.py from the tables. Until the first release only: then revisions follow."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from alembic.autogenerate import render_python_code
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table

from hodhod.store import migrations
from hodhod.store.tables import metadata

TARGET = Path(migrations.__file__).parent / "versions" / "0001_initial.py"
HEAD = '''"""All tables. Written by tools/make_initial_migration.py from hodhod.store.tables until the first release."""

# ruff: noqa: PLR0915

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hodhod.store.migrations.partitions import create_partitions

revision = "0001"
down_revision = None


def upgrade() -> None:
'''


def main() -> None:
    context = MigrationContext.configure(dialect_name="postgresql")
    body = [line for table in metadata.sorted_tables for line in render(table, context)]
    TARGET.parent.mkdir(exist_ok=True)
    head = HEAD
    if any("postgresql." in line for line in body):
        head = head.replace(
            "from alembic import op\n", "from alembic import op\nfrom sqlalchemy.dialects import postgresql\n"
        )
    TARGET.write_text(head + "\n".join(f"    {line}" for line in body) + "\n")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", TARGET], check=True)
    print(f"{TARGET}: {len(metadata.tables)} tables")


def render(table: Table, context: MigrationContext) -> list[str]:
    """The lines that create a table, its partitions and its indexes."""
    create = ops.CreateTableOp.from_table(table)
    create.info = {}
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    upgrades = ops.UpgradeOps([create, *map(ops.CreateIndexOp.from_index, indexes)])
    code = render_python_code(upgrades, migration_context=context)
    code = textwrap.dedent(" " * 4 + code if not code.startswith(" ") else code)
    lines = [line for line in code.splitlines() if line and not line.strip().startswith("#")]
    if "partition" in table.info:
        lines.append(f"create_partitions({table.name!r})")
    return lines


if __name__ == "__main__":
    main()
