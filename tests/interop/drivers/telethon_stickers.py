"""Telethon's calls for stickers, and what it hears of its lists."""

from __future__ import annotations

from typing import Any

from telethon import TelegramClient, functions, types

from tests.interop.drivers.link import Link, Record

UPDATES = {
    types.UpdateNewStickerSet: "new",
    types.UpdateStickerSets: "changed",
    types.UpdateStickerSetsOrder: "order",
    types.UpdateFavedStickers: "favourite",
    types.UpdateRecentStickers: "recent",
}


class Stickers:
    """A part of the driver, which brings `_client` and `_link`."""

    _client: TelegramClient
    _link: Link

    async def _on_stickers(self, update: Any) -> None:
        if type(update) in UPDATES:
            self._link.emit("stickers", list=UPDATES[type(update)])

    async def do_install_stickers(self, short_name: str) -> None:
        named = types.InputStickerSetShortName(short_name)
        await self._client(functions.messages.InstallStickerSetRequest(named, archived=False))

    async def do_installed_stickers(self) -> list[int]:
        return [one.id for one in (await self._client(functions.messages.GetAllStickersRequest(hash=0))).sets]

    async def do_kept_stickers(self, which: str) -> list[str]:
        """The emoji of recent or favourite stickers."""
        requests = {
            "Recent": functions.messages.GetRecentStickersRequest,
            "Favorite": functions.messages.GetFavedStickersRequest,
        }
        return [emoji_of(one) for one in (await self._client(requests[which](hash=0))).stickers]

    async def do_favour_sticker(self, short_name: str, number: int) -> None:
        document = await self._sticker(short_name, number)
        await self._client(functions.messages.FaveStickerRequest(document, unfave=False))

    async def do_send_sticker(self, peer: int, short_name: str, number: int) -> None:
        await self._client.send_file(peer, await self._sticker(short_name, number))

    async def do_send_gif(self, peer: int, path: str) -> None:
        described = [types.DocumentAttributeAnimated(), types.DocumentAttributeVideo(duration=1, w=10, h=10)]
        await self._client.send_file(peer, path, attributes=described)

    async def do_got_sticker(self, peer: int) -> Record | None:
        """The newest message when it is a sticker."""
        message = (await self._client.get_messages(peer, limit=1))[0]
        if message.sticker is None:
            return None
        return {"set": message.file.sticker_set.id, "emoji": message.file.emoji}

    async def _sticker(self, short_name: str, number: int) -> Any:
        named = types.InputStickerSetShortName(short_name)
        found = await self._client(functions.messages.GetStickerSetRequest(named, hash=0))
        return found.documents[number]


def emoji_of(document: Any) -> str:
    return next(str(one.alt) for one in document.attributes if isinstance(one, types.DocumentAttributeSticker))
