"""Fetching one page: a few redirections, one deadline for all, no cookies, no compression (what is small on the wire
may not become large here), and no more bytes than a preview needs."""

from __future__ import annotations

import asyncio
import logging

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
CHUNK = 16_384


class Fetcher:
    """Make it anywhere, use it in one event loop, close it at the end."""

    def __init__(self, options: Options, resolver: AbstractResolver | None = None) -> None:
        self._options = options
        self._resolver = resolver
        self._slots = asyncio.Semaphore(options.at_once)
        self._session: aiohttp.ClientSession | None = None

    async def page(self, url: str) -> Page | None:
        """What a page says of itself; None when it cannot be had, or says nothing."""
        try:
            async with self._slots, asyncio.timeout(self._options.seconds):
                return await self._follow(URL(url))
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            log.info("a page could not be fetched: %s", type(error).__name__)
            return None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _follow(self, url: URL) -> Page | None:
        for _ in range(MAX_REDIRECTS + 1):
            if url.scheme not in ("http", "https") or url.raw_user is not None:
                return None
            found = await self._get(url)
            if not isinstance(found, URL):
                return found
            url = found
        return None

    async def _get(self, url: URL) -> Page | URL | None:
        """The page, or where it has gone."""
        async with self._open().get(url, allow_redirects=False) as answer:
            if answer.status in REDIRECTS and "Location" in answer.headers:
                return url.join(URL(answer.headers["Location"]))
            coded = answer.headers.get("Content-Encoding", "identity").lower() != "identity"
            if answer.status != 200 or answer.content_type not in HTML or coded:
                return None
            body = await self._body(answer)
            return await asyncio.to_thread(lambda: read(str(url), decoded(body, answer.charset)))

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        """The beginning of it."""
        body = bytearray()
        async for chunk in answer.content.iter_chunked(CHUNK):
            body += chunk
            if len(body) >= self._options.max_bytes:
                break
        return bytes(body[: self._options.max_bytes])

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
                headers={"User-Agent": self._options.user_agent, "Accept": "text/html", "Accept-Encoding": "identity"},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session
