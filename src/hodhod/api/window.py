"""The page of a list that is sorted newest first and small enough to be read whole. core.telegram.org/api/offsets"""

from __future__ import annotations

from typing import Protocol

from hodhod.domain.history import MAX_PAGE
from hodhod.store.records import Message


class Paged(Protocol):
    """A request for such a page."""

    offset_id: int
    add_offset: int
    limit: int
    max_id: int
    min_id: int


def window(rows: list[Message], req: Paged) -> list[Message]:
    """The page that the request asks for; as in history.page."""
    start = next((i for i, row in enumerate(rows) if row.copy.id < req.offset_id), len(rows)) if req.offset_id else 0
    start = max(0, start + req.add_offset)
    page = rows[start : start + max(0, min(req.limit, MAX_PAGE))]
    return [row for row in page if row.copy.id > req.min_id and (not req.max_id or row.copy.id < req.max_id)]


def full(rows: list[Message], req: Paged) -> bool:
    """Are these enough for the page? Nothing older would change it."""
    return len(window(rows, req)) >= min(req.limit, MAX_PAGE)
