"""What today's objects become in older layers, where the names alone do not say it."""

from collections.abc import Callable
from typing import Any

from hodhod.tl.base import TLObject

# (object, layer) -> the object that is written instead; raises NotInLayer if there is none
Replacement = Callable[[Any, int], TLObject]

CONVERT: dict[tuple[str, str], Callable[[Any], Any]] = {}
FIELDS: dict[tuple[str, str], Callable[[Any], Any]] = {}
RESHAPE: dict[str, Replacement] = {}
REPLACE: dict[str, Replacement] = {}
REPLACE_TYPE: dict[str, Replacement] = {}
DEFAULTS: dict[str, Callable[[], TLObject]] = {}
RESULTS: dict[str, Callable[[Any], Any]] = {}
