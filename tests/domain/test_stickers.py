"""Sticker sets: what is told live is what the difference tells, the archive makes room, and emoji are told apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from hodhod import tl
from hodhod.domain import difference
from hodhod.domain.media import sending
from hodhod.domain.media.files import Looks, carried_document
from hodhod.domain.messages import Outgoing
from hodhod.domain.stickers import custom_emoji, emojis, installed, kept, making, sets
from hodhod.domain.stickers.kept import Shelf
from hodhod.domain.stickers.kinds import WEBP, SetKind
from hodhod.domain.stickers.making import Drawn, NewSticker
from hodhod.domain.updates import StateKind
from hodhod.store import media, stickers
from hodhod.store.db import Tx
from hodhod.store.records import Document, StickerSet
from hodhod.tl import types
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.carrying import blob
from tests.domain.world import Cast


async def make(cast: Cast, name: str, count: int = 1, kind: SetKind = SetKind.REGULAR) -> StickerSet:
    new = [NewSticker(Drawn(blob(b"%d" % n), WEBP, 512, 512), "😀") for n in range(count)]
    return await cast.act(making.create, cast.viewer("alice"), (name, name), kind, new)


async def documents(cast: Cast, row: StickerSet) -> list[Document]:
    async def read(tx: Tx) -> list[Document]:
        ids = [one.document_id for one in await stickers.of_set(tx, row.id)]
        known = await media.documents_by_ids(tx, ids)
        return [known[one] for one in ids]

    return await cast.read(read)


async def told(cast: Cast, name: str) -> list[Any]:
    """What delivery pushes of the last write, which is what the difference brings."""
    viewer = cast.viewer(name)
    records = [record for record in cast.told if getattr(record, "owner", 0) == viewer.user]
    live = await cast.read(render, viewer, records)
    missed = await cast.read(difference.missed, viewer.user, 1_000, cast.now)
    state = types.updates.State(pts=missed.pts, qts=0, date=cast.now, seq=1, unread_count=0)
    later: Any = await cast.read(shown, viewer, missed, state)
    pushed = [one for one in live.updates if not isinstance(one, types.UpdateNewMessage)] if live else []
    assert pushed == later.other_updates
    return pushed


async def test_live_and_replayed_updates_are_the_same(cast: Cast) -> None:
    first, second = await make(cast, "First", 2), await make(cast, "Second")
    one, other = await documents(cast, first)
    alice = cast.viewer("alice")
    mail = Outgoing(random_id=7)

    def act(fn: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any) -> Callable[[], Coroutine[Any, Any, Any]]:
        return lambda: cast.act(fn, cast.viewer("alice"), *arguments)

    steps = [
        (act(installed.install, first), types.UpdateNewStickerSet),
        (act(installed.install, second), types.UpdateNewStickerSet),
        (act(installed.reorder, SetKind.REGULAR, [first.id]), types.UpdateStickerSetsOrder),
        (act(making.move, one.id, 1), types.UpdateStickerSets),
        (act(making.change, other.id, "🔥", None, None), types.UpdateStickerSets),
        (act(making.rename, first.id, "New"), types.UpdateStickerSets),
        (act(making.set_thumb, first.id, Drawn(blob(b"t"), WEBP, 100, 100)), types.UpdateStickerSets),
        (act(making.remove, other.id), types.UpdateStickerSets),
        (act(installed.archive, [second]), types.UpdateStickerSets),
        (act(installed.unarchive, [second]), types.UpdateNewStickerSet),
        (act(installed.uninstall, [second]), types.UpdateStickerSets),
        (act(kept.add, Shelf.FAVED, one), types.UpdateFavedStickers),
        (act(kept.add, Shelf.RECENT, one), types.UpdateRecentStickers),
        (act(kept.clear, Shelf.RECENT), types.UpdateRecentStickers),
        (act(sending.send, alice.user, mail, carried_document(one, Looks())), types.UpdateRecentStickers),
        (act(kept.remove, Shelf.FAVED, one.id), types.UpdateFavedStickers),
        (act(making.delete, first.id), types.UpdateStickerSets),
    ]
    for step, kind in steps:
        cast.now += 1_000
        await step()
        assert [type(update) for update in await told(cast, "alice")] == [kind]
        assert await told(cast, "bob") == []


async def test_what_changes_nothing_is_not_told(cast: Cast) -> None:
    first = await make(cast, "First")
    (one,) = await documents(cast, first)
    alice = cast.viewer("alice")
    assert cast.told == []
    await cast.act(installed.install, alice, first)
    await cast.act(kept.add, alice, Shelf.RECENT, one)
    for fn, *arguments in (
        (installed.install, first),
        (installed.reorder, SetKind.REGULAR, [first.id]),
        (installed.unarchive, [first]),
        (kept.add, Shelf.RECENT, one),
        (kept.remove, Shelf.FAVED, one.id),
        (kept.clear, Shelf.ATTACHED),
    ):
        await cast.act(fn, alice, *arguments)
        assert cast.told == [], fn


async def test_whoever_installs_more_has_the_last_ones_archived(cast: Cast) -> None:
    cast.world = replace(cast.world, limits=replace(cast.world.limits, sticker_sets=2))
    made = [await make(cast, name) for name in ("First", "Second", "Third")]
    bob = cast.viewer("bob")
    assert await cast.act(installed.install, bob, made[0]) == []
    assert await cast.act(installed.install, bob, made[1]) == []
    cast.now += 1_000
    over = await cast.act(installed.install, cast.viewer("bob"), made[2])
    assert [(one.set.id, one.archived) for one in over] == [(made[0].id, 1)]
    assert [type(one) for one in await told(cast, "bob")] == [types.UpdateNewStickerSet, types.UpdateStickerSets]
    rows, total = await cast.read(installed.archived, bob, SetKind.REGULAR, 0, 10)
    assert ([one.set.id for one in rows], total) == ([made[0].id], 1)


async def test_many_new_sets_are_told_as_lists(cast: Cast) -> None:
    for n in range(difference.MAX_NEW_SETS + 1):
        await cast.act(installed.install, cast.viewer("bob"), await make(cast, f"Set{n}"))
    row = await make(cast, "Faces", kind=SetKind.EMOJI)
    await cast.act(installed.install, cast.viewer("bob"), row)
    missed = await cast.read(difference.missed, cast.id("bob"), 1_000, cast.now)
    assert [(one.state.kind, one.state.subject) for one in missed.states] == [
        (StateKind.STICKER_SETS, SetKind.REGULAR),
        (StateKind.STICKER_SETS, SetKind.EMOJI),
    ]


async def test_the_oldest_of_a_list_go(cast: Cast) -> None:
    cast.world = replace(cast.world, limits=replace(cast.world.limits, recent_stickers=2))
    rows = await documents(cast, await make(cast, "First", 3))
    alice = cast.viewer("alice")
    for row in [*rows, rows[1]]:
        await cast.act(kept.add, alice, Shelf.RECENT, row)
    found = await cast.read(kept.listed, alice, Shelf.RECENT)
    assert [row.document_id for row in found.rows] == [rows[1].id, rows[2].id]


async def test_a_set_has_so_many_stickers(cast: Cast) -> None:
    cast.world = replace(cast.world, limits=replace(cast.world.limits, stickers_in_set=2))
    row = await make(cast, "First", 2)
    new = NewSticker(Drawn(blob(b"more"), WEBP, 512, 512), "😀")
    with pytest.raises(Exception, match="STICKERS_TOO_MUCH"):
        await cast.act(making.add, cast.viewer("alice"), row.id, new)


async def test_stickers_that_are_added_at_once_have_places_of_their_own(cast: Cast) -> None:
    row = await make(cast, "First")
    alice = cast.viewer("alice")

    async def add(tx: Tx, n: int) -> StickerSet:
        return await making.add(tx, alice, row.id, NewSticker(Drawn(blob(b"new %d" % n), WEBP, 512, 512), "🔥"))

    made = await asyncio.gather(*(cast.db.write(lambda tx, n=n: add(tx, n)) for n in range(5)))  # type: ignore[misc]
    assert max(one.size for one in made) == 6
    rows = await cast.read(stickers.of_set, row.id)
    assert sorted(one.place for one in rows) == list(range(6))
    assert len({sets.version_hash(one) for one in made}) == 5


async def test_one_name_is_given_once(cast: Cast) -> None:
    new = [NewSticker(Drawn(blob(b"x"), WEBP, 512, 512), "😀")]

    async def create(tx: Tx, name: str) -> StickerSet:
        return await making.create(tx, cast.viewer(name), ("Cats", "cats"), SetKind.REGULAR, new)

    both = (cast.db.write(lambda tx, name=name: create(tx, name)) for name in ("alice", "bob"))  # type: ignore[misc]
    made = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["PACK_SHORT_NAME_OCCUPIED", "StickerSet"]


async def test_a_quote_keeps_its_words_and_loses_an_unknown_emoji(cast: Cast) -> None:
    row = await make(cast, "Faces", kind=SetKind.EMOJI)
    (emoji,) = await documents(cast, row)
    unknown = types.MessageEntityCustomEmoji(offset=0, length=2, document_id=1)
    known = types.MessageEntityCustomEmoji(offset=2, length=2, document_id=emoji.id)

    async def checked(text: str, *entities: types.TypeMessageEntity) -> bytes | None:
        given = tl.encode(types.TextWithEntities(text=text, entities=list(entities)))
        return await cast.read(custom_emoji.checked, given)

    assert await checked("quote", unknown) == tl.encode(types.TextWithEntities(text="quote", entities=[]))
    assert await checked("", unknown, known) == tl.encode(types.TextWithEntities(text="", entities=[known]))
    assert await checked("", unknown) is None
    assert await cast.read(custom_emoji.checked, None) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("😀👍🏽 ❤️", ["😀", "👍🏽", "❤️"]),
        ("👨‍👩‍👧🇮🇷1️⃣", ["👨‍👩‍👧", "🇮🇷", "1️⃣"]),
        ("🏴\U000e0067\U000e0062\U000e007f", ["🏴\U000e0067\U000e0062\U000e007f"]),
        ("😀😀", ["😀"]),
        ("", []),
        ("a😀", None),
        ("1", None),
        ("😀" * 500, None),
    ],
)
def test_emoji_are_told_apart(text: str, found: list[str] | None) -> None:
    assert emojis.split(text) == found


def test_an_emoji_is_looked_for_without_its_tone() -> None:
    assert [emojis.plain(one) for one in ("❤️", "👍🏽", "👩🏽‍🚀")] == ["❤", "👍", "👩‍🚀"]
