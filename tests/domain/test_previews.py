"""Previews of links: which page a message shows, and who hears when it is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import banning, editing, forwarding, previews
from hodhod.domain.entities import packed, prepare
from hodhod.domain.forwarding import Forward
from hodhod.domain.outgoing import Outgoing
from hodhod.domain.previews import Found, Looks
from hodhod.domain.rights import Ban
from hodhod.domain.updates import NewMessage
from hodhod.ids import Peer
from hodhod.store import jobs
from hodhod.store import messages as store_messages
from hodhod.store.bits import ContentFlag, WebPageState
from hodhod.store.db import Tx
from hodhod.store.records import WebPage
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.updates import render
from tests.domain.replica import Replica
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_group_difference import Watch
from tests.domain.world import Cast

LINK = "see hoopoe.example/a"
PAGE = Found("http://hoopoe.example/a", "Birds", "The hoopoe", "A bird")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    cast.world = replace(cast.world, previews=True)
    return cast


def linking(text: str = LINK) -> dict[str, Any]:
    """hoopoe.example is no top-level domain that is found by itself: the link is marked."""
    where = text.index("hoopoe.example")
    link = types.MessageEntityTextUrl(offset=where, length=14, url="http://Hoopoe.example/a#b")
    return {"text": text, "entities": packed(prepare(text, [link], 4096)[1])}


async def shown(cast: Cast, who: str, record: NewMessage) -> Any:
    """The media of the message as somebody sees it now."""
    viewer = cast.viewer(who)

    async def look(tx: Tx) -> Any:
        rows = await store_messages.by_contents(
            tx, viewer.box(record.message.content.peer), [record.message.content.id]
        )
        (message,) = await view.messages(tx, viewer, rows)
        return getattr(message, "media", None)

    return await cast.read(look)


async def work(cast: Cast, found: Found | None = PAGE) -> int:
    """Do the jobs as jobs/web_pages.py would; the web has this page everywhere. How many were due."""
    told: list[object] = []
    due = await cast.db.write(lambda tx: jobs.claim(tx, cast.now, 60, 10, [previews.JOB]))
    for job in due:
        page_id, content_id, peer, user = (int(word) for word in job.payload.split())
        row = await cast.read(previews.by_id, page_id)
        assert row is not None
        if previews.is_due(row, cast.now):
            await cast.act(previews.keep, cast.viewer("alice"), row, found)
        await cast.act(previews.tell, cast.viewer("alice").as_user(user), page_id, content_id, peer)
        told += cast.told
        await cast.act(jobs.finish, job)
    cast.told = told
    return len(due)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("Example.COM", "http://example.com/"),
        (" https://example.com/a?b=c#d ", "https://example.com/a?b=c"),
        ("http://example.com:8080/x", "http://example.com:8080/x"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("https://دانشگاه.ایران/", "https://xn--mgbawv3gi04e.xn--mgba3a4f16a/"),
        ("ftp://example.com/", None),
        ("tg://resolve?domain=a", None),
        ("http://user:word@example.com/", None),
        ("http://", None),
        ("http://example.com:99999/", None),
        ("http://example.com/" + "a" * 2048, None),
    ],
)
def test_addresses(url: str, kept: str | None) -> None:
    assert previews.normal(url) == kept


async def test_a_message_shows_its_first_link(cast: Cast) -> None:
    record = await cast.send("alice", "bob", **linking())
    pending = await shown(cast, "bob", record)
    assert isinstance(pending.webpage, types.WebPagePending)
    assert pending.webpage.url == "http://hoopoe.example/a"
    assert await work(cast) == 1
    page = (await shown(cast, "bob", record)).webpage
    assert isinstance(page, types.WebPage)
    assert (page.id, page.title, page.site_name, page.type) == (pending.webpage.id, "The hoopoe", "Birds", "article")
    assert page.display_url == "hoopoe.example/a"
    again = await cast.send("bob", "alice", **linking("hoopoe.example"))
    assert isinstance((await shown(cast, "alice", again)).webpage, types.WebPage), "it is known already"
    assert await work(cast) == 0
    cast.now += previews.KEPT
    await cast.send("bob", "alice", **linking("hoopoe.example"))
    assert await work(cast, replace(PAGE, title="Another")) == 1
    assert (await shown(cast, "bob", record)).webpage.title == "Another"


async def test_a_page_that_cannot_be_had_leaves_nothing(cast: Cast) -> None:
    record = await cast.send("alice", "bob", **linking())
    await work(cast, None)
    assert await shown(cast, "bob", record) is None
    await cast.send("alice", "bob", **linking())
    assert await work(cast, None) == 0, "not so soon"
    cast.now += previews.MISSED
    record = await cast.send("alice", "bob", **linking())
    assert isinstance((await shown(cast, "alice", record)).webpage, types.WebPagePending)
    await work(cast)
    cast.now += previews.KEPT
    await cast.send("alice", "bob", **linking())
    await work(cast, None)
    assert isinstance((await shown(cast, "bob", record)).webpage, types.WebPage), "the older page stays"


async def test_who_wants_no_preview_gets_none(cast: Cast) -> None:
    record = await cast.send("alice", "bob", **linking(), flags=int(ContentFlag.NO_WEBPAGE))
    assert await shown(cast, "bob", record) is None
    plain = await cast.send("alice", "bob", "no link")
    cast.world = replace(cast.world, previews=False)
    off = await cast.send("alice", "bob", **linking())
    assert [await shown(cast, "bob", one) for one in (plain, off)] == [None, None]
    assert await work(cast) == 0


async def test_an_edit_changes_the_page(cast: Cast) -> None:
    record = await cast.send("alice", "bob", "hello")
    alice, bob, msg_id = cast.viewer("alice"), cast.id("bob"), record.message.copy.id
    words = linking()
    await cast.act(editing.edit, alice, bob, msg_id, (words["text"], words["entities"]))
    assert await work(cast) == 1
    assert (await shown(cast, "bob", record)).webpage.title == "The hoopoe"
    large = Looks(int(ContentFlag.PREVIEW_LARGE | ContentFlag.INVERT_MEDIA), "http://other.example/")
    await cast.act(editing.edit, alice, bob, msg_id, None, None, large)
    assert await work(cast, replace(PAGE, title="Other")) == 1
    media = await shown(cast, "bob", record)
    assert (media.webpage.title, media.force_large_media) == ("Other", True)
    await cast.act(editing.edit, alice, bob, msg_id, (words["text"], words["entities"]), None, Looks(32))
    assert await shown(cast, "bob", record) is None


async def test_a_forward_shows_the_same_page(cast: Cast) -> None:
    record = await cast.send("alice", "bob", **linking())
    wanted = Forward(cast.id("bob"), [record.message.copy.id], [77])
    ((copy, _),) = await cast.act(forwarding.forward, cast.viewer("alice"), cast.id("carol"), wanted)
    assert await work(cast) == 2, "each is told of"
    assert isinstance(copy, NewMessage)
    assert (await shown(cast, "carol", copy)).webpage.title == "The hoopoe"


async def test_who_may_not_embed_links_writes_without_preview(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    await cast.act(banning.edit_banned, cast.viewer("alice"), peer, cast.id("bob"), int(Ban.LINKS), 0)
    record = await say(cast, "bob", peer, **linking())
    assert await shown(cast, "alice", record) is None


async def test_a_preview_that_is_asked_for(cast: Cast) -> None:
    alice = cast.viewer("alice")
    given = types.InputMediaWebPage(url="hoopoe.example", force_small_media=True)
    looks = previews.asked(alice, given)
    assert looks == Looks(int(ContentFlag.PREVIEW_SMALL | ContentFlag.PREVIEW_MANUAL), "http://hoopoe.example/")
    record = await cast.send("alice", "bob", "look", flags=looks.flags, preview=looks.url)
    media = await shown(cast, "bob", record)
    assert (media.webpage.url, media.force_small_media, media.manual) == ("http://hoopoe.example/", True, True)
    with pytest.raises(errors.WEBPAGE_URL_INVALID):
        previews.asked(alice, types.InputMediaWebPage(url="mailto:a@b.cd"))
    cast.world = replace(cast.world, previews=False)
    with pytest.raises(errors.WEBPAGE_NOT_FOUND):
        previews.asked(cast.viewer("alice"), given)
    given.optional = True
    assert previews.asked(cast.viewer("alice"), given) == looks


async def test_both_sides_of_a_private_chat_hear_of_it(cast: Cast) -> None:
    await cast.send("alice", "bob", **linking())
    devices = [await Replica(cast, name).look([]) for name in ("alice", "bob")]
    away = [await Replica(cast, name).look([]) for name in ("alice", "bob")]
    await work(cast)
    for live, late in zip(devices, away, strict=True):
        await live.hear(cast.told)
        await late.catch_up()
        fresh = (await Replica(cast, live.name).look([])).known(live=True)
        assert live.known(live=True)["boxes"] == late.known(live=True)["boxes"] == fresh["boxes"]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_old_state_and_updates_make_the_new_state(cast: Cast, kind: str) -> None:
    peer = await _place(cast, kind)
    alice = cast.viewer("alice")
    watch = await Watch(cast, peer).start()

    async def gone() -> None:
        """The page of a message that was written without one is there: nobody is told."""
        assert await cast.act(previews.tell, alice, 1, 1, peer) == []

    async def write(text: str) -> None:
        await say(cast, "alice", peer, **linking(text))

    async def edit() -> None:
        look = await Replica(cast, "alice").look([peer])
        newest = max(look.boxes[alice.box(peer)].messages)
        await cast.act(editing.edit, alice, peer, newest, ("words", None))

    for step in (
        lambda: write(LINK),
        lambda: work(cast),
        lambda: write("again hoopoe.example"),
        lambda: work(cast),
        edit,
        lambda: work(cast),
        gone,
    ):
        await watch.after(step)
    await watch.end()


async def _place(cast: Cast, kind: str) -> Peer:
    if kind == "group":
        return await make_group(cast, "bob", "carol")
    return await make_channel(cast, GROUP if kind == "supergroup" else CHANNEL, "bob", "carol")


async def test_two_who_link_at_once_share_the_page(cast: Cast) -> None:
    viewer = cast.viewer("alice")
    first = await cast.act(previews.known, viewer, "http://a.example/")
    second = await cast.act(previews.known, viewer, "http://a.example/")
    assert first == second
    assert first == WebPage("http://a.example/", first.id, WebPageState.PENDING, cast.now, None)
    assert (await cast.act(previews.chosen, viewer, Outgoing("x", preview="http://a.example/"))).webpage == first.id


async def test_the_picture_of_a_page_is_shown_to_each_for_themselves(cast: Cast) -> None:
    record = await cast.send("alice", "bob", **linking())
    await work(cast, replace(PAGE, sizes=(("x", 4, 3, (b"h" * 32, 10), None), ("i", 4, 3, None, b"\x01\x03\x04"))))
    mine, theirs = [(await shown(cast, name, record)).webpage for name in ("alice", "bob")]
    assert mine.has_large_media
    assert {size.type for size in mine.photo.sizes} == {"i", "x"}
    assert mine.photo.id == theirs.photo.id
    assert mine.photo.file_reference != theirs.photo.file_reference
    (live,) = [one for one in cast.told if getattr(one, "owner", 0) == cast.id("bob")]
    pushed = await cast.read(render, cast.viewer("bob"), [live])
    assert pushed is not None
    assert pushed.updates[0].webpage == theirs  # type: ignore[union-attr]
