"""Previews of links. core.telegram.org/api/webpages

A message names the page of its first link by id; the page is a row that all messages with this link share. While it is
being fetched it is shown as pending, and everybody who has the message is told by an event of its own when it is there
(updateWebPage). Fetching is a job that the sending transaction records: see jobs/web_pages.py, and webpages/ for where
the server goes and where not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from hodhod import errors, tl
from hodhod.domain import holders, personal
from hodhod.domain.entities import unpacked, utf16_slice
from hodhod.domain.media import files
from hodhod.domain.media.files import Kept, KeptSize
from hodhod.domain.nesting import end_of
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.updates import Counted, EventKind, Fact, NewMessage, append
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import jobs, messages
from hodhod.store import webpages as store
from hodhod.store.bits import ContentFlag, WebPageState
from hodhod.store.db import Tx
from hodhod.store.records import Content, WebPage
from hodhod.tl import types

JOB = "web_page"
MAX_URL = 2048
# after how long a page is fetched again when somebody links to it: one that was there, one that was not
KEPT, MISSED = 7 * 24 * 3600, 3600
LOOKS = int(
    ContentFlag.NO_WEBPAGE
    | ContentFlag.INVERT_MEDIA
    | ContentFlag.PREVIEW_LARGE
    | ContentFlag.PREVIEW_SMALL
    | ContentFlag.PREVIEW_MANUAL
)
_LINKS = (types.MessageEntityUrl, types.MessageEntityTextUrl)


@dataclass(frozen=True, slots=True)
class Looks:
    """How a sender wants links and media to be shown: bits of LOOKS, and the address of a page of their choice."""

    flags: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page as it was found; "" for what it does not say. sizes: of its picture, as media/previews.py made them."""

    url: str
    site_name: str = ""
    title: str = ""
    description: str = ""
    author: str = ""
    kind: str = ""
    sizes: tuple[Any, ...] = ()


def normal(url: str) -> str | None:
    """The address under which a page is kept; None for what is no address of one."""
    given = url.strip()
    try:
        parts = urlsplit(given if "://" in given[:12] else f"http://{given}")
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username is not None:
        return None
    place = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    whole = urlunsplit((parts.scheme.lower(), place, parts.path or "/", parts.query, ""))
    return whole if len(whole) <= MAX_URL and whole.isprintable() else None


def first_link(text: str, entities: Sequence[object]) -> str | None:
    """The address of the first link in a text that leads to a page."""
    for entity in entities:
        if not isinstance(entity, _LINKS):
            continue
        given = entity.url if isinstance(entity, types.MessageEntityTextUrl) else ""
        found = normal(given or utf16_slice(text, entity.offset, end_of(entity)))
        if found is not None:
            return found
    return None


# --- with a message


async def chosen(tx: Tx, viewer: Viewer, message: Outgoing) -> Outgoing:
    """The message with the page that is shown below it."""
    if not viewer.world.previews or message.media_kind or message.action is not None or message.webpage:
        return message
    page = await _of(tx, viewer, message.text, message.entities, message.flags, message.preview)
    return replace(message, webpage=page) if page else message


async def of_edited(tx: Tx, viewer: Viewer, edited: Content, looks: Looks) -> Content:
    """An edited message with the page of what it says now."""
    edited = edited._replace(flags=edited.flags & ~LOOKS | looks.flags)
    if not viewer.world.previews or edited.media_kind:
        return edited._replace(webpage=0)
    return edited._replace(webpage=await _of(tx, viewer, edited.text, edited.entities, edited.flags, looks.url))


async def _of(tx: Tx, viewer: Viewer, text: str, entities: bytes | None, flags: int, preview: str) -> int:
    """preview: the address that the sender chose, "" for the first link."""
    if flags & ContentFlag.NO_WEBPAGE:
        return 0
    url = preview or first_link(text, unpacked(entities))
    return (await known(tx, viewer, url)).id if url else 0


async def known(tx: Tx, viewer: Viewer, url: str) -> WebPage:
    """The row of a page; one that was not there last time is tried again."""
    row = await store.find(tx, url)
    if row is None:
        return await store.add(tx, WebPage(url, viewer.world.ids.new(), WebPageState.PENDING, viewer.now, None))
    if row.state == WebPageState.NOTHING and is_due(row, viewer.now):
        row = row._replace(state=WebPageState.PENDING, date=viewer.now)
        await store.put(tx, row)
    return row


