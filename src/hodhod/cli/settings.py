"""hodhod settings."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from hodhod import config
from hodhod.config.describe import describe, markdown

from .common import DEFAULT_DATA, DataOption


def settings(
    data: DataOption = DEFAULT_DATA,
    changed: Annotated[bool, typer.Option("--changed", help="Only those that differ from the default.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/settings.md.")] = False,
) -> None:
    """Print every setting with its value in force, its default and what it means. Secrets are not shown."""
    if as_markdown:
        typer.echo(markdown(), nl=False)
        return
    for one in describe(config.load(data)):
        if changed and not one.changed:
            continue
        default = f"   (default: {one.default})" if one.changed else ""
        typer.echo(f"{one.name} = {one.value}{default}")
        typer.echo(textwrap.fill(one.about, 100, initial_indent="    ", subsequent_indent="    "))
        typer.echo(f"    {one.variable}\n")
