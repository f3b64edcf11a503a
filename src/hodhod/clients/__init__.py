"""What each open client needs to be pointed at this server: `hodhod clients` prints it, ready to paste."""

from __future__ import annotations

from .apps import APPS
from .libraries import LIBRARIES
from .notation import Address, PublicKey
from .recipe import Change, Recipe, render

__all__ = ["ALIASES", "RECIPES", "Address", "Change", "PublicKey", "Recipe", "find", "render"]

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in (*APPS, *LIBRARIES)}
ALIASES = {
    "desktop": "tdesktop",
    "kurigram": "pyrogram",
    "telegram-tt": "web-a",
    "weba": "web-a",
    "tweb": "web-k",
    "webk": "web-k",
}


def find(name: str) -> Recipe | None:
    name = name.lower().replace(" ", "-").replace("_", "-")
    return RECIPES.get(ALIASES.get(name, name))
