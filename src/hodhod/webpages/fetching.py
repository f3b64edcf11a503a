"""Fetching one page: a few redirections, one deadline for all, no cookies, no compression (what is small on the wire
may not become large here), and no more bytes than a preview needs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from hodhod.webpages.addresses import socket_maker
from hodhod.webpages.options import Options
from hodhod.webpages.reading import Page, decoded, read

log = logging.getLogger("hodhod.webpages")

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HTML = frozenset({"text/html", "application/xhtml+xml"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
CHUNK = 16_384

MakePicture = Callable[[bytes], Awaitable[tuple[Any, ...]]]


class Found(NamedTuple):
    """What was at an address."""

    url: str
    body: bytes
    charset: str | None


class Fetcher:
    """Make it anywhere, use it in one event loop, close it at the end. picture: makes a photo's sizes of a picture."""

    def __init__(
        self, options: Options, resolver: AbstractResolver | None = None, picture: MakePicture | None = None
    ) -> None:
        self._options = options
        self._resolver = resolver
        self._picture = picture
        self._slots = asyncio.Semaphore(options.at_once)
        self._session: aiohttp.ClientSession | None = None

    async def page(self, url: str) -> Page | None:
        """What a page says of itself; None when it cannot be had, or says nothing."""
        async with self._slots:
            found = await self._fetched(url, HTML, self._options.max_bytes)
            if found is None:
                return None
            page = await asyncio.to_thread(lambda: read(found.url, decoded(found.body, found.charset)))
            if page is None or not page.image or self._picture is None:
                return page
            image = await self._fetched(page.image, PICTURES, self._options.picture_bytes)
            whole = image is not None and len(image.body) < self._options.picture_bytes
            return replace(page, sizes=await self._picture(image.body)) if image is not None and whole else page

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _fetched(self, url: str, kinds: frozenset[str], most: int) -> Found | None:
        """The beginning of what is there, if it is of these kinds."""
        try:
            async with asyncio.timeout(self._options.seconds):
                return await self._follow(URL(url), kinds, most)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            log.info("a page could not be fetched: %s", type(error).__name__)
            return None

    async def _follow(self, url: URL, kinds: frozenset[str], most: int) -> Found | None:
        for _ in range(MAX_REDIRECTS + 1):
            if url.scheme not in ("http", "https") or url.raw_user is not None:
                return None
            found = await self._get(url, kinds, most)
            if not isinstance(found, URL):
                return found
            url = found
        return None

    async def _get(self, url: URL, kinds: frozenset[str], most: int) -> Found | URL | None:
        """What is there, or where it has gone."""
        async with self._open().get(url, allow_redirects=False) as answer:
            if answer.status in REDIRECTS and "Location" in answer.headers:
                return url.join(URL(answer.headers["Location"]))
            coded = answer.headers.get("Content-Encoding", "identity").lower() != "identity"
            if answer.status != 200 or answer.content_type not in kinds or coded:
                return None
            body = bytearray()
            async for chunk in answer.content.iter_chunked(CHUNK):
                body += chunk
                if len(body) >= most:
                    break
            return Found(str(url), bytes(body[:most]), answer.charset)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                socket_factory=socket_maker(self._options.allowed),
                resolver=self._resolver,
                limit=self._options.at_once,
                use_dns_cache=False,
                force_close=True,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                headers={"User-Agent": self._options.user_agent, "Accept-Encoding": "identity"},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session
