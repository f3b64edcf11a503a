"""Words that several scenarios share."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from typing import Any

Record = dict[str, Any]
_numbers = itertools.count(1)


def unique(text: str) -> str:
    """A text that no other test sends."""
    return f"{text} {next(_numbers)}"


def within(condition: Callable[[], bool], seconds: float = 5) -> None:
    """A change made by one call may reach a library's own view a moment later."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, f"still not so after {seconds} s"
        time.sleep(0.1)


def becomes(read: Callable[[], Any], wanted: Any, seconds: float = 5) -> None:
    """What is read is, or soon becomes, what is wanted."""
    limit = time.monotonic() + seconds
    while (found := read()) != wanted:
        assert time.monotonic() < limit, f"still {found} instead of {wanted} after {seconds} s"
        time.sleep(0.1)


def ids_of(messages: Iterable[Record]) -> list[int]:
    return [message["id"] for message in messages]


def texts_of(messages: Iterable[Record]) -> list[str]:
    return [message["text"] for message in messages]


def peers_of(dialogs: Iterable[Record]) -> list[int]:
    return [dialog["peer"] for dialog in dialogs]
