"""Drawings that come with the program; tools/make_reactions.py made them from vector descriptions."""

from __future__ import annotations

from importlib import resources


def reaction(emoji: str, part: str) -> bytes:
    """A drawing of a reaction; part: the rest of its file's name."""
    name = f"{ord(emoji):x}.{part}"
    return resources.files(__package__).joinpath("reactions", name).read_bytes()
