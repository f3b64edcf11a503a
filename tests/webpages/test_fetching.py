"""Fetching pages: what is read of them, and where the server does not go."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from hodhod.webpages.addresses import may_connect, networks
from hodhod.webpages.fetching import Fetcher
from hodhod.webpages.options import Options
from hodhod.webpages.reading import Page, decoded, read

HOME = networks(["127.0.0.0/8"])
HEAD = """<html><head><title> هدهد &amp; Co
</title><meta property="og:title" content="هدهد"><meta name="description" content="a  bird\u202e">
<meta property="og:site_name" content="Birds"><meta property="og:image" content="/a.png"></head><body>"""


class Names(AbstractResolver):
    """Every name means this address."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        kind = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        return [ResolveResult(hostname=host, host=self.address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None: ...


class Site:
    """A small site on this machine; `asked` are the paths that somebody came for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request.path)
        if request.path == "/to":
            raise web.HTTPFound(request.query["url"])
        if request.path == "/loop":
            raise web.HTTPFound("/loop")
        if request.path == "/slow":
            await asyncio.sleep(1)
        if request.path == "/packed":
            return web.Response(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}, content_type="text/html")
        if request.path == "/picture":
            return web.Response(body=b"\x89PNG", content_type="image/png")
        if request.path in ("/pictured", "/abroad"):
            image = "/picture" if request.path == "/pictured" else "http://10.0.0.1/picture"
            text = f"<title>t</title><meta property='og:image' content='{image}'>"
            return web.Response(text=text, content_type="text/html")
        if request.path == "/long":
            return web.Response(text="<title>long</title>" + "x" * 100_000, content_type="text/html")
        return web.Response(text=HEAD, content_type="text/html", charset="utf-8")

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    runner = web.ServerRunner(web.Server(made.answer))
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0)
    await place.start()
    made.port = place._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    yield made
    await runner.cleanup()


async def fetched(url: str, resolver: AbstractResolver | None = None, **options: Any) -> Page | None:
    fetcher = Fetcher(Options(**options), resolver)
    try:
        return await fetcher.page(url)
    finally:
        await fetcher.close()


async def test_a_page_describes_itself(site: Site) -> None:
    page = await fetched(site.at("/"), allowed=HOME)
    assert page == Page(site.at("/"), "Birds", "هدهد", "a bird", "", "", site.at("/a.png"))
    page = await fetched(site.at("/to?url=/a/b"), allowed=HOME)
    assert page is not None
    assert page.url == site.at("/a/b"), "the address at which it was found"
    assert await fetched(site.at("/", "hoopoe.example"), Names("127.0.0.1"), allowed=HOME) is not None
    page = await fetched(site.at("/long"), allowed=HOME, max_bytes=1000)
    assert page is not None
    assert page.title == "long"


async def test_the_picture_of_a_page_is_fetched_with_it(site: Site) -> None:
    async def made(data: bytes) -> tuple[bytes, ...]:
        return (data,)

    fetcher = Fetcher(Options(HOME), picture=made)
    page = await fetcher.page(site.at("/pictured"))
    assert page is not None
    assert page.sizes == (b"\x89PNG",)
    await fetcher.close()
    fetcher = Fetcher(Options(HOME, picture_bytes=4), picture=made)
    page = await fetcher.page(site.at("/pictured"))
    assert page is not None
    assert page.sizes == (), "it is too long"
    elsewhere = await fetcher.page(site.at("/abroad"))
    assert elsewhere is not None
    assert elsewhere.sizes == (), "the server does not go there for a picture either"
    await fetcher.close()


@pytest.mark.parametrize("path", ["/loop", "/slow", "/packed", "/picture", "/to?url=ftp://example.org/"])
async def test_what_is_no_page_gives_none(site: Site, path: str) -> None:
    assert await fetched(site.at(path), allowed=HOME, seconds=0.5) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "０.0.0.0"]
)
async def test_the_server_does_not_come_to_itself(site: Site, host: str) -> None:
    assert await fetched(site.at("/", host)) is None
    assert site.asked == []


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"])
async def test_a_name_is_judged_by_what_it_means(site: Site, address: str) -> None:
    assert await fetched(site.at("/", "hoopoe.example"), Names(address), seconds=2) is None
    assert site.asked == []


async def test_a_redirection_is_judged_again(site: Site) -> None:
    only_this = networks(["127.0.0.1/32"])
    for target in (site.at("/in", "127.0.0.2"), "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest"):
        assert await fetched(site.at(f"/to?url={target}"), allowed=only_this, seconds=2) is None
    assert site.asked == ["/to"] * 4


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::1", False),
        ("127.1", False),
        ("hoopoe.example", False),
        ("", False),
    ],
)
def test_addresses(address: str, may: bool) -> None:
    assert may_connect(address) is may


def test_pages_that_want_to_be_long_or_to_last() -> None:
    page = read("http://a.bc/", f"<title>{'t' * 900}</title><meta name=author content='&lt;b&gt;'>")
    assert page is not None
    assert (len(page.title), page.author) == (256, "<b>")
    clock = iter(range(10_000))
    assert read("http://a.bc/", "<!--" * 50_000 + "<title>late</title>", lambda: float(next(clock))) is None
    assert read("http://a.bc/", "<meta property=og:image content='http://[x'><title>t</title>") is not None
    assert read("http://a.bc/", "nothing") is None
    assert decoded("<meta charset='windows-1256'>سلام".encode("cp1256"), None).endswith("سلام")
    assert decoded(b"abc", "no-such-charset") == "abc"
