"""The program `hodhod`: one file for each group of commands. Nothing heavy is imported before a command asks for it."""

from __future__ import annotations

import sys

import typer

from hodhod import __version__
from hodhod.config.load import ConfigError
from hodhod.control import AlreadyRunning, NotRunning, Refused
from hodhod.server_key import KeyFileError

from . import community, demo, doctor, keys, people, serve, settings

app = typer.Typer(
    name="hodhod",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""
A messenger server that speaks Telegram's protocol.

Start it with `hodhod serve`; everything it keeps is in the data directory (`--data`, default `./data`). Then point a
client at it: `hodhod clients` lists the clients, `hodhod clients NAME` prints what that one needs, ready to paste.
""",
    epilog="Settings stand in `hodhod.toml` in the data directory or in `HODHOD_*` variables: `hodhod settings`.",
)

app.command()(serve.serve)
app.command()(keys.key)
app.command()(keys.clients)
app.command(name="login-code")(people.login_code)
app.add_typer(people.users_app, name="users")
app.command()(people.restrict)
app.command()(people.reports)
app.command()(community.verify)
app.command()(community.announce)
app.add_typer(community.names_app, name="names")
app.command(name="settings")(settings.settings)
app.command()(doctor.doctor)
app.command()(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hodhod {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Options before the command."""


def main() -> None:
    """An error that the operator can act on is one line, not a traceback."""
    try:
        app()
    except (ConfigError, KeyFileError, NotRunning, AlreadyRunning, Refused) as error:
        for line in str(error).splitlines():
            print(f"hodhod: {line}", file=sys.stderr)
        sys.exit(1)
