"""Files of Pyrogram and Kurigram: sent, listed, fetched."""

from __future__ import annotations

import shutil
from typing import Any

import pyrogram
from pyrogram import enums, raw, types

from tests.interop.drivers.link import Record

KINDS = ("photo", "voice", "audio", "video", "document")


class Media:
    _client: pyrogram.Client

    async def do_send_file(self, peer: int, path: str, kind: str, caption: str = "") -> int:
        if kind == "photo":
            sent = await self._client.send_photo(peer, path, caption=caption)
        elif kind == "voice":
            sent = await self._client.send_voice(peer, path, caption=caption, duration=2)
        else:
            sent = await self._client.send_document(peer, path, caption=caption, force_document=True)
        return int(sent.id)

    async def do_send_album(self, peer: int, paths: list[str], caption: str) -> list[int]:
        album = [types.InputMediaPhoto(path, caption="" if n else caption) for n, path in enumerate(paths)]
        return [message.id for message in await self._client.send_media_group(peer, album)]

    async def do_media(self, peer: int, limit: int, only: str = "") -> list[Record]:
        """The newest messages with files, newest first; only: of one kind, as the server finds them."""
        if only:
            chosen = {"photo": enums.MessagesFilter.PHOTO, "voice": enums.MessagesFilter.VOICE_NOTE}[only]
            reading = self._client.search_messages(peer, filter=chosen, limit=limit)
        else:
            reading = self._client.get_chat_history(peer, limit)
        return [file_record(message) async for message in reading if message.media]

    async def do_fetch(self, peer: int, id: int, path: str) -> None:
        message = await self._client.get_messages(peer, id)
        shutil.move(await self._client.download_media(message), path)

    async def do_set_photo(self, path: str) -> None:
        await self._client.set_profile_photo(photo=path)

    async def do_fetch_photo(self, user: int, path: str) -> bool:
        found = await self._client.get_users(user)
        if found.photo is None:
            return False
        shutil.move(await self._client.download_media(found.photo.big_file_id), path)
        return True

    async def do_listen(self, peer: int, id: int) -> None:
        await self._client.invoke(raw.functions.messages.ReadMessageContents(id=[id]))


def file_record(message: Any) -> Record:
    kind = next(kind for kind in KINDS if getattr(message, kind))
    file = getattr(message, kind)
    return {
        "id": message.id,
        "kind": kind,
        "caption": str(message.caption or ""),
        "size": file.file_size,
        "name": getattr(file, "file_name", None),
        "group": str(message.media_group_id or ""),
        "unheard": None,
    }
