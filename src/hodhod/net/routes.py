"""Plain HTTP beside MTProto: the shape of a route that the application gives to the server."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class HttpRequest:
    method: str
    path: str
    query: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    peer_ip: str


@dataclass(frozen=True, slots=True)
class HttpResponse:
    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())


Route: TypeAlias = Callable[[HttpRequest], Awaitable[HttpResponse]]
# By exact path.
Routes: TypeAlias = Mapping[str, Route]
