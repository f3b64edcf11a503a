"""hodhod login-code, hodhod users: the operator's tools for single people. All of them ask the running server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hodhod import control

from .common import DEFAULT_DATA, DataOption, existing

PhoneArgument = Annotated[
    str, typer.Argument(metavar="PHONE", help="The phone number with country code, as +989121234567.")
]

users_app = typer.Typer(invoke_without_command=True, help="List the users, or reset what one of them has forgotten.")


def ask(data: Path, command: str, **arguments: Any) -> dict[str, Any]:
    return control.call(existing(data) / control.SOCKET, command, arguments)


def login_code(phone: PhoneArgument, data: DataOption = DEFAULT_DATA) -> None:
    """Print the login code that PHONE is waiting for.

    For an operator who passes codes on by hand. It shows a code that somebody asked for; it never makes one.
    """
    typer.echo(ask(data, "login_code", phone=phone)["code"])


@users_app.callback()
def users(
    context: typer.Context,
    data: DataOption = DEFAULT_DATA,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to list.")] = 100,
    after: Annotated[int, typer.Option(min=0, help="List the users with ids above this one.")] = 0,
) -> None:
    """List the users by id: id, phone number, username, name."""
    if context.invoked_subcommand is not None:
        return
    found = ask(data, "users", limit=limit, after=after)["users"]
    for user in found:
        username = f"@{user['username']}" if user["username"] else "-"
        phone = f"+{user['phone']}" if user["phone"] else "-"
        typer.echo(f"{user['id']:>12}  {phone:16}  {username:24}  {user['name']}")
    if len(found) == limit:
        typer.echo(f"more: hodhod users --after {found[-1]['id']}", err=True)


@users_app.command()
def reset(
    phone: PhoneArgument,
    data: DataOption = DEFAULT_DATA,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove the 2FA password of PHONE, for somebody who has lost it. The server logs that it was done."""
    if not yes:
        typer.confirm(f"Remove the password of {phone}? Whoever gets a login code can then sign in.", abort=True)
    ask(data, "users_reset", phone=phone)
    typer.echo("The password is removed.")
