"""hodhod verify, announce, names: what the operator says of people and channels, and to everybody. All of them ask the
running server."""

from __future__ import annotations

from typing import Annotated

import typer

from .common import DEFAULT_DATA, DataOption
from .people import ask

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A username, without @.")]

names_app = typer.Typer(no_args_is_help=True, help="Keep usernames from being taken, or let them be.")


def verify(
    peer: Annotated[
        str, typer.Argument(metavar="NAME|PEER", help="A username, a user's id, or a channel's as -100 and its id.")
    ],
    data: DataOption = DEFAULT_DATA,
    remove: Annotated[bool, typer.Option("--remove", help="Take the mark away.")] = False,
) -> None:
    """Mark an account, a supergroup or a channel as the one it says it is."""
    ask(data, "verify", peer=peer, verified=not remove)


def announce(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What everybody is told, in the service chat.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Send a message of the server to every account. It goes out beside the other work, once to each."""
    ask(data, "announce", text=text)
    typer.echo("The announcement is under way.")


@names_app.command()
def reserve(name: NameArgument, data: DataOption = DEFAULT_DATA) -> None:
    """Keep NAME from being taken by anybody."""
    ask(data, "reserve_name", name=name)


@names_app.command()
def free(name: NameArgument, data: DataOption = DEFAULT_DATA) -> None:
    """Let a reserved NAME be taken again."""
    ask(data, "free_name", name=name)
