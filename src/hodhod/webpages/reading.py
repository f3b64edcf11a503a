"""What the head of an HTML page says of the page: Open Graph (ogp.me), and what is older.

The page is somebody else's: it is read in pieces, up to a bound in size and in time, and what is found is cut to what a
preview shows.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

PIECE = 4096
SECONDS = 0.25
MAX_TITLE, MAX_DESCRIPTION, MAX_NAME, MAX_URL = 256, 512, 64, 2048
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it describes itself; "" for what it does not say. image: the address of a picture,
    sizes: what was made of that (media/previews.py)."""

    url: str
    site_name: str = ""
    title: str = ""
    description: str = ""
    author: str = ""
    kind: str = ""
    image: str = ""
    sizes: tuple[Any, ...] = ()


class _Head(HTMLParser):
    """Collects the title and what `meta` says; the first of a name counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            given = {name: value or "" for name, value in attrs}
            name = (given.get("property") or given.get("name") or "").lower()
            if name and given.get("content", "").strip():
                self.said.setdefault(name, given["content"])

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def decoded(body: bytes, charset: str | None) -> str:
    """The text of a page, in the charset that its header or the page itself names."""
    found = _CHARSET.search(body, 0, 2048)
    for name in (charset, found.group(1).decode("ascii") if found else None, "utf-8"):
        try:
            if name:
                return body.decode(name, "replace")
        except LookupError:
            continue
    return ""


def read(url: str, html: str, clock: Callable[[], float] = time.monotonic) -> Page | None:
    """What the page at this address says; None when that is nothing to show."""
    head, until = _Head(), clock() + SECONDS
    for start in range(0, len(html), PIECE):
        head.feed(html[start : start + PIECE])
        if clock() > until:
            break
    said = head.said
    page = Page(
        url=url,
        site_name=_first(MAX_NAME, said.get("og:site_name"), said.get("application-name")),
        title=_first(MAX_TITLE, said.get("og:title"), said.get("twitter:title"), head.title),
        description=_first(
            MAX_DESCRIPTION, said.get("og:description"), said.get("twitter:description"), said.get("description")
        ),
        author=_first(MAX_NAME, said.get("author"), said.get("article:author")),
        kind=_first(MAX_NAME, said.get("og:type")).partition(".")[0],
        image=_link(url, _first(MAX_URL, said.get("og:image"), said.get("og:image:url"), said.get("twitter:image"))),
    )
    return page if page.title or page.description else None


def _first(limit: int, *given: str | None) -> str:
    """The first that says something, in one line and not longer than it may be."""
    for one in given:
        line = _CONTROL.sub("", _SPACES.sub(" ", one or "")).strip()
        if line:
            return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return ""


def _link(base: str, given: str) -> str:
    try:
        joined = urljoin(base, given) if given else ""
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) else ""
