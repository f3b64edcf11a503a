"""Requests by their names, for what a library has no words of its own. Values of a request in JSON:

{"@peer": 7} an input peer; {"@user": 7} an input user; {"@channel": -1007} an input channel
{"@hex": "00ff"} bytes; {"@type": "ReactionEmoji", ...} a constructor, by the library's name of it
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Resolve = Callable[[str, int], Awaitable[Any]]


async def value(given: Any, types: Any, resolve: Resolve) -> Any:
    """The library's value. resolve: (peer, user or channel; the id) to an input object."""
    if isinstance(given, list):
        return [await value(one, types, resolve) for one in given]
    if not isinstance(given, dict):
        return given
    for kind in ("peer", "user", "channel"):
        if f"@{kind}" in given:
            return await resolve(kind, given[f"@{kind}"])
    if "@hex" in given:
        return bytes.fromhex(given["@hex"])
    fields = {name: await value(one, types, resolve) for name, one in given.items() if name != "@type"}
    return getattr(types, given["@type"])(**fields)


def plain(given: Any) -> Any:
    """A library's object, taken apart into dictionaries, as JSON: bytes in hex."""
    if isinstance(given, dict):
        return {name: plain(one) for name, one in given.items()}
    if isinstance(given, list | tuple):
        return [plain(one) for one in given]
    if isinstance(given, bytes):
        return given.hex()
    return given if isinstance(given, str | int | float | bool | None) else str(given)
