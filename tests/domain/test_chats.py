"""Groups and channels: who gets a message, who may write, what members see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Select, func, literal_column, select, text

from hodhod import errors, tl
from hodhod.domain import chats, deleting, difference, editing, forwarding, joins, messages, reading
from hodhod.domain.forwarding import Forward
from hodhod.domain.messages import Outgoing
from hodhod.domain.updates import Counted, NewMessage
from hodhod.ids import Peer, peer_ref
from hodhod.store import dialogs, posts
from hodhod.store import messages as store
from hodhod.store.bits import ChatFlag
from hodhod.store.query import Query
from hodhod.store.tables import metadata
from hodhod.tl import types
from hodhod.views import dialogs as dialogs_view
from hodhod.views import difference as difference_view
from tests.domain.world import Cast

GROUP, CHANNEL = int(ChatFlag.MEGAGROUP), int(ChatFlag.BROADCAST)


async def make_group(cast: Cast, *others: str) -> Peer:
    peer, _, _ = await cast.act(chats.create_chat, cast.viewer("alice"), "Family", [cast.id(o) for o in others], 0)
    return Peer(peer)


async def make_channel(cast: Cast, flags: int, *others: str) -> Peer:
    peer, _ = await cast.act(chats.create_channel, cast.viewer("alice"), "News", "about", flags)
    if others:
        await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id(o) for o in others])
    return Peer(peer)


async def say(cast: Cast, who: str, peer: Peer, text: str = "hello", **options: Any) -> NewMessage:
    cast.random_id += 1
    message = Outgoing(text=text, random_id=cast.random_id, **options)
    return await cast.do(lambda tx: messages.send(tx, cast.viewer(who), peer, message))


async def test_every_member_of_a_group_gets_a_copy(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    told = {record.owner for record in cast.told if isinstance(record, NewMessage)}
    assert told == {cast.id("alice"), cast.id("bob"), cast.id("carol")}
    sent = await say(cast, "bob", peer, "hi all")
    assert (sent.owner, sent.message.copy.peer) == (cast.id("bob"), peer)
    row = await cast.read(dialogs.find, cast.id("carol"), peer)
    assert row is not None
    assert row.unread == 2


async def test_who_left_a_group_gets_nothing_more_and_may_not_write(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    await cast.act(joins.remove_from_chat, cast.viewer("bob"), peer, cast.id("bob"))
    await say(cast, "alice", peer)
    assert cast.id("bob") not in {record.owner for record in cast.told if isinstance(record, NewMessage)}
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await say(cast, "bob", peer)


async def test_a_stranger_cannot_write_or_add_or_rename(cast: Cast) -> None:
    peer = await make_group(cast, "bob")
    carol = cast.viewer("carol")
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await say(cast, "carol", peer)
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await cast.act(joins.add_to_chat, carol, peer, cast.id("carol"))
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await cast.act(chats.edit_title, carol, peer, "Mine")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(joins.remove_from_chat, cast.viewer("bob"), peer, cast.id("alice"))


async def test_an_edit_and_a_deletion_reach_every_member(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    sent = await say(cast, "bob", peer)
    await cast.act(editing.edit, cast.viewer("bob"), peer, sent.message.copy.id, ("better", None))
    assert len([r for r in cast.told if isinstance(r, Counted)]) == 3
    await cast.act(deleting.delete_messages, cast.viewer("bob"), [sent.message.copy.id], True)
    assert len([r for r in cast.told if isinstance(r, Counted)]) == 3
    other = await say(cast, "alice", peer)
    his = next(r for r in cast.told if isinstance(r, NewMessage) and r.owner == cast.id("bob"))
    assert other.message.content.id == his.message.content.id
    with pytest.raises(errors.MESSAGE_DELETE_FORBIDDEN):
        await cast.act(deleting.delete_messages, cast.viewer("bob"), [his.message.copy.id], True)


async def test_reading_in_a_group_tells_each_author(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    await say(cast, "bob", peer)
    await say(cast, "alice", peer)
    await cast.act(reading.read_history, cast.viewer("carol"), peer, 0)
    for name in ("alice", "bob"):
        row = await cast.read(dialogs.find, cast.id(name), peer)
        assert row is not None
        assert row.read_outbox > 0, name


async def test_a_post_writes_one_copy_whatever_the_members(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob", "carol")
    sent = await say(cast, "alice", peer, "first")
    assert [r.owner for r in cast.told if isinstance(r, NewMessage)] == [peer]
    assert sent.message.content.sender == peer
    assert sent.message.post is not None
    rows = await cast.read(store.older, peer, peer, 2**31 - 1, 0, 10)
    assert [row.content.text for row in rows] == ["first", ""]


async def test_only_administrators_post_in_a_channel(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await say(cast, "bob", peer)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await say(cast, "carol", peer)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(joins.join, cast.viewer("carol"), peer)


async def test_unread_counts_of_a_supergroup(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    for n in range(3):
        await say(cast, "alice", peer, f"{n}")
    await say(cast, "bob", peer)
    found = {}
    for name in ("alice", "bob", "carol"):
        row = await cast.read(dialogs.find, cast.id(name), peer)
        assert row is not None
        parts = await cast.read(dialogs_view.parts, cast.viewer(name), [row])
        (dialog,) = parts.dialogs
        assert isinstance(dialog, types.Dialog)
        found[name] = dialog.unread_count
        assert dialog.pts is not None
    # the service message that brought both, three texts of alice, one of bob
    assert found == {"alice": 1, "bob": 4, "carol": 5}
    await cast.act(reading.read_channel, cast.viewer("carol"), peer, 0)
    row = await cast.read(dialogs.find, cast.id("carol"), peer)
    assert row is not None
    parts = await cast.read(dialogs_view.parts, cast.viewer("carol"), [row])
    assert isinstance(parts.dialogs[0], types.Dialog)
    assert parts.dialogs[0].unread_count == 0


async def test_an_answer_and_a_name_count_as_mentions(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    first = await say(cast, "bob", peer)
    name = types.MessageEntityMentionName(offset=0, length=3, user_id=cast.id("carol"))
    entities = tl.encode(types.TextWithEntities(text="", entities=[name]))
    sent = await say(cast, "alice", peer, "you two", reply_to=first.message.copy.id, entities=entities)
    assert set(sent.named) == {cast.id("bob"), cast.id("carol")}
    assert await cast.read(posts.unread_mentions, cast.id("bob"), [peer]) == {peer: 1}


async def test_a_channel_is_caught_up_with_in_slices(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob")
    for n in range(12):
        await say(cast, "alice", peer, f"{n}")
    pts, texts, final = 1, [], False
    while not final:
        missed = await cast.read(difference.missed, peer, pts, 0, 5)
        texts += [record.message.content.text for record in missed.messages]
        pts, final = missed.pts, missed.final
    assert texts == ["", *(f"{n}" for n in range(12))]
    mine = await cast.read(difference.missed, cast.id("bob"), 1, cast.now)
    assert mine.channels == [(peer, pts)]


async def test_only_the_last_slice_says_when_to_ask_again(cast: Cast) -> None:
    """TDLib complains of a timeout where more follows at once."""
    peer = await make_channel(cast, CHANNEL, "bob")
    await say(cast, "alice", peer)
    for limit, timeout in ((1, None), (100, 30)):
        missed = await cast.read(difference.missed, peer, 1, 0, limit)
        shown = await cast.read(difference_view.channel_difference, cast.viewer("bob"), peer, missed)
        assert (shown.final, shown.timeout) == (timeout is not None, timeout)


async def test_a_group_and_a_channel_never_have_the_same_number(cast: Cast) -> None:
    """Kurigram and Pyrogram keep the chats of an answer by their bare ids."""
    peers = [await make_group(cast, "bob"), await make_channel(cast, CHANNEL), await make_group(cast, "bob")]
    assert len({peer_ref(peer).id for peer in peers}) == 3


async def test_a_channel_is_its_number_behind_a_hundred(cast: Cast) -> None:
    """GramJS and others write and read "-100" before a channel's id; it is the same integer from ten digits on."""
    peer = await make_channel(cast, CHANNEL)
    assert f"-100{peer_ref(peer).id}" == str(int(peer))


