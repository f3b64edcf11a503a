"""What the commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataOption = Annotated[
    Path,
    typer.Option("--data", metavar="DIR", envvar="HODHOD_DATA", help="The data directory: database, keys, settings."),
]
DEFAULT_DATA = Path("data")


def existing(data: Path) -> Path:
    """Commands about a server do not make a data directory out of a typing error."""
    if not data.is_dir():
        raise typer.BadParameter(f"there is no data directory {data}; `hodhod serve` makes one", param_hint="--data")
    return data
