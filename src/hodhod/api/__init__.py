"""Handlers: folder = TL namespace, file = topic. Each resolves its inputs, calls one domain function, builds a view."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules() -> list[ModuleType]:
    """Every handler file below this folder, in order of name."""
    names = sorted(found.name for found in pkgutil.walk_packages(__path__, f"{__name__}."))
    return [importlib.import_module(name) for name in names]
