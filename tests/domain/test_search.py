"""Searching in groups and channels: what each viewer finds, where, and what they must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hodhod import errors, tl
from hodhod.domain import joins, reading, search, searching
from hodhod.domain.entities import packed, prepare
from hodhod.domain.search import Wanted
from hodhod.domain.searching import EVERYTHING, Scope
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import contents, dialogs, members
from hodhod.store.bits import ChatFlag
from hodhod.store.search import SearchIndex
from hodhod.store.search.postgres import PostgresIndex
from hodhod.store.search.sqlite import SqliteIndex
from hodhod.tl import types
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast


async def indexed(cast: Cast, folder: Path) -> SearchIndex:
    """The index of everything written so far."""
    index: SearchIndex
    if cast.db.dialect == "postgresql":
        index = PostgresIndex(cast.db)
    else:
        index = await SqliteIndex.open(folder / "search.db")
    rows = await cast.read(contents.after, 0, 1000)
    await index.add([search.entry_of(row) for row in rows if row.text], rows[-1].id)
    return index


async def found(
    cast: Cast, index: SearchIndex, who: str, query: str, scope: Scope = EVERYTHING, **wanted: Any
) -> list[str]:
    """Texts of the hits in one chat (peer) or everywhere."""
    viewer, peer = cast.viewer(who), wanted.get("peer")
    if peer is None:
        places = await cast.read(searching.every, viewer, scope)
    else:
        places = await cast.read(searching.one, viewer, peer)
    asked = Wanted(query, **wanted)
    proposed = await search.hits(index, viewer, asked, places)
    rows, total = await cast.read(search.found, viewer, asked, proposed, places)
    assert total == len(rows)
    return [row.content.text for row in rows]


async def walked(cast: Cast, who: str, peer: Peer, **wanted: Any) -> list[str]:
    viewer = cast.viewer(who)
    places = await cast.read(searching.one, viewer, peer)
    rows = await cast.read(search.walk, viewer, Wanted("", peer, **wanted), places)
    return [row.content.text for row in rows]


async def test_words_are_found_in_every_kind_of_chat(cast: Cast, tmp_path: Path) -> None:
    group, big = await make_group(cast, "bob"), await make_channel(cast, GROUP, "bob")
    news = await make_channel(cast, CHANNEL, "bob")
    for peer, text in ((group, "tea in the family"), (big, "tea for many"), (news, "tea is news")):
        cast.now += 1
        await say(cast, "alice", peer, text)
    cast.now += 1
    await cast.send("alice", "bob", "tea for two")
    index = await indexed(cast, tmp_path)
    everything = ["tea for two", "tea is news", "tea for many", "tea in the family"]
    assert await found(cast, index, "bob", "tea") == everything
    assert await found(cast, index, "bob", "tea", Scope(users=True)) == everything[:1]
    assert await found(cast, index, "bob", "tea", Scope(broadcasts=True)) == everything[1:2]
    assert await found(cast, index, "bob", "tea", Scope(groups=True)) == everything[2:]
    await cast.act(dialogs_in_archive, cast.id("bob"), news)
    assert await found(cast, index, "bob", "tea", Scope(folder=1)) == everything[1:2]
    assert await found(cast, index, "bob", "many", peer=big) == ["tea for many"]
    assert await found(cast, index, "bob", "tea", peer=group) == ["tea in the family"]
    assert await found(cast, index, "bob", "tea", peer=news, sender=news) == ["tea is news"]
    assert await found(cast, index, "bob", "tea", peer=big, sender=cast.id("bob")) == []
    await index.close()


async def dialogs_in_archive(tx: Any, owner: int, peer: int) -> None:
    await dialogs.put(tx, owner, peer, folder=1)


async def test_nobody_finds_what_they_may_not_read(cast: Cast, tmp_path: Path) -> None:
    group, big = await make_group(cast, "bob"), await make_channel(cast, GROUP, "bob")
    await say(cast, "alice", group, "a secret of few")
    await say(cast, "alice", big, "a secret of many")
    index = await indexed(cast, tmp_path)
    assert await found(cast, index, "carol", "secret") == []
    assert await found(cast, index, "carol", "secret", peer=group) == []
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await found(cast, index, "carol", "secret", peer=big)
    await cast.act(joins.leave, cast.viewer("bob"), big)
    assert await found(cast, index, "bob", "secret") == ["a secret of few"]
    await index.close()


async def test_hidden_history_stays_hidden(cast: Cast, tmp_path: Path) -> None:
    big = await make_channel(cast, GROUP, "bob")
    first = await say(cast, "alice", big, "hello early")
    await say(cast, "alice", big, "hello late")
    await cast.act(put_flags, big, ChatFlag.MEGAGROUP | ChatFlag.HIDDEN_HISTORY)
    await cast.act(hide, big, cast.id("bob"), first.message.copy.id)
    index = await indexed(cast, tmp_path)
    assert await found(cast, index, "bob", "hello", peer=big) == ["hello late"]
    assert await found(cast, index, "bob", "hello") == ["hello late"]
    assert await walked(cast, "bob", big) == ["hello late"]
    await index.close()


async def put_flags(tx: Any, peer: int, flags: int) -> None:
    await store_chats.put(tx, peer, flags=flags)


async def hide(tx: Any, peer: int, user: int, up_to: int) -> None:
    row = await members.get(tx, peer, user)
    assert row is not None
    await members.put(tx, row._replace(since=up_to))


async def test_mentions_of_me_looked_at_or_not(cast: Cast) -> None:
    big = await make_channel(cast, GROUP, "bob")
    name = types.MessageEntityMentionName(offset=0, length=3, user_id=cast.id("bob"))
    await say(cast, "alice", big, "you, bob", entities=marked(name))
    seen = await say(cast, "alice", big, "you again", entities=marked(name))
    await say(cast, "alice", big, "nobody")
    await cast.act(reading.read_channel_contents, cast.viewer("bob"), big, [seen.message.copy.id])
    assert await walked(cast, "bob", big, mentions=True) == ["you again", "you, bob"]
    assert await walked(cast, "alice", big, mentions=True) == []


def marked(*entities: types.TypeMessageEntity) -> bytes:
    return tl.encode(types.TextWithEntities(text="", entities=list(entities)))


async def test_a_thread_is_searched_by_itself(cast: Cast, tmp_path: Path) -> None:
    big = await make_channel(cast, GROUP, "bob")
    root = (await say(cast, "alice", big, "which tea?")).message.copy.id
    await say(cast, "bob", big, "green tea", reply_to=root)
    await say(cast, "bob", big, "no tea here")
    index = await indexed(cast, tmp_path)
    assert await found(cast, index, "bob", "tea", peer=big, topic=root) == ["green tea", "which tea?"]
    assert await walked(cast, "bob", big, topic=root) == ["green tea"]
    await index.close()


async def test_a_hashtag_is_a_whole_and_not_the_bare_word(cast: Cast, tmp_path: Path) -> None:
    big = await make_channel(cast, GROUP, "bob")
    texts = ["#Tea now", "tea later", "#teapot", "#می\u200cخوانم_کتاب هر روز", "$TEA", "ﷺ" * 200, "a" * 4000]
    for text in texts:
        cast.now += 1
        await say(cast, "alice", big, text, entities=packed(prepare(text, None, 4096)[1]))
    index = await indexed(cast, tmp_path)
    assert await found(cast, index, "bob", "#tea") == ["#Tea now"]
    assert await found(cast, index, "bob", "#tea now") == ["#Tea now"]
    assert await found(cast, index, "bob", "#te") == []
    assert await found(cast, index, "bob", "$tea") == ["$TEA"]
    assert await found(cast, index, "bob", "tea") == ["$TEA", "#teapot", "tea later", "#Tea now"]
    for query in ("#می\u200cخوانم_کتاب", "#ميخوانم_كتاب", "#میخوانم_کتاب هر"):
        assert await found(cast, index, "bob", query) == [texts[3]], query
    assert await found(cast, index, "bob", "#میخوانم") == []
    assert await found(cast, index, "bob", "a" * 256) == [texts[6]]
    await index.close()


async def test_only_the_hits_of_a_page_are_read(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    for n in range(9):
        cast.now += 1
        await say(cast, "alice", peer, f"tea {n}")
    index = await indexed(cast, tmp_path)
    viewer, wanted = cast.viewer("bob"), Wanted("tea", peer)
    places = await cast.read(searching.one, viewer, peer)
    proposed = await search.hits(index, viewer, wanted, places)
    monkeypatch.setattr(search, "STEP", 2)
    rows, total = await cast.read(search.found, viewer, wanted, proposed, places, lambda rows: len(rows) >= 3)
    assert [row.content.text for row in rows] == ["tea 8", "tea 7", "tea 6", "tea 5"]
    assert total == 9
    rows, total = await cast.read(search.found, viewer, wanted, proposed, places, lambda rows: len(rows) > 9)
    assert [row.content.text for row in rows] == [f"tea {n}" for n in reversed(range(9))]
    assert total == 9
    await index.close()
