"""TDLib's calls for stickers, and what it tells of its lists."""

from __future__ import annotations

from typing import Any

from tests.interop.drivers.link import Link, Record

FORMATS = {"webp": "stickerFormatWebp", "tgs": "stickerFormatTgs", "webm": "stickerFormatWebm"}


class Stickers:
    """A part of the driver, which brings `_link`, `_ask`, `_chat` and `_sent`."""

    _link: Link

    async def _ask(self, kind: str, **fields: Any) -> Record:
        raise NotImplementedError

    async def _chat(self, peer: int) -> int:
        raise NotImplementedError

    def _sent(self, message: Record) -> Any:
        raise NotImplementedError

    def _on_updateInstalledStickerSets(self, update: Record) -> None:
        kind = update["sticker_type"]["@type"].removeprefix("stickerType").lower()
        self._link.emit("stickers", list=kind, ids=[int(one) for one in update["sticker_set_ids"]])

    def _on_updateFavoriteStickers(self, update: Record) -> None:
        self._link.emit("stickers", list="favourite", ids=update["sticker_ids"])

    def _on_updateRecentStickers(self, update: Record) -> None:
        if not update["is_attached"]:
            self._link.emit("stickers", list="recent", ids=update["sticker_ids"])

    async def do_make_stickers(self, title: str, kind: str, files: list[list[str]]) -> Record:
        """files: (path, emoji) each. The set by its id and name, with the ids of its stickers."""
        new = [
            {
                "@type": "newSticker",
                "sticker": {"@type": "inputFileLocal", "path": path},
                "format": {"@type": FORMATS[path.rpartition(".")[2]]},
                "emojis": emoji,
                "keywords": ["hello"],
            }
            for path, emoji in files
        ]
        return set_record(
            await self._ask(
                "createNewStickerSet",
                user_id=0,
                title=title,
                name="",
                sticker_type={"@type": f"stickerType{kind}"},
                stickers=new,
                source="",
            )
        )

    async def do_find_stickers(self, short_name: str) -> Record:
        return set_record(await self._ask("searchStickerSet", name=short_name, ignore_cache=True))

    async def do_install_stickers(self, id: int, installed: bool = True) -> None:
        await self._ask("changeStickerSet", set_id=id, is_installed=installed, is_archived=False)

    async def do_installed_stickers(self, kind: str = "Regular") -> list[int]:
        answer = await self._ask("getInstalledStickerSets", sticker_type={"@type": f"stickerType{kind}"})
        return [int(one["id"]) for one in answer["sets"]]

    async def do_send_sticker(self, peer: int, set_id: int, number: int) -> None:
        sticker = (await self._ask("getStickerSet", set_id=set_id))["stickers"][number]
        file = {"@type": "inputFileId", "id": sticker["sticker"]["id"]}
        inner = {"@type": "inputSticker", "sticker": file, "width": sticker["width"], "height": sticker["height"]}
        content = {"@type": "inputMessageSticker", "sticker": inner, "emoji": sticker["emoji"]}
        sent = await self._ask("sendMessage", chat_id=await self._chat(peer), input_message_content=content)
        await self._sent(sent)

    async def do_got_sticker(self, peer: int) -> Record | None:
        """The newest message when it is a sticker."""
        fields = {"from_message_id": 0, "offset": 0, "limit": 1, "only_local": False}
        found = await self._ask("getChatHistory", chat_id=await self._chat(peer), **fields)
        contents = [one["content"] for one in found["messages"]]
        return sticker_record(contents[0]["sticker"]) if contents and "sticker" in contents[0] else None

    async def do_kept_stickers(self, which: str) -> list[str]:
        """The emoji of recent or favourite stickers."""
        fields = {"is_attached": False} if which == "Recent" else {}
        return [one["emoji"] for one in (await self._ask(f"get{which}Stickers", **fields))["stickers"]]

    async def do_favour_sticker(self, set_id: int, number: int) -> None:
        sticker = (await self._ask("getStickerSet", set_id=set_id))["stickers"][number]
        await self._ask("addFavoriteSticker", sticker={"@type": "inputFileId", "id": sticker["sticker"]["id"]})

    async def do_send_emoji(self, peer: int, text: str, ids: list[int]) -> Record:
        """The first characters of the text as custom emoji."""
        entities = [
            {"offset": 2 * n, "length": 2, "type": {"@type": "textEntityTypeCustomEmoji", "custom_emoji_id": one}}
            for n, one in enumerate(ids)
        ]
        content = {"@type": "inputMessageText", "text": {"text": text, "entities": entities}}
        sent = await self._ask("sendMessage", chat_id=await self._chat(peer), input_message_content=content)
        record: Record = await self._sent(sent)
        return record

    async def do_emoji_of(self, ids: list[int]) -> list[Record]:
        found = await self._ask("getCustomEmojiStickers", custom_emoji_ids=ids)
        return [sticker_record(one) for one in found["stickers"]]


def set_record(found: Record) -> Record:
    ids = [custom_emoji(one) or int(one["id"]) for one in found["stickers"]]
    emojis = [one["emoji"] for one in found["stickers"]]
    return {"id": int(found["id"]), "name": found["name"], "title": found["title"], "emojis": emojis, "stickers": ids}


def custom_emoji(sticker: Record) -> int:
    return int(sticker["full_type"].get("custom_emoji_id", 0))


def sticker_record(sticker: Record) -> Record:
    return {"set": int(sticker["set_id"]), "emoji": sticker["emoji"], "format": sticker["format"]["@type"]}
