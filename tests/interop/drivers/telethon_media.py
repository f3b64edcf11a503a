"""Telethon's files: sent, listed, fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from telethon import TelegramClient, functions, types, utils

from tests.interop.drivers.link import Record

KINDS = (
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "audio"),
    ("video", "video"),
    ("document", "document"),
)


class Media:
    _client: TelegramClient

    async def do_send_file(self, peer: int, path: str, kind: str, caption: str = "") -> int:
        options = {"force_document": kind == "document", "voice_note": kind == "voice"}
        return int((await self._client.send_file(peer, path, caption=caption, **options)).id)

    async def do_send_album(self, peer: int, paths: list[str], caption: str) -> list[int]:
        return [message.id for message in await self._client.send_file(peer, paths, caption=caption)]

    async def do_media(self, peer: int, limit: int, only: str = "") -> list[Record]:
        """The newest messages with files, newest first; only: of one kind, as the server finds them."""
        chosen = {"photo": types.InputMessagesFilterPhotos, "voice": types.InputMessagesFilterVoice}.get(only)
        reading = self._client.iter_messages(peer, limit, filter=chosen)
        return [file_record(message) async for message in reading if message.file]

    async def do_fetch(self, peer: int, id: int, path: str) -> None:
        message = await self._client.get_messages(peer, ids=id)
        keep(path, await self._client.download_media(message, bytes))

    async def do_preview(self, peer: int, id: int) -> str:
        """A photo's stripped size with the head that Telethon puts back, in hexadecimal."""
        message = await self._client.get_messages(peer, ids=id)
        (stripped,) = [size for size in message.photo.sizes if isinstance(size, types.PhotoStrippedSize)]
        return str(utils.stripped_photo_to_jpg(stripped.bytes).hex())

    async def do_set_photo(self, path: str) -> None:
        upload = await self._client.upload_file(path)
        await self._client(functions.photos.UploadProfilePhotoRequest(file=upload))

    async def do_fetch_photo(self, user: int, path: str) -> bool:
        await self._client(functions.users.GetUsersRequest([await self._client.get_input_entity(user)]))
        found = await self._client.download_profile_photo(user, bytes, download_big=True)
        if found is None:
            return False
        keep(path, found)
        return True

    async def do_listen(self, peer: int, id: int) -> None:
        await self._client(functions.messages.ReadMessageContentsRequest([id]))


def keep(path: str, data: bytes) -> None:
    """Telethon itself would add an ending to the name."""
    Path(path).write_bytes(data)


def file_record(message: Any) -> Record:
    return {
        "id": message.id,
        "kind": next(kind for kind, field in KINDS if getattr(message, field)),
        "caption": message.message or "",
        "size": message.file.size,
        "name": message.file.name,
        "group": str(message.grouped_id or ""),
        "unheard": bool(message.media_unread),
    }
