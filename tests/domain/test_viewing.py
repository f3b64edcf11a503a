"""Views of posts: each viewer once, forwards count for the original, nothing for what may not be read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import forwarding, viewing
from hodhod.domain.forwarding import Forward
from hodhod.domain.updates import NewMessage, ViewsChanged
from hodhod.ids import Peer
from hodhod.jobs import views as gathering
from hodhod.jobs.tallies import Tallies
from hodhod.store import messages as store
from hodhod.store import viewed
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, say
from tests.domain.world import Cast


@dataclass
class SlowToWrite:
    """A database whose transactions take their time."""

    db: Any
    begun: asyncio.Event

    async def write_with_events(self, fn: Any) -> Any:
        self.begun.set()
        await asyncio.sleep(0.02)
        return await self.db.write_with_events(fn)


async def views(cast: Cast, who: str, peer: Peer, msg_id: int) -> int | None:
    (one,) = await cast.read(viewing.looked_up, cast.viewer(who), peer, [msg_id])
    return one.post.views if one.post is not None else None


async def look(cast: Cast, place: tuple[int, int], *names: str) -> None:
    await cast.act(viewing.count, place, [cast.id(name) for name in names], cast.now)


async def test_each_viewer_counts_once(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL, "bob", "carol")
    post = (await say(cast, "alice", news)).message.copy.id
    await look(cast, (news, post), "alice", "bob")
    assert cast.told == [ViewsChanged(news, post, 2)]
    await look(cast, (news, post), "bob", "carol")
    assert cast.told == [ViewsChanged(news, post, 3)]
    await look(cast, (news, post), "bob", "carol")
    assert cast.told == []
    assert await views(cast, "bob", news, post) == 3


async def test_a_post_that_is_gone_has_no_views(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL)
    await look(cast, (news, 1000), "alice")
    assert cast.told == []
    assert await cast.read(viewed.among, news, 1000, [cast.id("alice")]) == set()
    assert await views(cast, "alice", news, 1000) is None


async def test_whom_was_counted_is_forgotten_in_time(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL)
    post = (await say(cast, "alice", news)).message.copy.id
    await look(cast, (news, post), "alice")
    assert not await cast.act(viewed.expire, cast.now, 1)
    assert await cast.read(viewed.among, news, post, [cast.id("alice")]) == {cast.id("alice")}
    assert await cast.act(viewed.expire, cast.now + 1, 1)
    assert await cast.read(viewed.among, news, post, [cast.id("alice")]) == set()


async def test_a_forward_has_the_views_of_its_original(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL)
    post = (await say(cast, "alice", news)).message.copy.id
    await look(cast, (news, post), "alice", "bob", "carol")
    ((sent, _),) = await cast.act(forwarding.forward, cast.viewer("alice"), cast.id("bob"), Forward(news, [post], [77]))
    (row,) = await cast.read(store.older, cast.id("bob"), cast.id("alice"), 1000, 0, 5)
    (one,) = await cast.read(viewing.looked_up, cast.viewer("bob"), cast.id("alice"), [row.copy.id])
    assert one.post is not None
    assert (one.place, one.post.views, one.post.forwards) == ((news, post), 3, 1)
    assert isinstance(sent, NewMessage)
    assert sent.message.content.id == row.content.id


async def test_strangers_learn_no_views(cast: Cast) -> None:
    news, big = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP, "bob")
    post = (await say(cast, "alice", news)).message.copy.id
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await views(cast, "bob", news, post)
    said = (await say(cast, "alice", big)).message.copy.id
    assert await views(cast, "bob", big, said) is None, "only posts have views"
    with pytest.raises(errors.LIMIT_INVALID):
        await cast.read(viewing.looked_up, cast.viewer("bob"), big, list(range(101)))


async def test_what_is_being_written_when_the_node_stops_is_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "GATHER", 0.01)
    news = await make_channel(cast, CHANNEL, "bob")
    posts = [(await say(cast, "alice", news)).message.copy.id for _ in range(3)]
    slow = SlowToWrite(cast.db, asyncio.Event())

    def clock() -> float:
        return float(cast.now)

    gathered = gathering.Views(slow, clock, lambda records, origin: None, Tallies(cast.db, clock))  # type: ignore[arg-type]
    gathered.look(cast.id("bob"), [(news, post) for post in posts])
    gathered.start()
    await slow.begun.wait()
    await gathered.stop()
    assert [await views(cast, "bob", news, post) for post in posts] == [1, 1, 1]
