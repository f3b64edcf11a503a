"""Sets that one has installed: their order, the archive, and what one's other devices hear."""

from __future__ import annotations

from typing import Any

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.media.sticking import Sticking, by_id, named, sticker_of


async def names(device: Device, query: Any = functions.messages.GetAllStickers) -> list[str]:
    return [one.short_name for one in (await device.ask(query(hash=0))).sets]


async def install(device: Device, *sets: Any) -> None:
    for one in sets:
        request = functions.messages.InstallStickerSet(stickerset=by_id(one), archived=False)
        assert await device.ask(request) == types.messages.StickerSetInstallResultSuccess()


async def test_sets_are_installed_ordered_and_taken_out(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    one, two, three = [await sticking.make(sara, name) for name in ("One", "Two", "Three")]
    await install(reza, one, two, three)
    found = await reza.ask(functions.messages.GetAllStickers(hash=0))
    assert [row.short_name for row in found.sets] == ["Three", "Two", "One"]
    assert all(row.installed_date and not row.archived for row in found.sets)
    unchanged = await reza.ask(functions.messages.GetAllStickers(hash=found.hash))
    assert unchanged == types.messages.AllStickersNotModified()
    assert await names(sara) == []
    await reza.ask(functions.messages.ReorderStickerSets(order=[one.set.id, 12345, three.set.id]))
    assert await names(reza) == ["One", "Three", "Two"]
    await reza.ask(functions.messages.UninstallStickerSet(stickerset=by_id(three)))
    assert await names(reza) == ["One", "Two"]
    await install(reza, one)
    assert await names(reza) == ["One", "Two"]
    await sara.ask(functions.stickers.DeleteStickerSet(stickerset=by_id(one)))
    assert await names(reza) == ["Two"]
    for request in (
        functions.messages.InstallStickerSet(stickerset=by_id(one), archived=False),
        functions.messages.UninstallStickerSet(stickerset=by_id(one)),
        functions.messages.ToggleStickerSets(stickersets=[by_id(one)], archive=True),
    ):
        assert await reza.refusal(request) == "STICKERSET_INVALID"
    many = functions.messages.ReorderStickerSets(order=[1] * 201)
    assert await reza.refusal(many) == "LIMIT_INVALID"
    asked: Any = [by_id(two)] * 201
    many_sets = functions.messages.ToggleStickerSets(stickersets=asked)
    assert await reza.refusal(many_sets) == "LIMIT_INVALID"


async def test_each_kind_has_a_list_of_its_own(sticking: Sticking) -> None:
    sara = sticking.sara
    made = [await sticking.make(sara, "Cats"), await sticking.make(sara, "Hats", masks=True)]
    made.append(await sticking.make(sara, "Faces", emojis=True))
    await install(sara, *made)
    assert await names(sara) == ["Cats"]
    assert await names(sara, functions.messages.GetMaskStickers) == ["Hats"]
    assert await names(sara, functions.messages.GetEmojiStickers) == ["Faces"]


async def test_the_archive(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    made = [await sticking.make(sara, name, "😀👍🔥😎👀🎩") for name in ("One", "Two", "Three")]
    await install(reza, *made)
    asked: Any = [by_id(one) for one in made]
    await reza.ask(functions.messages.ToggleStickerSets(stickersets=asked, archive=True))
    assert await names(reza) == []
    first = await reza.ask(functions.messages.GetArchivedStickers(offset_id=0, limit=2))
    assert (first.count, [one.set.short_name for one in first.sets]) == (3, ["Three", "Two"])
    assert [sticker_of(one).alt for one in first.sets[0].covers] == list("😀👍🔥😎👀")
    rest = await reza.ask(functions.messages.GetArchivedStickers(offset_id=first.sets[-1].set.id, limit=2))
    assert [(one.set.short_name, one.set.archived) for one in rest.sets] == [("One", True)]
    await reza.ask(functions.messages.ToggleStickerSets(stickersets=asked[:1], unarchive=True))
    await reza.ask(functions.messages.ToggleStickerSets(stickersets=asked[1:2], uninstall=True))
    assert await names(reza) == ["One"]
    left = await reza.ask(functions.messages.GetArchivedStickers(offset_id=0, limit=10))
    assert [one.set.short_name for one in left.sets] == ["Three"]
    await reza.ask(functions.messages.InstallStickerSet(stickerset=asked[0], archived=True))
    assert await names(reza) == []


async def test_one_s_other_devices_hear_of_it(sticking: Sticking) -> None:
    sara = sticking.sara
    other = await sticking.place.second_device(sara)
    await other.listen()
    made, more = await sticking.make(sara, "Cats"), await sticking.make(sara, "Dogs")

    async def told(kind: Any) -> list[Any]:
        """What the other device was told, which is what it finds when it comes later."""
        live = await sticking.told(other, kind)
        other.session.updates.clear()
        later = await sticking.missed(other, kind)
        assert live
        assert all(one in later for one in live)
        return live

    await install(sara, made)
    (new,) = await told(types.UpdateNewStickerSet)
    assert new.stickerset.set.short_name == "Cats"
    assert new.stickerset.set.installed_date
    await install(sara, more)
    await told(types.UpdateNewStickerSet)
    await sara.ask(functions.messages.ReorderStickerSets(order=[made.set.id, more.set.id]))
    assert await told(types.UpdateStickerSetsOrder) == [types.UpdateStickerSetsOrder(order=[made.set.id, more.set.id])]
    await sara.ask(functions.stickers.RenameStickerSet(stickerset=by_id(made), title="Tigers"))
    assert await told(types.UpdateStickerSets) == [types.UpdateStickerSets()]
    await sara.ask(functions.messages.UninstallStickerSet(stickerset=by_id(more)))
    await told(types.UpdateStickerSets)
    assert len(await sticking.missed(other, types.UpdateNewStickerSet)) == 1
    emoji = await sticking.make(sara, "Faces", emojis=True)
    await sara.ask(functions.messages.InstallStickerSet(stickerset=by_id(emoji), archived=True))
    assert await told(types.UpdateStickerSets) == [types.UpdateStickerSets(emojis=True)]


async def test_sets_that_one_made(sticking: Sticking) -> None:
    sara, reza = sticking.sara, sticking.reza
    for name in ("One", "Two", "Three"):
        await sticking.make(sara, name)
    page = await sara.ask(functions.messages.GetMyStickers(offset_id=0, limit=2))
    assert (page.count, [one.set.short_name for one in page.sets]) == (3, ["Three", "Two"])
    rest = await sara.ask(functions.messages.GetMyStickers(offset_id=page.sets[-1].set.id, limit=10))
    assert [one.set.short_name for one in rest.sets] == ["One"]
    assert await reza.ask(functions.messages.GetMyStickers(offset_id=0, limit=10)) == types.messages.MyStickers(
        count=0, sets=[]
    )


async def test_an_empty_set_is_shown_without_a_cover(sticking: Sticking) -> None:
    sara = sticking.sara
    made = await sticking.make(sara, "Cats")
    document = made.documents[0]
    sticker = types.InputDocument(
        id=document.id, access_hash=document.access_hash, file_reference=document.file_reference
    )
    empty = await sara.ask(functions.stickers.RemoveStickerFromSet(sticker=sticker))
    assert (empty.set.count, empty.documents) == (0, [])
    (mine,) = (await sara.ask(functions.messages.GetMyStickers(offset_id=0, limit=2))).sets
    assert isinstance(mine, types.StickerSetNoCovered)
    found = await sara.ask(functions.messages.GetStickerSet(stickerset=named("cats"), hash=0))
    assert found.set == mine.set
