"""What `hodhod clients` prints about one client: files, and what to put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .notation import Address, PublicKey


@dataclass(frozen=True, slots=True)
class Change:
    """One place in the client's sources. `place`: the name in the file that is replaced, or where the lines belong."""

    file: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One client. `read`: the version whose sources the file names were read in. `note`: what else matters."""

    name: str
    title: str
    read: str
    changes: Callable[[PublicKey, Address], tuple[Change, ...]]
    note: str = ""


def render(recipe: Recipe, key: PublicKey, address: Address) -> str:
    lines = [f"# {recipe.title}", f"# read in: {recipe.read}"]
    if recipe.note:
        lines += [f"# {line}" for line in recipe.note.splitlines()]
    for change in recipe.changes(key, address):
        lines += ["", f"## {change.file}: {change.place}", "", change.text]
    return "\n".join(lines) + "\n"
