"""hodhod login-code, users, restrict, reports: the operator's tools for people. All of them ask the running server."""

from __future__ import annotations

import datetime
import json
from enum import StrEnum
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


class Only(StrEnum):
    """Which users to list."""

    BOTS = "bots"
    DELETED = "deleted"
    LIMITED = "limited"


def restrict(
    peer: Annotated[
        str, typer.Argument(metavar="PHONE|NAME|ID", help="A number as +989121234567, a username, or a user's id.")
    ],
    data: DataOption = DEFAULT_DATA,
    hours: Annotated[int, typer.Option(min=0, help="For how long; 0: until it is lifted.")] = 0,
    lift: Annotated[bool, typer.Option("--lift", help="Let the account do everything again.")] = False,
) -> None:
    """Keep an account from approaching strangers, and from making and joining groups and channels.

    Whoever knows it, or writes to it, still gets its answers.
    """
    ask(data, "restrict", peer=peer, hours=hours, lift=lift)


def reports(
    data: DataOption = DEFAULT_DATA,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to list.")] = 50,
    before: Annotated[int, typer.Option(min=0, help="List those before this one; 0: the newest.")] = 0,
) -> None:
    """List what people reported, the newest first: number, time, who, about what, why, which messages, their words."""
    found = ask(data, "reports", limit=limit, before=before)["reports"]
    for one in found:
        when = datetime.datetime.fromtimestamp(one["date"], datetime.UTC).strftime("%Y-%m-%d %H:%M")
        about = f"{one['about']} in {one['peer']}" if one["about"] else str(one["peer"])
        messages = f"  messages {', '.join(map(str, one['messages']))}" if one["messages"] else ""
        words = f"  {json.dumps(one['comment'], ensure_ascii=False)}" if one["comment"] else ""
        typer.echo(f"{one['id']:>8}  {when}  {one['reporter']} about {about}: {one['reason']}{messages}{words}")
    if len(found) == limit:
        typer.echo(f"more: hodhod reports --before {found[-1]['id']}", err=True)


@users_app.callback()
def users(
    context: typer.Context,
    data: DataOption = DEFAULT_DATA,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to list.")] = 100,
    after: Annotated[int, typer.Option(min=0, help="List the users with ids above this one.")] = 0,
    only: Annotated[Only | None, typer.Option(help="List these alone.")] = None,
) -> None:
    """List the users by id: id, phone number, username, name, and whether they are bots, deleted or limited."""
    if context.invoked_subcommand is not None:
        return
    found = ask(data, "users", limit=limit, after=after, only=only)["users"]
    for user in found:
        username = f"@{user['username']}" if user["username"] else "-"
        phone = f"+{user['phone']}" if user["phone"] else "-"
        marks = f"  ({', '.join(user['marks'])})" if user["marks"] else ""
        typer.echo(f"{user['id']:>12}  {phone:16}  {username:24}  {user['name']}{marks}")
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
