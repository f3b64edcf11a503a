"""hodhod key, hodhod clients."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hodhod import clients as recipes
from hodhod import config
from hodhod.clients import Address, PublicKey
from hodhod.config.address import public_address
from hodhod.server_key import open_server_key

from .common import DEFAULT_DATA, DataOption


class KeyFormat(StrEnum):
    PEM = "pem"
    HEX = "hex"
    FINGERPRINT = "fingerprint"


def key(
    data: DataOption = DEFAULT_DATA,
    form: Annotated[
        KeyFormat, typer.Option("--format", help="pem: PKCS#1; hex: the modulus; fingerprint: 64 bits in hex.")
    ] = KeyFormat.PEM,
) -> None:
    """Print the server's RSA public key, which every client must know; the key is made if there is none yet."""
    public = _public(data)
    match form:
        case KeyFormat.PEM:
            typer.echo(public.pem.strip())
        case KeyFormat.HEX:
            typer.echo(public.modulus_hex)
        case KeyFormat.FINGERPRINT:
            typer.echo(public.fingerprint_hex)


def clients(
    name: Annotated[str | None, typer.Argument(help="One of the names that `hodhod clients` lists.")] = None,
    data: DataOption = DEFAULT_DATA,
    host: Annotated[str | None, typer.Option(help="Address to print instead of the server's own.")] = None,
) -> None:
    """Print what an open Telegram client needs: key and address in its notation, and where they go."""
    if name is None:
        for recipe in recipes.RECIPES.values():
            typer.echo(f"{recipe.name:10} {recipe.title}")
        typer.echo("\nhodhod clients NAME prints what to put where.")
        return
    found = recipes.find(name)
    if found is None:
        raise typer.BadParameter(f"no client {name!r}; there are: {', '.join(recipes.RECIPES)}", param_hint="NAME")
    settings = config.load(data)
    at, port = public_address(settings.network)
    typer.echo(recipes.render(found, _public(data), Address(host or at, port, settings.network.http_port)), nl=False)


def _public(data: DataOption) -> PublicKey:
    private = open_server_key(data)
    return PublicKey(private.n, private.fingerprint, private.public_pem().decode())
