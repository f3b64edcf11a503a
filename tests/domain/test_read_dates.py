"""When messages were read, and who learns it."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import joins, privacy, read_dates, reading, settings
from hodhod.ids import Peer
from hodhod.store import read_marks
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast

DAY = 24 * 3600


async def dates(cast: Cast, who: str, to: str, msg_id: int) -> int:
    return await cast.read(read_dates.outbox_date, cast.viewer(who), cast.id(to), msg_id)


async def read(cast: Cast, who: str, peer: Peer, max_id: int = 0) -> None:
    fn: Any = reading.read_channel if peer < -(10**12) else reading.read_history
    await cast.act(fn, cast.viewer(who), peer, max_id)


async def test_the_date_of_the_mark_that_first_reached_a_message(cast: Cast) -> None:
    first = (await cast.send("alice", "bob", "one")).message.copy.id
    second = (await cast.send("alice", "bob", "two")).message.copy.id
    with pytest.raises(errors.MESSAGE_NOT_READ_YET):
        await dates(cast, "alice", "bob", first)
    cast.now += 10
    await read(cast, "bob", cast.id("alice"), 1)
    cast.now += 10
    with pytest.raises(errors.MESSAGE_NOT_READ_YET):
        await dates(cast, "alice", "bob", second)
    await read(cast, "bob", cast.id("alice"))
    assert await dates(cast, "alice", "bob", first) == cast.now - 10
    assert await dates(cast, "alice", "bob", second) == cast.now


async def test_refusals_in_a_private_chat(cast: Cast) -> None:
    mine = (await cast.send("alice", "bob")).message.copy.id
    theirs = (await cast.send("bob", "alice")).message.copy.id + 1
    await read(cast, "bob", cast.id("alice"))
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await dates(cast, "alice", "bob", theirs)
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await dates(cast, "alice", "bob", 999)
    with pytest.raises(errors.PEER_ID_INVALID):
        await dates(cast, "alice", "alice", mine)
    cast.now += 7 * DAY + 1
    with pytest.raises(errors.MESSAGE_TOO_OLD):
        await dates(cast, "alice", "bob", mine)


async def test_who_hides_read_dates(cast: Cast) -> None:
    """Only from those who may not see when one was online; and whoever hides does not learn."""
    mine = (await cast.send("alice", "bob")).message.copy.id
    await read(cast, "bob", cast.id("alice"))
    bob, alice = cast.viewer("bob"), cast.viewer("alice")
    await cast.do(lambda tx: settings.put(tx, bob, hide_read_marks=True))
    assert await dates(cast, "alice", "bob", mine) == cast.now
    await cast.act(privacy.put, bob, "status", [["deny_all"]])
    with pytest.raises(errors.USER_PRIVACY_RESTRICTED):
        await dates(cast, "alice", "bob", mine)
    await cast.do(lambda tx: settings.put(tx, bob, hide_read_marks=False))
    assert await dates(cast, "alice", "bob", mine) == cast.now
    await cast.do(lambda tx: settings.put(tx, alice, hide_read_marks=True))
    await cast.act(privacy.put, alice, "status", [["deny_all"]])
    with pytest.raises(errors.YOUR_PRIVACY_RESTRICTED):
        await dates(cast, "alice", "bob", mine)


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_who_read_in_a_small_group(cast: Cast, kind: str) -> None:
    if kind == "group":
        peer = await make_group(cast, "bob", "carol")
    else:
        peer = await make_channel(cast, GROUP, "bob", "carol")
    mine = (await say(cast, "alice", peer, "one")).message.copy.id
    assert await cast.read(read_dates.readers, cast.viewer("alice"), peer, mine) == []
    cast.now += 10
    await read(cast, "carol", peer)
    cast.now += 10
    await read(cast, "bob", peer)
    read_by = [(cast.id("carol"), cast.now - 10), (cast.id("bob"), cast.now)]
    assert await cast.read(read_dates.readers, cast.viewer("alice"), peer, mine) == read_by
    await say(cast, "alice", peer, "two")
    cast.now += 10
    await read(cast, "bob", peer)
    assert await cast.read(read_dates.readers, cast.viewer("alice"), peer, mine) == read_by
    with pytest.raises(errors.MSG_ID_INVALID):
        await cast.read(read_dates.readers, cast.viewer("bob"), peer, mine)
    with pytest.raises(errors.MSG_ID_INVALID):
        await cast.read(read_dates.readers, cast.viewer("alice"), peer, 999)
    cast.now += 7 * DAY
    with pytest.raises(errors.MSG_TOO_OLD):
        await cast.read(read_dates.readers, cast.viewer("alice"), peer, mine)


async def test_nothing_is_kept_of_channels_and_large_groups(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    news = await make_channel(cast, CHANNEL, "bob")
    await say(cast, "alice", news)
    await read(cast, "bob", news)
    with pytest.raises(errors.CHAT_TOO_BIG):
        await cast.read(read_dates.readers, cast.viewer("alice"), news, 2)
    monkeypatch.setattr(read_dates, "SMALL", 1)
    group = await make_channel(cast, GROUP, "bob")
    await say(cast, "alice", group)
    await read(cast, "bob", group)
    for peer in (news, group):
        assert await cast.read(read_marks.first, cast.id("bob"), peer, 1) is None
    with pytest.raises(errors.PEER_ID_INVALID):
        await cast.read(read_dates.readers, cast.viewer("alice"), cast.id("bob"), 1)


async def test_who_left_is_no_reader_and_marks_end(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    mine = (await say(cast, "alice", peer, "one")).message.copy.id
    await read(cast, "carol", peer)
    alice = cast.viewer("alice")
    await cast.act(joins.remove_from_chat, alice, peer, cast.id("carol"))
    assert await cast.read(read_dates.readers, alice, peer, mine) == []
    assert await cast.read(read_marks.first, cast.id("carol"), peer, 1) == cast.now
    assert await cast.act(read_marks.expire, cast.now + 1, 1), "there may be more"
    assert not await cast.act(read_marks.expire, cast.now + 1, 1000)
    assert await cast.read(read_marks.first, cast.id("carol"), peer, 1) is None
