"""What old requests and values become in today's layer, where the names alone do not say it."""

from collections.abc import Callable
from typing import Any

from hodhod.tl.base import TLObject

Extra = dict[str, Any]
# (the object as far as the names go, the fields of the wire that it has no place for) -> the object
Upcast = Callable[[Any, Extra], TLObject]

CONVERT: dict[tuple[str, str], Callable[[Any], Any]] = {}
UPCAST: dict[str, Upcast] = {}