async def rows_of_every_table(cast: Cast) -> dict[str, int]:
    counts = {}
    for table in metadata.sorted_tables:
        query = Query(select(func.count()).select_from(table))
        ((counts[table.name],),) = await cast.db.read(lambda tx, query=query: tx.all(query))  # type: ignore[misc]
    return counts


async def rows_of_a_post(cast: Cast, peer: Peer) -> dict[str, int]:
    before = await rows_of_every_table(cast)
    await say(cast, "alice", peer)
    after = await rows_of_every_table(cast)
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


async def test_a_post_writes_the_same_rows_for_few_and_for_many(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL)
    few = await rows_of_a_post(cast, peer)
    names = [f"member {n}" for n in range(60)]
    await cast.join(*names)
    for name in names:
        await cast.act(joins.invite_to_channel, cast.viewer("alice"), peer, [cast.id(name)])
    assert await rows_of_a_post(cast, peer) == few == {"contents": 1, "copies": 1, "posts": 1, "sent": 1}


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_many_write_into_one_supergroup_without_a_deadlock(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    before = await deadlocks(cast)

    async def talk(who: str, base: int) -> None:
        for n in range(15):
            message = Outgoing(text=f"{n}", random_id=base + n)
            await cast.db.write(lambda tx, message=message: messages.send(tx, cast.viewer(who), peer, message))  # type: ignore[misc]

    async with asyncio.TaskGroup() as people:
        for number, who in enumerate(("alice", "bob", "carol")):
            people.create_task(talk(who, 1_000 * (number + 1)))
    rows = await cast.read(store.older, peer, peer, 2**31 - 1, 0, 100)
    assert [row.post.n for row in rows if row.post] == list(range(len(rows), 0, -1))
    assert await deadlocks(cast) == before


async def deadlocks(cast: Cast) -> int:
    """How many PostgreSQL has broken in this database."""
    statistics: Select[Any] = select(literal_column("deadlocks")).select_from(text("pg_stat_database"))
    query = Query(statistics.where(text("datname = current_database()")))
    ((count,),) = await cast.db.read(lambda tx: tx.all(query))
    return int(count)


async def test_a_forward_that_is_sent_twice_counts_once(cast: Cast) -> None:
    news = await make_channel(cast, CHANNEL, "bob")
    post = (await say(cast, "alice", news)).message.copy.id
    for random_id in (5, 5, 6):
        wanted = Forward(news, [post], [random_id])
        await cast.act(forwarding.forward, cast.viewer("bob"), cast.id("carol"), wanted)
    row = await cast.read(store.find, news, post)
    assert row is not None
    assert row.post is not None
    assert row.post.forwards == 2