def is_due(row: WebPage, now: int) -> bool:
    """Is it time to fetch it?"""
    if row.state == WebPageState.PENDING:
        return True
    return row.date + (KEPT if row.state == WebPageState.READY else MISSED) <= now


async def wait(tx: Tx, viewer: Viewer, content: Content) -> None:
    """A message was written: its page is fetched by a job, unless it is there."""
    row = (await store.by_ids(tx, [content.webpage])).get(content.webpage) if content.webpage else None
    if row is not None and is_due(row, viewer.now):
        payload = f"{row.id} {content.id} {content.peer} {viewer.user}"
        await jobs.enqueue(tx, JOB, payload.encode(), viewer.now)


# --- when it was fetched


def found(page: Any) -> Found | None:
    """A page as the fetcher gives it (webpages/reading.py)."""
    return None if page is None else Found(**{one.name: getattr(page, one.name) for one in fields(Found)})


async def by_id(tx: Tx, page_id: int) -> WebPage | None:
    return (await store.by_ids(tx, [page_id])).get(page_id)


async def keep(tx: Tx, viewer: Viewer, row: WebPage, found: Found | None) -> WebPage:
    """Write down what was fetched; None: nothing, and then an older page stays."""
    now = viewer.now
    state = WebPageState.READY if found is not None or row.page is not None else WebPageState.NOTHING
    page = tl.encode(_described(row.url, found, now)) if found is not None else row.page
    row = row._replace(state=state, date=now, page=page)
    if found is not None:
        row = row._replace(photo=await _photo(tx, viewer, found))
    await store.put(tx, row)
    return row


async def _photo(tx: Tx, viewer: Viewer, found: Found) -> int:
    """The picture of the page becomes a photo; its id, 0 where there is none."""
    if not found.sizes:
        return 0
    sizes = [
        KeptSize(kind, width, height, Kept(*blob) if blob else None, content)
        for kind, width, height, blob, content in found.sizes
    ]
    new = files.new_photo(viewer, sizes)
    await files.add(tx, new, viewer.now)
    return new.row.id


def _described(url: str, found: Found, now: int) -> types.WebPage:
    parts = urlsplit(found.url)
    path = parts.path.rstrip("/")
    return types.WebPage(
        id=0,
        url=url,
        display_url=f"{(parts.hostname or '').removeprefix('www.')}{path}"[:256],
        hash=now,
        type="article" if found.kind in ("", "website") else found.kind,
        site_name=found.site_name or (parts.hostname or "").removeprefix("www."),
        title=found.title or None,
        description=found.description or None,
        author=found.author or None,
    )


async def tell(tx: Tx, viewer: Viewer, page_id: int, content_id: int, peer: int) -> list[Counted]:
    """The page of a message is there: everybody who has the message hears of it. viewer: who wrote it."""
    owners = await holders.of(tx, viewer, peer)
    copies = await messages.copies_of(tx, owners, content_id)
    rows = [row for copy in copies[:1] for row in await messages.by_ids(tx, copy.owner, [copy.id])]
    if not rows or rows[0].content.webpage != page_id:
        return []
    seen_by = await personal.concerned(tx, peer, rows[0]) if is_channel(peer) else ()
    facts = [Fact(copy.owner, EventKind.WEBPAGE, copy.peer, copy.id, seen_by=seen_by) for copy in copies]
    return await append(tx, facts, viewer.now)


def asked(viewer: Viewer, given: types.InputMediaWebPage) -> Looks:
    """A preview that a sender asks for. Raises WEBPAGE_URL_INVALID, WEBPAGE_NOT_FOUND (there are none here)."""
    url = normal(given.url)
    if url is None:
        raise errors.WEBPAGE_URL_INVALID
    if not viewer.world.previews and not given.optional:
        raise errors.WEBPAGE_NOT_FOUND
    size = given.force_large_media * ContentFlag.PREVIEW_LARGE | given.force_small_media * ContentFlag.PREVIEW_SMALL
    return Looks(int(size | ContentFlag.PREVIEW_MANUAL), url)


async def sent(tx: Tx, viewer: Viewer, record: NewMessage) -> NewMessage:
    """The same record; what its page needs has been asked for."""
    await wait(tx, viewer, record.message.content)
    return record
