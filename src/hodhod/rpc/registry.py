"""Which function answers which method, and under which conditions, as data.

A handler is `async def f(ctx, req) -> Result`, marked with @method. Three kinds:
- reading (the default): runs on committed data through `ctx.tx`;
- `writes=True`: is itself the transaction function. It may run twice, so it changes nothing but the database;
- `free=True`: has no transaction; awaits what it likes and opens its own through `ctx.db`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from hodhod.rpc.context import Context
    from hodhod.tl import TLFunction

Handler = Callable[["Context", Any], Coroutine[Any, Any, Any]]
H = TypeVar("H", bound=Handler)


class Kind(enum.Enum):
    READ = "read"
    WRITE = "write"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Method:
    """One row of the method table.

    login: refused with 401 AUTH_KEY_UNREGISTERED before sign-in. bots: bots may call it. flood: the class of rate
    limit that it counts against. once: an equal request on the same key within a minute gets the first answer.
    quiet: does not make its session one that wants updates. static: answers fixed values, by design.
    """

    request: type[TLFunction]
    handler: Handler
    kind: Kind
    login: bool = True
    bots: bool = True
    flood: str | None = None
    once: bool = False
    quiet: bool = False
    static: bool = False

    @property
    def name(self) -> str:
        return self.request.NAME


def method(request: type[TLFunction], *, writes: bool = False, free: bool = False, **flags: Any) -> Callable[[H], H]:
    """Mark a handler; `flags` are the fields of Method from `login` on."""

    def mark(handler: H) -> H:
        kind = Kind.WRITE if writes else Kind.FREE if free else Kind.READ
        rows = handler.__dict__.setdefault("methods", [])
        rows.append(Method(request, handler, kind, **flags))
        return handler

    return mark


class Registry:
    """The method table, looked up by request class."""

    def __init__(self, methods: Iterable[Method]) -> None:
        self.methods: dict[type[TLFunction], Method] = {}
        for row in methods:
            if row.request in self.methods:
                raise ValueError(f"{row.name} has two handlers")
            self.methods[row.request] = row

    @classmethod
    def of(cls, modules: Iterable[ModuleType]) -> Registry:
        return cls(row for module in modules for f in vars(module).values() for row in _marked(f, module))


def _marked(value: Any, module: ModuleType) -> list[Method]:
    """The rows of a handler, where it is defined (an imported one is counted at home only)."""
    if getattr(value, "__module__", None) != module.__name__:
        return []
    return list(getattr(value, "methods", ())) if callable(value) else []
